import { describe, expect, test } from 'vitest';
import { resampleWindow } from './index.ts';
import { resampleWindow as resampleWindowTwin } from './reference/window.ts';
import { largestDifference, randomFrom } from './testing/pictures.ts';

describe('against its twin', () => {
  test.each([
    ['as it is', 24, 24, 5],
    ['halved', 24, 12, 4],
    ['reduced unevenly', 23, 9, 3],
    ['enlarged', 7, 16, 3],
    ['to one pixel, one frame', 11, 1, 1],
  ])('%s', (_, sizeIn, sizeOut, frames) => {
    const { crops, timesUs } = noiseCrops(sizeIn, 7, true);
    for (const [from, to] of [
      [0, 60_000],
      [-50_000, 500_000],
      [12_345, 12_345],
    ] as const) {
      const ours = new Float32Array(new SharedArrayBuffer(4 * 3 * frames * sizeOut ** 2));
      const twin = new Float32Array(3 * frames * sizeOut ** 2);
      resampleWindow(crops, timesUs, from, to, frames, sizeIn, sizeOut, ours);
      resampleWindowTwin(crops, timesUs, from, to, frames, sizeIn, sizeOut, twin);
      // Sums of a few single-precision products of numbers below one.
      expect(largestDifference(ours, twin)).toBeLessThan(1e-6);
    }
  });
});

test('instants are spread over both ends, interpolated between crops and held outside them', () => {
  const crops = [0, 100, 200].map((level) => new Uint8Array(3).fill(level));
  const out = new Float32Array(3 * 5);
  resampleWindow(crops, Float64Array.of(0, 10_000, 40_000), -10_000, 30_000, 5, 1, 1, out);
  const red = [...out.subarray(0, 5)].map((value) => value * 255);
  // At −10, 0, 10, 20 and 30 ms.
  [0, 0, 100, 133.333, 166.667].forEach((level, l) => expect(red[l]).toBeCloseTo(level, 2));
});

test('two crops at the same time do not divide by zero', () => {
  const crops = [10, 30].map((level) => new Uint8Array(3).fill(level));
  const out = new Float32Array(3);
  resampleWindow(crops, Float64Array.of(5, 5), 5, 5, 1, 1, 1, out);
  expect(out[0]).toBeCloseTo(30 / 255, 6);
});

describe('refuses', () => {
  const { crops, timesUs } = noiseCrops(4, 3, false);
  const out = new Float32Array(3 * 2 * 16);
  test.each([
    [
      'no crops',
      [],
      timesUs,
      0,
      1,
      'Expected 1 to 1000000 Uint8Arrays for crops but received an array of 0 elements',
    ],
    [
      'a short crop',
      [crops[0]!, crops[1]!.subarray(0, 47)],
      timesUs,
      0,
      1,
      'Expected a Uint8Array of at least 48 elements for crops[1] but received a Uint8Array of 47 bytes',
    ],
    [
      'too few times',
      crops,
      timesUs.subarray(1),
      0,
      1,
      'Expected a Float64Array of at least 3 elements for timesUs but received a Float64Array of 16 bytes',
    ],
    [
      'times that run back',
      crops,
      timesUs.toReversed(),
      0,
      1,
      'Expected finite times in ascending order for timesUs[1] but received 9500',
    ],
    [
      'NaN among times',
      crops,
      Float64Array.of(0, NaN, 2),
      0,
      1,
      'Expected finite times in ascending order for timesUs[1] but received NaN',
    ],
    [
      'an end before the start',
      crops,
      timesUs,
      5,
      4,
      'Expected a number from 5 to 9007199254740991 for toUs but received 4',
    ],
  ])('%s', (_, all, times, from, to, message) => {
    expect(() => resampleWindow(all, times, from, to, 2, 4, 4, out)).toThrow(new RangeError(message));
  });

  test('an output that is too short', () => {
    expect(() => resampleWindow(crops, timesUs, 0, 1, 3, 4, 4, out)).toThrow(RangeError);
  });
});

/** Unevenly spaced crops of noise, four planes each. */
function noiseCrops(
  size: number,
  count: number,
  isShared: boolean,
): { crops: Uint8Array[]; timesUs: Float64Array } {
  const random = randomFrom(size);
  const bytes = 4 * size * size;
  const crops = Array.from({ length: count }, () => {
    const crop = new Uint8Array(isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    for (let i = 0; i < bytes; i++) crop[i] = random() * 256;
    return crop;
  });
  return { crops, timesUs: Float64Array.from({ length: count }, (_, i) => i * 10_000 - (i % 2) * 500) };
}
