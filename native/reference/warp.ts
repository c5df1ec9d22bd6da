import type { YuvPicture } from '../image.ts';
import type { CropToFrame } from '../warp.ts';
import { colourOf, components, toLevel, type Rgby, type Sample } from './image.ts';

/** The twin of `warpFace`: one crop pixel after the other, exact positions, no tables. */
export function warpFace(image: YuvPicture, m: CropToFrame, size: number, out: Uint8Array): void {
  const { y: luma, u, v } = components(image);
  const toRgb = colourOf(image);
  const rgb: Rgby = { r: 0, g: 0, b: 0, y: 0 };
  const plane = size * size;
  const step = Math.hypot(m.a, m.b);
  const nLuma = subsamplesFor(step);
  const nChroma = subsamplesFor(step / 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let [sumY, sumU, sumV] = [0, 0, 0];
      for (let k = 0; k < nLuma * nLuma; k++) {
        const [x, y] = position(m, column, row, k, nLuma);
        sumY += cubic(luma, x, y);
      }
      for (let k = 0; k < nChroma * nChroma; k++) {
        const [x, y] = position(m, column, row, k, nChroma);
        // Chroma samples lie on even luma columns and midway between luma rows.
        sumU += bilinear(u, x / 2, (y - 0.5) / 2);
        sumV += bilinear(v, x / 2, (y - 0.5) / 2);
      }
      toRgb(sumY / nLuma ** 2, sumU / nChroma ** 2, sumV / nChroma ** 2, rgb);
      const at = row * size + column;
      out[at] = toLevel(rgb.r);
      out[at + plane] = toLevel(rgb.g);
      out[at + 2 * plane] = toLevel(rgb.b);
      out[at + 3 * plane] = toLevel(rgb.y);
    }
  }
}

function subsamplesFor(step: number): number {
  return step <= 1.4 ? 1 : Math.min(Math.ceil(step / 1.4), 16);
}

function position(m: CropToFrame, column: number, row: number, k: number, n: number): [number, number] {
  const x = column + ((k % n) + 0.5) / n - 0.5;
  const y = row + (Math.floor(k / n) + 0.5) / n - 0.5;
  return [m.a * x - m.b * y + m.tx, m.b * x + m.a * y + m.ty];
}

/** The cubic through four neighbours (Lagrange). */
function cubic(sample: Sample, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [wx, wy] = [cubicWeights(x - x0), cubicWeights(y - y0)];
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) sum += wx[i]! * wy[j]! * sample(x0 - 1 + i, y0 - 1 + j);
  }
  return sum;
}

function cubicWeights(t: number): number[] {
  return [
    (-t * (t - 1) * (t - 2)) / 6,
    ((t + 1) * (t - 1) * (t - 2)) / 2,
    (-(t + 1) * t * (t - 2)) / 2,
    ((t + 1) * t * (t - 1)) / 6,
  ];
}

function bilinear(sample: Sample, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const upper = sample(x0, y0) * (1 - fx) + sample(x0 + 1, y0) * fx;
  const lower = sample(x0, y0 + 1) * (1 - fx) + sample(x0 + 1, y0 + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
