import type { Similarity } from '../../../contract/align.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { LEFT, RIGHT, type SidePoints } from '../../../contract/mesh-points.ts';

/**
 * What the eyes do: how far the lids are open (from landmarks), and how much the picture of each eye differs
 * from its neutral (from pixels). The picture tells of blinks and glances that smoothed landmarks miss.
 */

/** Lid opening over eye width, person's right and left; about 0.3 at rest, near 0 when closed. */
export function lidOpening(mesh: Mesh): [right: number, left: number] {
  return [openingOf(mesh, RIGHT), openingOf(mesh, LEFT)];
}

/** The mean over the lids' three middle pairs of points, which face each other. */
function openingOf(mesh: Mesh, { upperLid, lowerLid, eyeInner, eyeOuter }: SidePoints): number {
  const middle = Math.floor(upperLid.length / 2);
  let gap = 0;
  for (let i = middle - 1; i <= middle + 1; i++) gap += distance(mesh, upperLid[i]!, lowerLid[i]!);
  return gap / 3 / Math.max(distance(mesh, eyeInner, eyeOuter), 1e-6);
}

const distance = (mesh: Mesh, p: number, q: number): number =>
  Math.hypot(mesh[3 * p]! - mesh[3 * q]!, mesh[3 * p + 1]! - mesh[3 * q + 1]!);

/** Compares the picture of both eyes with a neutral one. */
export class EyeChange {
  readonly #sizePx: number;
  #neutral: EyePicture[] = [];

  constructor(sizePx: number) {
    this.#sizePx = sizePx;
  }

  setNeutral(luma: Uint8Array, mesh: Mesh, frameToCrop: Similarity): void {
    this.#neutral = [RIGHT, LEFT].map((side) =>
      takePicture(luma, this.#sizePx, boxOf(mesh, side, frameToCrop)),
    );
  }

  /**
   * Root mean square difference over the neutral's contrast after removing the change of brightness; right, left.
   * About 1 for a closed eye, below 0.15 for an unchanged one.
   */
  measure(luma: Uint8Array): [right: number, left: number] {
    const [right, left] = this.#neutral.map((neutral) => difference(neutral, luma, this.#sizePx));
    return [right ?? 0, left ?? 0];
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface EyePicture {
  readonly box: Box;
  readonly pixels: Uint8Array;
  readonly deviation: number;
}

/** The eye between its corners, from 0.35 of its width above their line to 0.25 below. */
function boxOf(mesh: Mesh, { eyeInner, eyeOuter }: SidePoints, { a, b, tx, ty }: Similarity): Box {
  const place = (point: number) => {
    const [x, y] = [mesh[3 * point]!, mesh[3 * point + 1]!];
    return [a * x - b * y + tx, b * x + a * y + ty] as const;
  };
  const [ix, iy] = place(eyeInner);
  const [ox, oy] = place(eyeOuter);
  const width = Math.abs(ix - ox);
  return {
    x: Math.round(Math.min(ix, ox)),
    y: Math.round((iy + oy) / 2 - 0.35 * width),
    width: Math.max(4, Math.round(width)),
    height: Math.max(4, Math.round(0.6 * width)),
  };
}

function takePicture(luma: Uint8Array, sizePx: number, box: Box): EyePicture {
  const pixels = new Uint8Array(box.width * box.height);
  visit(sizePx, box, (from, to) => (pixels[to] = luma[from]!));
  const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  const variance = pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length;
  // Two grey levels: below that there is no eye to see, only noise.
  return { box, pixels, deviation: Math.max(Math.sqrt(variance), 2) };
}

/** The standard deviation of the difference d, √(Σd²/n − (Σd/n)²), is blind to a change of brightness. */
function difference({ box, pixels, deviation }: EyePicture, luma: Uint8Array, sizePx: number): number {
  let [sum, squares] = [0, 0];
  visit(sizePx, box, (from, to) => {
    const d = luma[from]! - pixels[to]!;
    sum += d;
    squares += d * d;
  });
  const n = pixels.length;
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) / deviation;
}

/** Every pixel of a box: where it lies in the crop (the nearest that is in it) and in the box. */
function visit(
  sizePx: number,
  { x, y, width, height }: Box,
  each: (fromCrop: number, toBox: number) => void,
): void {
  const clamp = (value: number) => Math.min(Math.max(value, 0), sizePx - 1);
  for (let row = 0; row < height; row++) {
    const line = clamp(y + row) * sizePx;
    for (let column = 0; column < width; column++) each(line + clamp(x + column), row * width + column);
  }
}
