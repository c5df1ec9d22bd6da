import {
  Add,
  type Initializer,
  MatMul,
  type Scope,
  type Tensor,
  xavierUniform,
  ZEROS,
} from '../graph/index.ts';

export interface GraphConvolutionOptions {
  readonly initializer?: (shape: readonly number[]) => Initializer;
  readonly bias?: boolean;
}

/**
 * Kipf and Welling 2017: every node takes the weighted sum of its neighbours' features, Â X W + b.
 * x [N, A, in], adjacency Â [A, A] (normalized, a constant) → [N, A, features]. Parameters `weight` [in, features] and
 * `bias` [features].
 */
export function graphConvolution(
  scope: Scope,
  x: Tensor,
  adjacency: Tensor,
  features: number,
  { initializer = xavierUniform, bias = true }: GraphConvolutionOptions = {},
): Tensor {
  const from = x.shape.at(-1) as number;
  const weight = scope.parameter('weight', [from, features], initializer([from, features]));
  // The same product either way; neighbours are summed where there are fewer features.
  const y = from <= features ? MatMul(MatMul(adjacency, x), weight) : MatMul(adjacency, MatMul(x, weight));
  return bias ? Add(y, scope.parameter('bias', [features], ZEROS)) : y;
}
