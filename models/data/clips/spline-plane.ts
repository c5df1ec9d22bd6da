/**
 * One plane of a picture as a cubic B-spline (Unser 1999, as models/data/synth/spline-image.ts): half a pixel's shift
 * is drawn as half a pixel. Coefficients are kept with a border, so that sampling has no special cases.
 */
import { splineImage } from '../synth/spline-image.ts';

/** Pixels of border on each side: more than any displacement drawn here, beyond which places are clamped. */
const BORDER_PX = 12;

export interface SplinePlane {
  readonly sizePx: number;
  readonly strideValues: number;
  readonly coefficients: Float32Array;
}

export function splinePlane(levels: Float32Array, sizePx: number): SplinePlane {
  const strideValues = sizePx + 2 * BORDER_PX;
  // Mirrored at the edge, as the recursive filter assumes.
  const wide = new Float32Array(strideValues * strideValues * 3);
  for (let y = 0, at = 0; y < strideValues; y++) {
    const row = mirrored(y - BORDER_PX, sizePx) * sizePx;
    for (let x = 0; x < strideValues; x++, at += 3) wide[at] = levels[row + mirrored(x - BORDER_PX, sizePx)]!;
  }
  const spline = splineImage(wide, strideValues, strideValues, 3);
  const coefficients = Float32Array.from(
    { length: strideValues * strideValues },
    (_, i) => spline.coefficients[3 * i]!,
  );
  return { sizePx, strideValues, coefficients };
}

/** Level at (x, y); pixel centres at integers. */
export function sampleAt(
  { sizePx, strideValues: stride, coefficients: c }: SplinePlane,
  x: number,
  y: number,
): number {
  const most = sizePx + BORDER_PX - 3;
  const px = (x < 2 - BORDER_PX ? 2 - BORDER_PX : x > most ? most : x) + BORDER_PX;
  const py = (y < 2 - BORDER_PX ? 2 - BORDER_PX : y > most ? most : y) + BORDER_PX;
  const left = px | 0;
  const top = py | 0;
  const fx = px - left;
  const fy = py - top;
  const gx = 1 - fx;
  const gy = 1 - fy;
  const wx0 = (gx * gx * gx) / 6;
  const wx1 = 2 / 3 - fx * fx * (1 - fx / 2);
  const wx3 = (fx * fx * fx) / 6;
  const wx2 = 1 - wx0 - wx1 - wx3;
  const wy0 = (gy * gy * gy) / 6;
  const wy1 = 2 / 3 - fy * fy * (1 - fy / 2);
  const wy3 = (fy * fy * fy) / 6;
  const wy2 = 1 - wy0 - wy1 - wy3;
  const a = (top - 1) * stride + left - 1;
  const b = a + stride;
  const d = b + stride;
  const e = d + stride;
  return (
    wy0 * (wx0 * c[a]! + wx1 * c[a + 1]! + wx2 * c[a + 2]! + wx3 * c[a + 3]!) +
    wy1 * (wx0 * c[b]! + wx1 * c[b + 1]! + wx2 * c[b + 2]! + wx3 * c[b + 3]!) +
    wy2 * (wx0 * c[d]! + wx1 * c[d + 1]! + wx2 * c[d + 2]! + wx3 * c[d + 3]!) +
    wy3 * (wx0 * c[e]! + wx1 * c[e + 1]! + wx2 * c[e + 2]! + wx3 * c[e + 3]!)
  );
}

const mirrored = (at: number, size: number): number =>
  at < 0 ? -at : at > size - 1 ? 2 * (size - 1) - at : at;
