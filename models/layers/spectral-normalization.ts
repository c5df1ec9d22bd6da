import {
  Add,
  Div,
  MatMul,
  Mul,
  normal,
  product,
  ReduceL2,
  ReduceSum,
  Reshape,
  type Scope,
  StopGradient,
  type Tensor,
  TransposeLast,
  Transpose,
} from '../graph/index.ts';

/**
 * Miyato et al. 2018, "Spectral normalization for generative adversarial networks": a weight over its largest singular
 * value σ = uᵀWv, found by one power iteration a step. `axis` is that of the outputs, which W's rows are: 0 of a
 * convolution, 1 of a transposed one (as PyTorch has it). u and v are statistics and constants of the gradient, which
 * goes through σ by W alone.
 *
 * Statistics `spectral_u` [outputs] and `spectral_v` [the rest].
 */
export function spectrallyNormalized(scope: Scope, weight: Tensor, axis: 0 | 1 = 0): Tensor {
  const shape = weight.shape as readonly number[];
  const outputs = shape[axis]!;
  const rest = product(shape) / outputs;
  const toFront = [axis, ...shape.keys()].filter((at, place) => place === 0 || at !== axis);
  const matrix = Reshape(Transpose(weight, toFront), [outputs, rest]);
  const u = scope.statistic('spectral_u', [outputs], normal(1));
  const v = scope.statistic('spectral_v', [rest], normal(1));
  const [left, right] = scope.isTraining ? iterated(StopGradient(matrix), u) : [u, v];
  if (scope.isTraining) {
    scope.update(u, left);
    scope.update(v, right);
  }
  const sigma = ReduceSum(Mul(MatMul(matrix, Reshape(right, [rest, 1])), Reshape(left, [outputs, 1])));
  return Div(weight, sigma);
}

/** v ← Wᵀu, u ← Wv, each to length 1. */
function iterated(matrix: Tensor, u: Tensor): readonly [Tensor, Tensor] {
  const [outputs, rest] = matrix.shape as readonly [number, number];
  const right = unit(MatMul(TransposeLast(matrix), Reshape(u, [outputs, 1])));
  const left = unit(MatMul(matrix, right));
  return [StopGradient(Reshape(left, [outputs])), StopGradient(Reshape(right, [rest]))];
}

/** As PyTorch's: a weight of zeros has no direction. */
const SMALLEST = 1e-12;

const unit = (x: Tensor): Tensor => Div(x, Add(ReduceL2(x), SMALLEST));
