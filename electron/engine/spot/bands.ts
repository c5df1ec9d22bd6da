import { SortedValues } from './rolling-window.ts';

/**
 * Filters over time for unevenly spaced samples. Times in seconds, rising.
 */

/**
 * Gaussian smoothing with standard deviation `sigmaS` of rows of components, of the rows from index `from` up to `to`;
 * weights are renormalised at the ends of what there is.
 */
export function smoothRows(
  times: Float64Array,
  rows: readonly Float32Array[],
  sigmaS: number,
  from = 0,
  to = rows.length,
): Float32Array[] {
  const components = rows[0]?.length ?? 0;
  const sums = new Float64Array(components);
  const out: Float32Array[] = [];
  let first = 0;
  for (let i = from; i < to; i++) {
    while (times[i]! - times[first]! > 3 * sigmaS) first++;
    sums.fill(0);
    let total = 0;
    for (let j = first; j < rows.length && times[j]! - times[i]! <= 3 * sigmaS; j++) {
      const weight = Math.exp(-0.5 * ((times[j]! - times[i]!) / sigmaS) ** 2);
      const row = rows[j]!;
      for (let c = 0; c < components; c++) sums[c]! += weight * row[c]!;
      total += weight;
    }
    const smoothed = new Float32Array(components);
    for (let c = 0; c < components; c++) smoothed[c] = sums[c]! / total;
    out.push(smoothed);
  }
  return out;
}

/**
 * Median over the samples within `spanS / 2` on either side. A median follows steps and slopes exactly and
 * forgets whatever lasts less than half the span: subtracting it leaves the short movements.
 */
export function rollingMedian(times: Float64Array, values: Float32Array, spanS: number): Float32Array {
  const inside = new SortedValues();
  const medians = new Float32Array(values.length);
  let first = 0;
  let beyond = 0;
  for (let i = 0; i < values.length; i++) {
    while (beyond < values.length && times[beyond]! - times[i]! <= spanS / 2) inside.add(values[beyond++]!);
    while (times[i]! - times[first]! > spanS / 2) inside.remove(values[first++]!);
    medians[i] = inside.median;
  }
  return medians;
}

export function medianOf(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}

/** Spread of a column about zero that outliers do not inflate: 1.4826 × the median of |x| (σ for a normal law). */
export const robustDeviation = (values: Float32Array): number => 1.4826 * medianOf(values.map(Math.abs));
