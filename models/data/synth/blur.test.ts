import { expect, test } from 'vitest';
import { gaussianBlur } from './blur.ts';

const [widthPx, heightPx] = [121, 121];
const MIDDLE = 60;

/** Sum, and standard deviation across, of what one bright pixel becomes; in the second of three channels. */
function spreadOf(sigmaPx: number): { sum: number; across: number; down: number } {
  const pixels = new Float32Array(widthPx * heightPx * 3);
  pixels[(MIDDLE * widthPx + MIDDLE) * 3 + 1] = 1000;
  gaussianBlur(pixels, widthPx, heightPx, 3, sigmaPx);
  let [sum, xx, yy] = [0, 0, 0];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const value = pixels[(y * widthPx + x) * 3 + 1]!;
      sum += value;
      xx += value * (x - MIDDLE) ** 2;
      yy += value * (y - MIDDLE) ** 2;
    }
  }
  expect(pixels.some((value, i) => i % 3 !== 1 && value !== 0)).toBe(false);
  return { sum, across: Math.sqrt(xx / sum), down: Math.sqrt(yy / sum) };
}

// Boxes have whole radii: near 4 px the nearest is within 8 % of the width asked for.
test.each([0.8, 2, 3.9, 4.5, 8, 12])(
  'a Gaussian of %f px spreads light by that much and keeps it',
  (sigmaPx) => {
    const { sum, across, down } = spreadOf(sigmaPx);
    expect(sum).toBeCloseTo(1000, 1);
    expect(Math.abs(across / sigmaPx - 1)).toBeLessThan(0.08);
    expect(Math.abs(down / sigmaPx - 1)).toBeLessThan(0.08);
  },
);

test('an even picture stays even up to its border', () => {
  for (const sigmaPx of [1, 6]) {
    const pixels = new Float32Array(40 * 30 * 3).fill(77);
    gaussianBlur(pixels, 40, 30, 3, sigmaPx);
    for (const value of pixels) expect(value).toBeCloseTo(77, 3);
  }
});
