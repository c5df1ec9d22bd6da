/**
 * Linear support vector machines, one class against the rest, by dual coordinate descent (Hsieh, Chang, Lin, Keerthi,
 * Sundararajan 2008, "A dual coordinate descent method for large-scale linear SVM"; what LIBLINEAR does). For a class,
 *
 *   min over w: ½|w|² + C·Σ_i ξ(1 − y_i·w·x_i),  ξ(z) = max(0, z)² (`squared-hinge`) or max(0, z) (`hinge`)
 *
 * where x has a 1 behind its features, whose weight is the bias and is kept small with the others. Written here because
 * the packages for Node that were found are of 2016 (ml-svm; libsvm-js, which holds the LIBSVM of that year) and have
 * no solver for linear machines.
 */
import { createRandom, type Random } from '../data/synth/random.ts';

export interface LinearSvmOptions {
  /** What a sample on the wrong side costs. */
  readonly c?: number;
  readonly loss?: 'squared-hinge' | 'hinge';
  /** Of the largest violation of optimality, where w·x is 1 at the margin. */
  readonly tolerance?: number;
  /** Passes over all samples after which it ends anyway. */
  readonly passes?: number;
  /** Of the order in which samples are visited: the result does not depend on it but for the tolerance. */
  readonly seed?: number;
}

export interface LinearSvm {
  readonly features: number;
  readonly classes: number;
  /** [classes, features + 1], the bias last. */
  readonly weights: Float64Array;
  /** False where a class ended by `passes`. */
  readonly isConverged: boolean;
}

/** `x` is [samples, features], `labels` the class of each sample from 0 to `classes` − 1. */
export function trainLinearSvm(
  x: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  { c = 1, loss = 'squared-hinge', tolerance = 1e-4, passes = 1000, seed = 1 }: LinearSvmOptions = {},
): LinearSvm {
  const samples = labels.length;
  const features = x.length / samples;
  if (!Number.isInteger(features)) throw new Error('internal: samples of different lengths');
  const weights = new Float64Array(classes * (features + 1));
  let isConverged = true;
  for (let label = 0; label < classes; label++) {
    const y = Float64Array.from({ length: samples }, (_, at) => (labels[at] === label ? 1 : -1));
    const own = weights.subarray(label * (features + 1), (label + 1) * (features + 1));
    // Both losses are one problem: bounds on α, and a diagonal that a squared hinge adds.
    const dual = loss === 'hinge' ? { most: c, diagonal: 0 } : { most: Infinity, diagonal: 1 / (2 * c) };
    isConverged = descend(x, y, own, { ...dual, tolerance, passes, seed }) && isConverged;
  }
  return { features, classes, weights, isConverged };
}

/** w·x + b of every sample for every class: [samples, classes]. The largest names the class. */
export function decideLinearSvm({ features, classes, weights }: LinearSvm, x: Float32Array): Float64Array {
  const samples = x.length / features;
  return Float64Array.from({ length: samples * classes }, (_, at) =>
    product(
      weights.subarray((at % classes) * (features + 1)),
      x.subarray(Math.floor(at / classes) * features),
      features,
    ),
  );
}

interface Dual {
  readonly most: number;
  readonly diagonal: number;
  readonly tolerance: number;
  readonly passes: number;
  readonly seed: number;
}

/** Moves `w` to the optimum for signs `y`; whether it came there. */
function descend(
  x: Float32Array,
  y: Float64Array,
  w: Float64Array,
  { most, diagonal, tolerance, passes, seed }: Dual,
): boolean {
  const features = w.length - 1;
  const rowOf = (sample: number): Float32Array => x.subarray(sample * features, (sample + 1) * features);
  const alphas = new Float64Array(y.length);
  const curvatures = Float64Array.from(y, (_, sample) => {
    const row = rowOf(sample);
    return diagonal + 1 + row.reduce((sum, value) => sum + value * value, 0);
  });
  const order = Int32Array.from(y, (_, sample) => sample);
  const random = createRandom(seed);
  for (let pass = 0; pass < passes; pass++) {
    let worst = 0;
    shuffle(order, random);
    for (const sample of order) {
      const [sign, alpha, row] = [y[sample]!, alphas[sample]!, rowOf(sample)];
      const slope = sign * product(w, row, features) - 1 + diagonal * alpha;
      // At a bound only the way back inside counts.
      const violation = alpha === 0 ? Math.min(slope, 0) : alpha === most ? Math.max(slope, 0) : slope;
      worst = Math.max(worst, Math.abs(violation));
      if (violation === 0) continue;
      const next = Math.min(most, Math.max(0, alpha - slope / curvatures[sample]!));
      alphas[sample] = next;
      const step = (next - alpha) * sign;
      for (let feature = 0; feature < features; feature++) w[feature]! += step * row[feature]!;
      w[features]! += step;
    }
    if (worst < tolerance) return true;
  }
  return false;
}

/** Σ w·x, and the bias behind them. */
function product(w: Float64Array, row: Float32Array, features: number): number {
  let sum = w[features]!;
  for (let feature = 0; feature < features; feature++) sum += w[feature]! * row[feature]!;
  return sum;
}

/** Fisher and Yates. */
function shuffle(order: Int32Array, random: Random): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}
