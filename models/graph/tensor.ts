/**
 * A graph is its tensors: each knows the node that makes it, each node its inputs. Nothing is changed after it is
 * made, so a gradient can be built from pieces of the forward pass, and a network from pieces of another.
 */
import type { OperatorAttributes, OperatorName } from './attributes.ts';
import { inferTypes } from './infer.ts';
import type { TensorInfo } from './tensor-info.ts';

export interface Tensor extends TensorInfo {
  readonly node: GraphNode;
  /** Which of the node's outputs this is. */
  readonly index: number;
}

export interface NodeOf<Name extends OperatorName> {
  /** Counts up: a node's inputs have smaller ids, so sorting by id is a topological order. */
  readonly id: number;
  readonly operator: Name;
  readonly inputs: readonly Tensor[];
  readonly attributes: OperatorAttributes[Name];
  readonly outputs: readonly Tensor[];
}

/** Any node, told apart by its operator. */
export type GraphNode = { readonly [Name in OperatorName]: NodeOf<Name> }[OperatorName];

let nodesMade = 0;

/** Makes a node; its outputs' types follow from the operator (`infer.ts`). Inputs that do not fit are our own bug. */
export function makeNode<Name extends OperatorName>(
  operator: Name,
  inputs: readonly Tensor[],
  attributes: OperatorAttributes[Name],
): NodeOf<Name> {
  const outputs: Tensor[] = [];
  const node = { id: nodesMade++, operator, inputs, attributes, outputs };
  for (const [index, info] of inferTypes(operator, inputs, attributes).entries())
    outputs.push({ ...info, node: node as unknown as GraphNode, index });
  return node;
}

/** The first output of a new node: most operators have one. */
export const apply = <Name extends OperatorName>(
  operator: Name,
  inputs: readonly Tensor[],
  attributes: OperatorAttributes[Name],
): Tensor => makeNode(operator, inputs, attributes).outputs[0]!;

/** All nodes that the tensors are made of, inputs first. */
export function nodesOf(tensors: Iterable<Tensor>): readonly GraphNode[] {
  const found = new Set<GraphNode>();
  const open = Array.from(tensors, ({ node }) => node);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const input of node.inputs) open.push(input.node);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
