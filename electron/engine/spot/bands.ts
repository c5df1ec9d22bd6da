import { RollingWindow } from './rolling-window.ts';

/**
 * Filters over time for unevenly spaced samples. Times in seconds, rising; columns are arrays of equal length.
 */

/**
 * Gaussian smoothing with standard deviation `sigmaS`, of the samples from index `from` up to `to`; weights are
 * renormalised at the ends of what there is.
 */
export function smooth(
  times: Float64Array,
  values: Float32Array,
  sigmaS: number,
  from = 0,
  to = values.length,
): Float32Array {
  const out = new Float32Array(to - from);
  let first = 0;
  for (let i = from; i < to; i++) {
    while (times[i]! - times[first]! > 3 * sigmaS) first++;
    let sum = 0;
    let total = 0;
    for (let j = first; j < values.length && times[j]! - times[i]! <= 3 * sigmaS; j++) {
      const weight = Math.exp(-0.5 * ((times[j]! - times[i]!) / sigmaS) ** 2);
      sum += weight * values[j]!;
      total += weight;
    }
    out[i - from] = sum / total;
  }
  return out;
}

/**
 * Median over the samples within `spanS / 2` on either side. A median follows steps and slopes exactly and
 * forgets whatever lasts less than half the span: subtracting it leaves the short movements.
 */
export function rollingMedian(times: Float64Array, values: Float32Array, spanS: number): Float32Array {
  const window = new RollingWindow();
  values.forEach((value, i) => window.add(times[i]!, value));
  return values.map((_, i) => window.medianAround(times[i]!, spanS));
}

export function medianOf(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}

/** Spread of a column about zero that outliers do not inflate: 1.4826 × the median of |x| (σ for a normal law). */
export const robustDeviation = (values: Float32Array): number => 1.4826 * medianOf(values.map(Math.abs));
