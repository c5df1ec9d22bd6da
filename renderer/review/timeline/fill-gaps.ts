/**
 * Bins narrower than a frame are mostly empty: each measurement stands for the time until half-way to its neighbours.
 */
import type { Curves } from '../../../contract/channels/review.ts';

/** `frameUs`: the usual time between frames. What is further from any measurement stays empty: nothing was measured. */
export function fillGaps(curves: Curves, frameUs: number): Curves {
  const binUs = (curves.toUs - curves.fromUs) / curves.bins;
  // A little more than half a frame: rates vary.
  const reach = Math.floor((0.6 * frameUs) / binUs);
  if (reach < 1) return curves;
  return {
    ...curves,
    left: spread(curves.left, curves.bins, reach),
    right: spread(curves.right, curves.bins, reach),
    activity: spread(curves.activity, curves.bins, reach),
  };
}

/** Every empty bin gets the value of the nearest full one of its row, if that is within reach. */
function spread(values: Float32Array, bins: number, reach: number): Float32Array<ArrayBuffer> {
  const filled = Float32Array.from(values);
  for (let row = 0; row < values.length; row += bins) {
    let before = -Infinity;
    for (let bin = 0; bin < bins; bin++) {
      if (!Number.isNaN(values[row + bin]!)) {
        // Those since the one before are shared between both.
        for (let empty = Math.max(bin - reach, 0, Math.ceil((before + bin) / 2)); empty < bin; empty++) {
          filled[row + empty] = values[row + bin]!;
        }
        before = bin;
      } else if (bin - before <= reach) filled[row + bin] = values[row + before]!;
    }
  }
  return filled;
}
