import { resampleWindow } from '../../../native/index.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import type { CropRing } from './ring.ts';

/**
 * What became of a window.
 * `filled`: every moment of it lies between two crops that are near each other.
 * `incomplete`: filled, but the ring does not reach from its beginning to its end (the nearest crop was repeated), or
 * a gap in it was bridged.
 * `empty`: fewer than two crops, nothing was written.  `overwritten`: the writer overtook the reader; take it again.
 */
export type WindowState = 'filled' | 'incomplete' | 'empty' | 'overwritten';

/**
 * The widest gap between two crops that is bridged without saying so. A micro-expression lasts 40 to 500 ms; across
 * more than 100 ms (10 fps, or three lost frames at 30 fps) a typical one would be invented or lost.
 */
const MAX_GAP_US = 100_000;

/**
 * Resamples the crops of [fromUs, toUs] by time into `frames` pictures: the first at `fromUs`, the last at `toUs`,
 * whatever the camera's rate. `out` holds 3 × frames × sizeOut² floats in [0,1], [colour, frame, row, column].
 */
export function fillWindow(
  ring: CropRing,
  fromUs: number,
  toUs: number,
  frames: number,
  sizeOut: number,
  out: Float32Array,
  maxGapUs = MAX_GAP_US,
): WindowState {
  const span = ring.spanAround(fromUs, toUs);
  const { crops, timesUs } = span;
  if (crops.length < 2) return 'empty';
  resampleWindow(crops, timesUs, fromUs, toUs, frames, RECIPE.sizePx, sizeOut, out);
  if (!ring.isIntact(span)) return 'overwritten';
  const isCovered = timesUs[0]! <= fromUs && timesUs.at(-1)! >= toUs;
  return isCovered && widestGapUs(timesUs) <= maxGapUs ? 'filled' : 'incomplete';
}

/** One crop as a picture of [3, sizeOut, sizeOut] floats in [0,1]: the neutral that a recognizer compares with. */
export function fillPicture(crop: Uint8Array, sizeOut: number, out: Float32Array): void {
  resampleWindow([crop], Float64Array.of(0), 0, 0, 1, RECIPE.sizePx, sizeOut, out);
}

function widestGapUs(timesUs: Float64Array): number {
  let widest = 0;
  for (let i = 1; i < timesUs.length; i++) widest = Math.max(widest, timesUs[i]! - timesUs[i - 1]!);
  return widest;
}
