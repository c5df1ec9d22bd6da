/**
 * What a graph computes, in float64 and in plain loops: the reference against which gradients are checked by central
 * differences and emitted graphs by what onnxruntime makes of them; and what folds constants. Slow on purpose.
 */
import { evaluateOperator } from './evaluate/operators.ts';
import type { Values } from './evaluate/values.ts';
import { initialValues } from './initializers.ts';
import { isOpen, product, type Shape } from './shape.ts';
import { type GraphNode, nodesOf, type Tensor } from './tensor.ts';

export interface EvaluateOptions {
  /** N, where shapes are open. */
  readonly batch?: number;
  /** Of the first values of parameters that are not fed. */
  readonly seed?: number;
}

/**
 * The tensors' values, row-major, from those of inputs, noises and parameters by name (parameters may be left out:
 * then they have their first values). Indices and truth values are numbers too. A missing or misshapen feed is our
 * own bug.
 *
 *     const [y] = evaluate([Mul(x, 2)], new Map([['x', [1, 2, 3]]]));
 */
export function evaluate(
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, ArrayLike<number>>,
  options: EvaluateOptions = {},
): readonly Values[] {
  const known = new Map<GraphNode, readonly Values[]>();
  const valuesOf = ({ node, index }: Tensor): Values => known.get(node)![index]!;
  for (const node of nodesOf(outputs))
    known.set(
      node,
      isFed(node)
        ? [leafValues(node, feeds, options)]
        : evaluateNode(node, node.inputs.map(valuesOf), options),
    );
  return outputs.map(valuesOf);
}

type FedNode = Extract<GraphNode, { operator: 'Input' | 'Noise' | 'Parameter' }>;
export type ComputedNode = Exclude<GraphNode, FedNode>;

/** One node's outputs from its inputs' values. */
function evaluateNode(
  node: ComputedNode,
  inputs: readonly Values[],
  options: EvaluateOptions = {},
): readonly Values[] {
  return evaluateOperator(node.operator, inputs, node.attributes, {
    shapes: node.outputs.map(({ shape }) => closedBy(shape, options)),
    types: node.inputs.map(({ type }) => type),
  });
}

const isFed = (node: GraphNode): node is FedNode =>
  node.operator === 'Input' || node.operator === 'Noise' || node.operator === 'Parameter';

function leafValues(
  node: FedNode,
  feeds: ReadonlyMap<string, ArrayLike<number>>,
  options: EvaluateOptions,
): Values {
  const { name } = node.attributes;
  const shape = closedBy(node.attributes.shape, options);
  const fed = feeds.get(name) ?? firstValues(node, options.seed ?? 0);
  if (fed?.length !== product(shape))
    throw new Error(`internal: ${name} is fed ${String(fed?.length)} values, not ${String(product(shape))}`);
  return { shape, data: Float64Array.from(fed) };
}

const firstValues = ({ operator, attributes }: FedNode, seed: number): Float32Array | undefined =>
  operator === 'Parameter'
    ? initialValues(attributes.name, attributes.shape, attributes.initializer, seed)
    : undefined;

const closedBy = (shape: Shape, { batch }: EvaluateOptions): readonly number[] =>
  shape.map((dim) => {
    if (!isOpen(dim)) return dim;
    if (batch === undefined) throw new Error('internal: a graph with an open batch is evaluated without one');
    return dim.perSample * batch;
  });
