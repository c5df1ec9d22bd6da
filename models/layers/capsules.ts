/**
 * Capsules (Sabour, Frosst and Hinton 2017, "Dynamic routing between capsules"): features are vectors whose direction
 * says what is seen and whose length, below 1, says how surely.
 */
import {
  Add,
  Div,
  type Dim,
  type Initializer,
  MatMul,
  Mul,
  normal,
  ReduceL2,
  ReduceSum,
  Reshape,
  type Scope,
  Softmax,
  StopGradient,
  type Tensor,
  Transpose,
} from '../graph/index.ts';

/** The last axis to a length of |s|² / (1 + |s|²), its direction kept. */
export function squash(s: Tensor): Tensor {
  const length = ReduceL2(s, [-1], { keepDims: true });
  return Mul(s, Div(length, Add(Mul(length, length), 1)));
}

/** Channels of a grid as capsules of `size` values: [N, types·size, H, W] → [N, types·H·W, size], squashed. */
export function primaryCapsules(x: Tensor, size: number): Tensor {
  const [batch, channels, height, width] = x.shape as readonly [Dim, number, number, number];
  const types = channels / size;
  const apart = Transpose(Reshape(x, [batch, types, size, height, width]), [0, 1, 3, 4, 2]);
  return squash(Reshape(apart, [batch, types * height * width, size]));
}

export interface RoutingOptions {
  readonly count: number;
  /** Values of each capsule. */
  readonly size: number;
  /** Times that the coupling is settled. */
  readonly routings: number;
  /**
   * Whose shares add up to 1: those that a capsule gives to the others (`outputs`, the default), or those that another
   * takes from all (`inputs`): with one other, which would get all of everything, the only ones that can be settled.
   */
  readonly sharesOver?: 'outputs' | 'inputs';
  /** Of the weight; normal with a deviation of 0.01 unless told. */
  readonly initializer?: Initializer;
}

/**
 * Capsules [N, I, in] to `count` others, [N, count, size], by agreement: each gives û = u·W to all, shared out by a
 * softmax that grows with û·v. The coupling is settled, not learnt: gradients take it as it is.
 * Parameter `weight` [I, in, count·size].
 */
export function routedCapsules(
  scope: Scope,
  u: Tensor,
  { count, size, routings, sharesOver = 'outputs', initializer = normal(FIRST_WEIGHTS) }: RoutingOptions,
): Tensor {
  const [batch, from, width] = u.shape as readonly [Dim, number, number];
  const weight = scope.parameter('weight', [from, width, count * size], initializer);
  // A product for each capsule, over the batch: [I, N, in] × [I, in, count·size].
  const votes = Transpose(MatMul(Transpose(u, [1, 0, 2]), weight), [1, 0, 2]);
  const apart = Reshape(votes, [batch, from, count, size]);
  const settled = StopGradient(apart);
  const gathered = (coupling: Tensor | number, of: Tensor): Tensor =>
    squash(ReduceSum(Mul(of, coupling), [1]));
  let coupling: Tensor | number = 1 / (sharesOver === 'outputs' ? count : from);
  let agreement: Tensor | null = null;
  for (let routing = 1; routing < routings; routing++) {
    const v = Reshape(gathered(coupling, settled), [batch, 1, count, size]);
    const more = ReduceSum(Mul(settled, v), [3], { keepDims: true });
    agreement = agreement === null ? more : Add(agreement, more);
    coupling = Softmax(agreement, sharesOver === 'outputs' ? 2 : 1);
  }
  return gathered(typeof coupling === 'number' ? coupling : StopGradient(coupling), apart);
}

/** As in the usual implementations: votes of a thousand capsules then add up to lengths around a half. */
const FIRST_WEIGHTS = 0.01;

/** [N, K]: how surely each capsule is there. */
export const capsuleLengths = (capsules: Tensor): Tensor => ReduceL2(capsules, [2]);
