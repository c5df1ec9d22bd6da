import { addon } from './addon.ts';
import {
  complaint,
  expectByteArrays,
  expectDoubles,
  expectFloats,
  expectInteger,
  expectNumber,
} from './expect.ts';

/**
 * Aligned crops made into the evenly spaced window a network wants: `[3, frames, sizeOutPx, sizeOutPx]`
 * floats in 0–1.
 *
 *     resampleWindow(crops, timesUs, endUs - 500_000, endUs, 16, 256, 128, window);
 *
 * `crops[i]` holds at least the planes R, G, B of sizeInPx² levels at `timesUs[i]` (ascending). Instant l of
 * `frames` lies at fromUs + l·(toUs − fromUs)/(frames − 1); a single frame at fromUs. Between two crops
 * pixels are interpolated linearly; before the first and after the last, that crop is repeated. Resizing
 * averages by area (linear where it grows). Throws `TypeError`/`RangeError` for arguments that do not fit.
 */
export function resampleWindow(
  crops: readonly Uint8Array[],
  timesUs: Float64Array,
  fromUs: number,
  toUs: number,
  frames: number,
  sizeInPx: number,
  sizeOutPx: number,
  out: Float32Array,
): void {
  expectInteger('frames', frames, 1, 4096);
  expectInteger('sizeInPx', sizeInPx, 1, 4096);
  expectInteger('sizeOutPx', sizeOutPx, 1, 4096);
  expectByteArrays('crops', crops, 1, 1e6, 3 * sizeInPx * sizeInPx);
  expectDoubles('timesUs', timesUs, crops.length);
  for (let i = 0; i < crops.length; i++) {
    const earliest = i === 0 ? -Number.MAX_VALUE : timesUs[i - 1]!;
    if (timesUs[i]! >= earliest && timesUs[i]! <= Number.MAX_VALUE) continue;
    throw complaint(true, 'finite times in ascending order', `timesUs[${i}]`, timesUs[i]);
  }
  expectNumber('fromUs', fromUs, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  expectNumber('toUs', toUs, fromUs, Number.MAX_SAFE_INTEGER);
  expectFloats('out', out, 3 * frames * sizeOutPx * sizeOutPx);
  addon().resampleWindow(crops, timesUs, fromUs, toUs, frames, sizeInPx, sizeOutPx, out);
}
