import { expect, test } from 'vitest';
import { sampleSpline, splineImage } from './spline-image.ts';

const size = 64;
const wave = (x: number, y: number): number => 128 + 90 * Math.sin(0.7 * x) * Math.cos(0.5 * y);
const pixels = new Float32Array(size * size * 3);
for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) pixels.fill(wave(x, y), (y * size + x) * 3, (y * size + x) * 3 + 3);
}
const image = splineImage(pixels, size, size, 3);
const out = new Float32Array(3);

test('gives the pixels back at the pixels', () => {
  // The outermost column belongs to the border, which goes on flat where the filter mirrors.
  for (const [x, y] of [
    [1, 2],
    [1, 62],
    [20, 31],
    [62, 40],
  ] as const) {
    sampleSpline(image, x, y, out, 0);
    expect(out[1]).toBeCloseTo(wave(x, y), 2);
  }
});

test('between pixels follows a wave of nine pixels to half a level in 180', () => {
  for (let k = 0; k < 200; k++) {
    const [x, y] = [10 + k * 0.21, 12 + k * 0.17];
    sampleSpline(image, x, y, out, 0);
    expect(Math.abs(out[0]! - wave(x, y))).toBeLessThan(0.5);
  }
});

test('far outside goes on with the border', () => {
  sampleSpline(image, -50, 20, out, 0);
  const far = out[0];
  sampleSpline(image, -5, 20, out, 0);
  expect(out[0]).toBe(far);
});
