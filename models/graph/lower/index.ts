/**
 * Rewrites operators that ONNX lacks, or that a runtime is slow at, as ones it is good at; and makes nodes that
 * compute the same thing once. Done when a graph is written, so that gradients stay compact whatever their order,
 * and so that the form can depend on shapes.
 */
import type { OperatorName } from '../attributes.ts';
import { type GraphNode, makeNode, type NodeOf, nodesOf, type Tensor } from '../tensor.ts';
import { averagePoolGradient } from './average-pool-gradient.ts';
import { biasedConvolution } from './biased-convolution.ts';
import { convInputGradient } from './conv-input-gradient.ts';
import { convWeightGradient } from './conv-weight-gradient.ts';

/**
 * What to write instead, made of the new inputs; null where the operator itself is best. `isOnlyUse`: whether nothing
 * else takes this one of the node's old inputs.
 */
export type Lowering<Name extends OperatorName> = (
  node: NodeOf<Name>,
  inputs: readonly Tensor[],
  isOnlyUse: (tensor: Tensor) => boolean,
) => Tensor | null;

const LOWERINGS: { readonly [Name in OperatorName]?: Lowering<Name> } = {
  StopGradient: (_, [x]) => x!,
  Add: biasedConvolution,
  ConvInputGradient: convInputGradient,
  ConvWeightGradient: convWeightGradient,
  AveragePoolGradient: averagePoolGradient,
};

export function lower(outputs: readonly Tensor[]): readonly Tensor[] {
  const rewriter = new Rewriter(countUses(outputs));
  return outputs.map((output) => rewriter.rewrite(output));
}

function countUses(outputs: readonly Tensor[]): ReadonlyMap<Tensor, number> {
  const uses = new Map<Tensor, number>();
  for (const used of [...outputs, ...nodesOf(outputs).flatMap(({ inputs }) => inputs)])
    uses.set(used, (uses.get(used) ?? 0) + 1);
  return uses;
}

class Rewriter {
  readonly #isOnlyUse: (tensor: Tensor) => boolean;
  readonly #done = new Map<Tensor, Tensor>();
  /** One node for each thing that is computed. */
  readonly #unique = new Map<string, GraphNode>();

  constructor(uses: ReadonlyMap<Tensor, number>) {
    this.#isOnlyUse = (tensor) => uses.get(tensor) === 1;
  }

  rewrite(tensor: Tensor): Tensor {
    for (const node of nodesOf([tensor])) if (!this.#done.has(node.outputs[0]!)) this.#rewriteNode(node);
    return this.#done.get(tensor)!;
  }

  #rewriteNode(node: GraphNode): void {
    const inputs = node.inputs.map((input) => this.#done.get(input)!);
    const lowering = LOWERINGS[node.operator] as Lowering<OperatorName> | undefined;
    const lowered = lowering?.(node, inputs, this.#isOnlyUse) ?? null;
    // What a lowering is made of may need lowering itself (a pool's gradient is a convolution's).
    const outputs = lowered === null ? this.#once(node, inputs).outputs : [this.rewrite(lowered)];
    for (const [index, output] of node.outputs.entries()) this.#done.set(output, outputs[index]!);
    // Pieces of lowered nodes are rewritten again as inputs: they are their own results.
    for (const output of outputs) this.#done.set(output, output);
  }

  #once(node: GraphNode, inputs: readonly Tensor[]): GraphNode {
    const key = keyOf(node, inputs);
    const known = this.#unique.get(key);
    if (known !== undefined) return known;
    const isSame = inputs.every((input, index) => input === node.inputs[index]);
    const made = isSame ? node : (makeNode(node.operator, inputs, node.attributes) as unknown as GraphNode);
    this.#unique.set(key, made);
    return made;
  }
}

/** Equal keys, equal values. Large constants are told apart by the node that holds them. */
function keyOf(node: GraphNode, inputs: readonly Tensor[]): string {
  const from = inputs.map((input) => `${input.node.id}:${input.index}`).join(',');
  if (node.operator === 'Constant' && node.attributes.values.length > SMALL_CONSTANT)
    return `Constant#${node.id}`;
  if (node.operator === 'Parameter') return `Parameter ${node.attributes.name}`;
  return `${node.operator}(${from})${JSON.stringify(node.attributes, plainArrays)}`;
}

/** Longer ones are rarely made twice, and comparing them costs more than storing them. */
const SMALL_CONSTANT = 256;

const plainArrays = (_: string, value: unknown): unknown =>
  value instanceof Float32Array
    ? Array.from(value)
    : value === Infinity
      ? 'inf'
      : value === -Infinity
        ? '-inf'
        : value;
