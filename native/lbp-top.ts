import { addon } from './addon.ts';
import { complaint, expectBytes, expectInteger } from './expect.ts';

export interface LbpTopOptions {
  /** Radii in x, y and t, 1 to 64 voxels. */
  readonly radii: readonly [x: number, y: number, t: number];
  /** Neighbours on each circle, 4 to 16; 8 in nearly all published work. */
  readonly neighbours: number;
  /** Into how many blocks the clip is cut in x, y and t. */
  readonly blocks: readonly [x: number, y: number, t: number];
}

/** Bins of one histogram: P·(P − 1) + 2 uniform patterns and one bin for all others. 59 for eight neighbours. */
export function lbpBins(neighbours: number): number {
  return neighbours * (neighbours - 1) + 3;
}

/**
 * Histograms of uniform local binary patterns on three orthogonal planes (Zhao and Pietikäinen 2007).
 *
 *     const histograms = lbpTop(clip, 16, 128, 128, { radii: [1, 1, 2], neighbours: 8, blocks: [5, 5, 1] });
 *
 * `clip` is [frames, heightPx, widthPx] grey levels. The result is [blocks t][blocks y][blocks x][XY, XT, YT]
 * [bins], each histogram of sum 1. Neighbour k sits at r₁·cos(2πk/P) along a plane's first axis and
 * −r₂·sin(2πk/P) along its second, read bilinearly; its bit is set where it is not below the centre. Only
 * voxels whose whole circles lie in the clip are counted; blocks share these evenly. Uniform patterns have
 * bins in the order of their numbers. Throws `TypeError`/`RangeError` for arguments that do not fit.
 */
export function lbpTop(
  clip: Uint8Array,
  frames: number,
  heightPx: number,
  widthPx: number,
  { radii, neighbours, blocks }: LbpTopOptions,
): Float32Array {
  expectInteger('frames', frames, 1, 4096);
  expectInteger('heightPx', heightPx, 1, 4096);
  expectInteger('widthPx', widthPx, 1, 4096);
  expectInteger('neighbours', neighbours, 4, 16);
  expectBytes('clip', clip, frames * heightPx * widthPx);
  if (frames * heightPx * widthPx >= 2 ** 24) {
    throw complaint(true, 'fewer than 2^24 voxels', 'clip', frames * heightPx * widthPx);
  }
  const sizes = [widthPx, heightPx, frames];
  for (let axis = 0; axis < 3; axis++) {
    expectInteger(`radii[${axis}]`, radii[axis]!, 1, 64);
    expectInteger(`blocks[${axis}]`, blocks[axis]!, 1, 64);
    const inner = sizes[axis]! - 2 * radii[axis]!;
    if (inner >= blocks[axis]!) continue;
    const name = ['widthPx', 'heightPx', 'frames'][axis]!;
    throw complaint(true, `at least ${2 * radii[axis]! + blocks[axis]!}`, name, sizes[axis]);
  }
  const out = new Float32Array(blocks[0] * blocks[1] * blocks[2] * 3 * lbpBins(neighbours));
  addon().lbpTop(clip, frames, heightPx, widthPx, ...radii, neighbours, ...blocks, out);
  return out;
}
