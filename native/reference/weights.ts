export interface Weight {
  readonly index: number;
  readonly weight: number;
}

/**
 * The samples (possibly outside the line) that output sample i of a resized line is made of. It covers
 * [start + i·step, start + (i+1)·step) where sample k covers [k, k+1): by area where step ≥ 1, linearly
 * between the two nearest sample centres otherwise.
 */
export function resizeWeights(start: number, step: number, i: number): Weight[] {
  const from = start + i * step;
  const to = from + step;
  if (step >= 1) {
    const weights: Weight[] = [];
    for (let k = Math.floor(from); k < to; k++) {
      weights.push({ index: k, weight: (Math.min(to, k + 1) - Math.max(from, k)) / step });
    }
    return weights;
  }
  const centre = start + (i + 0.5) * step - 0.5;
  const low = Math.floor(centre);
  return [
    { index: low, weight: 1 - (centre - low) },
    { index: low + 1, weight: centre - low },
  ];
}
