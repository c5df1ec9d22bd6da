/**
 * What has become brighter and darker since `before`: middle grey where nothing has, `gain` times the difference of
 * luma around it. Both are planes R, G, B, luma; so is the result, without luma.
 */
export function differenceView(
  before: Uint8Array,
  now: Uint8Array,
  sizePx: number,
  gain: number,
): Uint8Array {
  const pixels = sizePx * sizePx;
  const out = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    const level = 128 + gain * (now[3 * pixels + i]! - before[3 * pixels + i]!);
    const shown = Math.min(255, Math.max(0, Math.round(level)));
    out[i] = shown;
    out[pixels + i] = shown;
    out[2 * pixels + i] = shown;
  }
  return out;
}
