/** Largest difference, relative to the largest expected value (or to `floor` where all are smaller). NaN stays NaN. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 1e-3): number {
  if (actual.length !== expected.length) return NaN;
  let [worst, scale] = [0, floor];
  for (let place = 0; place < expected.length; place++) {
    // Equal infinities and equal NaNs do not differ.
    if (Object.is(actual[place], expected[place])) continue;
    const difference = Math.abs(actual[place]! - expected[place]!);
    if (!(difference <= worst)) worst = difference;
    if (Number.isNaN(difference)) return NaN;
    if (Number.isFinite(expected[place])) scale = Math.max(scale, Math.abs(expected[place]!));
  }
  return worst / scale;
}
