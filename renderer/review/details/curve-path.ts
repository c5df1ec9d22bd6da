/** Curves of an event as SVG paths, and which units are worth one. */
import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import type { Evidence, EventRow } from '../../../contract/channels/review.ts';

/**
 * A path through the values from `topPx` down, scaled so that `top` reaches the top; gaps where nothing was measured.
 */
export function curvePath(
  timesUs: readonly number[],
  values: Float32Array,
  xOf: (timeUs: number) => number,
  top: number,
  topPx: number,
  heightPx: number,
): string {
  let path = '';
  let isDown = false;
  for (const [index, timeUs] of timesUs.entries()) {
    const value = values[index]!;
    if (Number.isNaN(value)) {
      isDown = false;
      continue;
    }
    const y = topPx + heightPx * (1 - Math.min(Math.max(value / top, 0), 1));
    path += `${isDown ? 'L' : 'M'}${xOf(timeUs).toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  }
  return path;
}

/**
 * The units of the event first, then those that rose most between its onset and offset. `peak` is the largest there:
 * a blink a second later would make everything else look flat.
 */
export function mostMoved(
  evidence: Evidence,
  event: EventRow,
  count: number,
): { readonly au: AuNumber; readonly peak: number }[] {
  const frames = evidence.frames.length;
  const named = new Set(event.aus.map(({ au }) => au));
  return AU_NUMBERS.map((au, unit) => {
    let peak = 0;
    let rise = 0;
    for (const side of [evidence.left, evidence.right]) {
      let low = Infinity;
      for (let frame = 0; frame < frames; frame++) {
        const value = side[unit * frames + frame]!;
        if (Number.isNaN(value)) continue;
        const { timeUs } = evidence.frames[frame]!;
        if (timeUs < event.onset.timeUs || timeUs > event.offset.timeUs) continue;
        peak = Math.max(peak, value);
        low = Math.min(low, value);
        rise = Math.max(rise, value - low);
      }
    }
    return { au, peak, rank: rise + (named.has(au) ? 10 : 0) };
  })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, count)
    .map(({ au, peak }) => ({ au, peak }));
}
