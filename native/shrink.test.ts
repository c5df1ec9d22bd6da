import { describe, expect, test } from 'vitest';
import { shrinkToRgba, type FrameRegion, type YuvPicture } from './index.ts';
import { shrinkToRgba as shrinkToRgbaTwin } from './reference/shrink.ts';
import { largestDifference, noisePicture, pictureOf } from './testing/pictures.ts';

const LAYOUTS = ['i420', 'nv12', 'i010', 'p010'] as const;

describe('against its twin', () => {
  test.each<[string, FrameRegion, number, number]>([
    ['the whole frame, reduced', { x: 0, y: 0, width: 97, height: 71 }, 31, 23],
    ['the whole frame as it is', { x: 0, y: 0, width: 97, height: 71 }, 97, 71],
    ['a fractional region', { x: 10.37, y: 5.82, width: 61.3, height: 44.4 }, 20, 17],
    ['a region that reaches outside', { x: -30.5, y: -10.25, width: 160, height: 110 }, 40, 40],
    ['a region wholly outside', { x: 300, y: -200, width: 50, height: 50 }, 9, 9],
    ['a region enlarged', { x: 20.6, y: 30.2, width: 11.5, height: 9.5 }, 40, 37],
    ['a region at the corner, enlarged', { x: -3, y: 66, width: 9, height: 9 }, 40, 40],
    ['one axis reduced, the other enlarged', { x: 4, y: 4, width: 80, height: 7 }, 16, 33],
    ['many samples to a pixel', { x: 0, y: 0, width: 97, height: 71 }, 8, 5],
    ['one pixel', { x: 0, y: 0, width: 97, height: 71 }, 1, 1],
    ['half of it', { x: 0, y: 0, width: 96, height: 70 }, 48, 35],
  ])('%s', (_, region, width, height) => {
    for (const layout of LAYOUTS) {
      const image = noisePicture(97, 71, 5, { layout, padding: 7 });
      expect(differenceToTwin(image, region, width, height)).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    [1, 1],
    [2, 3],
    [5, 1],
  ])('a frame of %i × %i', (width, height) => {
    for (const layout of LAYOUTS) {
      const image = noisePicture(width, height, 6, { layout });
      expect(differenceToTwin(image, { x: -0.5, y: 0, width: width + 1, height }, 7, 5)).toBeLessThanOrEqual(
        1,
      );
    }
  });

  test('frames of two sizes by turns, shown alike', () => {
    const region = { x: 3, y: 2, width: 60, height: 40 };
    for (const [width, height] of [
      [97, 71],
      [31, 71],
      [97, 21],
      [97, 71],
    ] as const) {
      const image = noisePicture(width, height, 8);
      expect(differenceToTwin(image, region, 30, 20)).toBeLessThanOrEqual(1);
    }
  });

  test('an output at an odd address', () => {
    const image = noisePicture(40, 30, 9);
    const region = { x: 0, y: 0, width: 40, height: 30 };
    const out = new Uint8Array(4 * 20 * 16 + 2).fill(7);
    const twin = new Uint8Array(4 * 20 * 16);
    shrinkToRgba(image, region, 20, 16, out.subarray(1, -1));
    shrinkToRgbaTwin(image, region, 20, 16, twin);
    expect(largestDifference(out.subarray(1, -1), twin)).toBeLessThanOrEqual(1);
    expect([out[0], out.at(-1)]).toEqual([7, 7]);
  });

  test('reads and writes shared memory', () => {
    const image = noisePicture(64, 48, 7, { isShared: true });
    expect(differenceToTwin(image, { x: 0, y: 0, width: 64, height: 48 }, 20, 15, true)).toBeLessThanOrEqual(
      1,
    );
  });
});

test('the mean of a picture survives reduction, and alpha is 255', () => {
  const image = pictureOf(64, 64, (c, x) => (c === 'y' ? (x % 2 === 0 ? 0 : 200) : 128), { range: 'full' });
  const out = new Uint8ClampedArray(4 * 8 * 8);
  shrinkToRgba(image, { x: 0, y: 0, width: 64, height: 64 }, 8, 8, out);
  for (let i = 0; i < out.length; i += 4) expect([...out.subarray(i, i + 4)]).toEqual([100, 100, 100, 255]);
});

describe('refuses', () => {
  const image = noisePicture(20, 10, 1);
  const region: FrameRegion = { x: 0, y: 0, width: 20, height: 10 };
  const out = new Uint8Array(4 * 8 * 8);

  test.each([
    [
      'NaN',
      { ...region, x: NaN },
      8,
      8,
      'Expected a number from -1000000 to 1000000 for region.x but received NaN',
    ],
    [
      'an empty region',
      { ...region, width: 0 },
      8,
      8,
      'Expected a number from 0.001 to 1000000 for region.width but received 0',
    ],
    ['no columns', region, 0, 8, 'Expected an integer from 1 to 8192 for outWidthPx but received 0'],
    [
      'a short output',
      region,
      8,
      9,
      'Expected a Uint8Array of at least 288 elements for out but received a Uint8Array of 256 bytes',
    ],
  ])('%s', (_, area, width, height, message) => {
    expect(() => shrinkToRgba(image, area, width, height, out)).toThrow(new RangeError(message));
  });
});

/** Both run on the same picture; single precision leaves at most one level at a rounding border. */
function differenceToTwin(
  image: YuvPicture,
  region: FrameRegion,
  width: number,
  height: number,
  isShared = false,
): number {
  const length = 4 * width * height;
  const ours = new Uint8Array(isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
  const twin = new Uint8Array(length);
  shrinkToRgba(image, region, width, height, ours);
  shrinkToRgbaTwin(image, region, width, height, twin);
  return largestDifference(ours, twin);
}
