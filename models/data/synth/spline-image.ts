/**
 * A picture as a cubic B-spline: sampled between pixels it is smooth and, unlike a four-tap kernel on the pixels
 * themselves, hardly blurs or lags (Unser 1999, "Splines: a perfect fit"), so a demanded shift of half a pixel is
 * rendered as half a pixel.
 */
export interface SplineImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Spline coefficients, red, green, blue interleaved. */
  readonly coefficients: Float32Array;
}

/** From bytes, `channels` per pixel of which the first three are red, green and blue. */
export function splineImage(
  pixels: Uint8Array | Uint8ClampedArray | Float32Array,
  widthPx: number,
  heightPx: number,
  channels: 3 | 4,
): SplineImage {
  const coefficients = new Float32Array(widthPx * heightPx * 3);
  for (let i = 0; i < widthPx * heightPx; i++) {
    for (let c = 0; c < 3; c++) coefficients[i * 3 + c] = pixels[i * channels + c]!;
  }
  const line = new Float64Array(Math.max(widthPx, heightPx));
  for (let y = 0; y < heightPx; y++) {
    for (let c = 0; c < 3; c++) filterLine(coefficients, y * widthPx * 3 + c, 3, widthPx, line);
  }
  for (let x = 0; x < widthPx; x++) {
    for (let c = 0; c < 3; c++) filterLine(coefficients, x * 3 + c, widthPx * 3, heightPx, line);
  }
  return { widthPx, heightPx, coefficients };
}

/** Writes red, green and blue at (x, y) to `out[at…at+2]`; outside the picture its border goes on. */
export function sampleSpline(image: SplineImage, x: number, y: number, out: Float32Array, at: number): void {
  const { widthPx, heightPx, coefficients } = image;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
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
  let r = 0;
  let g = 0;
  let b = 0;
  if (left >= 1 && top >= 1 && left + 2 < widthPx && top + 2 < heightPx) {
    const stride = widthPx * 3;
    let o = ((top - 1) * widthPx + left - 1) * 3;
    for (let row = 0; row < 4; row++, o += stride) {
      const w = row === 0 ? wy0 : row === 1 ? wy1 : row === 2 ? wy2 : wy3;
      r +=
        w *
        (wx0 * coefficients[o]! +
          wx1 * coefficients[o + 3]! +
          wx2 * coefficients[o + 6]! +
          wx3 * coefficients[o + 9]!);
      g +=
        w *
        (wx0 * coefficients[o + 1]! +
          wx1 * coefficients[o + 4]! +
          wx2 * coefficients[o + 7]! +
          wx3 * coefficients[o + 10]!);
      b +=
        w *
        (wx0 * coefficients[o + 2]! +
          wx1 * coefficients[o + 5]! +
          wx2 * coefficients[o + 8]! +
          wx3 * coefficients[o + 11]!);
    }
  } else {
    for (let row = 0; row < 4; row++) {
      const w = row === 0 ? wy0 : row === 1 ? wy1 : row === 2 ? wy2 : wy3;
      const line = clamp(top - 1 + row, heightPx - 1) * widthPx;
      for (let column = 0; column < 4; column++) {
        const v = w * (column === 0 ? wx0 : column === 1 ? wx1 : column === 2 ? wx2 : wx3);
        const o = (line + clamp(left - 1 + column, widthPx - 1)) * 3;
        r += v * coefficients[o]!;
        g += v * coefficients[o + 1]!;
        b += v * coefficients[o + 2]!;
      }
    }
  }
  out[at] = r;
  out[at + 1] = g;
  out[at + 2] = b;
}

/**
 * Samples at `count` places, the k-th at (xs[from + k], ys[from + k]), to consecutive pixels of `out` from `at`. As
 * `sampleSpline`, which it calls near the border; a picture's pixels are drawn by the million.
 */
export function sampleSplineRow(
  image: SplineImage,
  xs: Float64Array,
  ys: Float64Array,
  from: number,
  count: number,
  out: Float32Array,
  at: number,
): void {
  const { widthPx, heightPx, coefficients } = image;
  const stride = widthPx * 3;
  for (let k = from, end = from + count; k < end; k++, at += 3) {
    const x = xs[k]!;
    const y = ys[k]!;
    if (!(x >= 1 && y >= 1 && x < widthPx - 2 && y < heightPx - 2)) {
      sampleSpline(image, x, y, out, at);
      continue;
    }
    const left = x | 0;
    const top = y | 0;
    const fx = x - left;
    const fy = y - top;
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
    const a = (top - 1) * stride + (left - 1) * 3;
    const b = a + stride;
    const c = b + stride;
    const d = c + stride;
    for (let p = 0; p < 3; p++) {
      out[at + p] =
        wy0 *
          (wx0 * coefficients[a + p]! +
            wx1 * coefficients[a + p + 3]! +
            wx2 * coefficients[a + p + 6]! +
            wx3 * coefficients[a + p + 9]!) +
        wy1 *
          (wx0 * coefficients[b + p]! +
            wx1 * coefficients[b + p + 3]! +
            wx2 * coefficients[b + p + 6]! +
            wx3 * coefficients[b + p + 9]!) +
        wy2 *
          (wx0 * coefficients[c + p]! +
            wx1 * coefficients[c + p + 3]! +
            wx2 * coefficients[c + p + 6]! +
            wx3 * coefficients[c + p + 9]!) +
        wy3 *
          (wx0 * coefficients[d + p]! +
            wx1 * coefficients[d + p + 3]! +
            wx2 * coefficients[d + p + 6]! +
            wx3 * coefficients[d + p + 9]!);
    }
  }
}

const clamp = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);

/** The recursive filter's pole for cubic splines, √3 − 2. */
const POLE = Math.sqrt(3) - 2;

function filterLine(
  data: Float32Array,
  from: number,
  stride: number,
  count: number,
  line: Float64Array,
): void {
  if (count === 1) return;
  // Both starts are Unser's for a mirrored border; 28 terms reach 1e-16.
  let sum = 0;
  for (let k = 0, power = 1; k < Math.min(count, 28); k++, power *= POLE)
    sum += power * data[from + k * stride]!;
  line[0] = sum;
  for (let k = 1; k < count; k++) line[k] = data[from + k * stride]! + POLE * line[k - 1]!;
  let next = (POLE / (POLE * POLE - 1)) * (line[count - 1]! + POLE * line[count - 2]!);
  data[from + (count - 1) * stride] = 6 * next;
  for (let k = count - 2; k >= 0; k--) {
    next = POLE * (next - line[k]!);
    data[from + k * stride] = 6 * next;
  }
}
