import { describe, expect, test } from 'vitest';
import { warpFace, type CropToFrame, type YuvPicture } from './index.ts';
import { warpFace as warpFaceTwin } from './reference/warp.ts';
import { largestDifference, noisePicture, pictureOf } from './testing/pictures.ts';

const LAYOUTS = ['i420', 'nv12', 'i010', 'p010'] as const;

const POSES: Record<string, CropToFrame> = {
  'one to one': { a: 1, b: 0, tx: 0, ty: 0 },
  'a fraction of a pixel': { a: 1, b: 0, tx: 3.37, ty: 5.81 },
  'turned and enlarged': similarity(0.62, 17, 9.3, 4.2),
  'turned and reduced a little': similarity(1.35, -31, 2.1, 20.7),
  'reduced by 2.3': similarity(2.3, 8, -4.5, -6.1),
  'reduced by 6': similarity(6, 203, 90.5, 80.2),
  'far outside': similarity(1, 45, -500, 900),
  'half outside': similarity(0.9, 90, 40, -11.5),
};

describe('against its twin', () => {
  for (const [name, pose] of Object.entries(POSES)) {
    test.each(LAYOUTS)(`${name}, %s`, (layout) => {
      expect(
        differenceToTwin(noisePicture(97, 71, 1, { layout, padding: 13 }), pose, 45),
      ).toBeLessThanOrEqual(1);
    });
  }

  test.each(['bt601', 'bt709', 'bt2020'] as const)('%s in both ranges', (matrix) => {
    for (const range of ['limited', 'full'] as const) {
      for (const layout of ['nv12', 'i010'] as const) {
        const image = noisePicture(64, 48, 2, { matrix, range, layout });
        expect(differenceToTwin(image, similarity(0.8, 5, 6, 2), 40)).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 5],
    [5, 2],
    [31, 3],
  ])('a frame of %i × %i', (width, height) => {
    for (const layout of LAYOUTS) {
      const image = noisePicture(width, height, 3, { layout });
      expect(differenceToTwin(image, similarity(0.4, 12, -1, -1), 17)).toBeLessThanOrEqual(1);
    }
  });

  test('reads and writes shared memory', () => {
    const image = noisePicture(80, 60, 4, { layout: 'nv12', isShared: true });
    expect(differenceToTwin(image, similarity(0.7, 3, 5, 6), 33, true)).toBeLessThanOrEqual(1);
  });
});

test.each(LAYOUTS)(
  'luma alone is the last plane of all four, and the others are left alone, %s',
  (layout) => {
    const image = noisePicture(97, 71, 5, { layout });
    for (const pose of Object.values(POSES)) {
      const [all, luma] = [new Uint8Array(4 * 45 * 45), new Uint8Array(4 * 45 * 45).fill(7)];
      warpFace(image, pose, 45, all);
      warpFace(image, pose, 45, luma, 'luma');
      expect(luma.subarray(0, 3 * 45 * 45).every((level) => level === 7)).toBe(true);
      expect(luma.subarray(3 * 45 * 45)).toEqual(all.subarray(3 * 45 * 45));
    }
  },
);

test('grey stays grey and black, white and primaries land where BT.709 puts them', () => {
  const colour = (y: number, u: number, v: number): number[] => {
    const out = new Uint8Array(4);
    const image = pictureOf(8, 8, (component) => ({ y, u, v })[component]);
    warpFace(image, { a: 1, b: 0, tx: 3, ty: 3 }, 1, out);
    return [...out];
  };
  expect(colour(16, 128, 128)).toEqual([0, 0, 0, 0]);
  expect(colour(235, 128, 128)).toEqual([255, 255, 255, 255]);
  expect(colour(126, 128, 128)).toEqual([128, 128, 128, 128]);
  // 8-bit codes of pure red, green and blue in BT.709 (Table in ITU-R BT.1120): each within rounding.
  expect(largestDifference(colour(63, 102, 240).slice(0, 3), [255, 0, 0])).toBeLessThanOrEqual(2);
  expect(largestDifference(colour(173, 42, 26).slice(0, 3), [0, 255, 0])).toBeLessThanOrEqual(2);
  expect(largestDifference(colour(32, 240, 118).slice(0, 3), [0, 0, 255])).toBeLessThanOrEqual(2);
});

test('chroma is sited on even columns and between rows', () => {
  // A chroma ramp along the luma axes: a sampler that misplaces chroma by half a pixel shows another level.
  const image = pictureOf(64, 64, (c, x, y) => (c === 'y' ? 126 : c === 'u' ? 64 + 2 * x : 64 + 2 * y), {
    range: 'full',
  });
  const out = new Uint8Array(4 * 16 * 16);
  warpFace(image, { a: 1, b: 0, tx: 20, ty: 30 }, 16, out);
  for (let i = 0; i < 16; i++) {
    const blue = out[2 * 256 + 5 * 16 + i]!;
    const red = out[i * 16 + 5]!;
    // Expected B = Y + 1.8556·(U − 128) with U = 64 + 2x, and R = Y + 1.5748·(V − 128); one level of rounding in Y and
    // U.
    expect(Math.abs(blue - clamp(126 + 1.8556 * (2 * (20 + i) - 64)))).toBeLessThanOrEqual(1.5);
    expect(Math.abs(red - clamp(126 + 1.5748 * (2 * (30 + i) - 64)))).toBeLessThanOrEqual(1.5);
  }
});

test('a smooth picture is moved by exactly what the transform says, at every sub-pixel phase', () => {
  const at = (x: number, y: number): number => 128 + 50 * Math.sin(x / 5) + 40 * Math.cos(y / 6);
  // Ten bits, because without a camera's noise an 8-bit picture that is rounded twice sticks to its levels.
  const image = pictureOf(96, 96, (c, x, y) => (c === 'y' ? at(x, y) : 128), {
    range: 'full',
    layout: 'i010',
  });
  const size = 48;
  const out = new Uint8Array(4 * size * size);
  for (let phase = 0; phase < 1; phase += 0.1) {
    warpFace(image, { a: 1, b: 0, tx: 20 + phase, ty: 20 - phase }, size, out);
    let slip = 0;
    let slope2 = 0;
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const slope = 10 * Math.cos((x + 20 + phase) / 5);
        slip +=
          slope *
          (out[3 * size * size + y * size + x]! - (255 / 255.75) * at(x + 20 + phase, y + 20 - phase));
        slope2 += slope * slope;
      }
    }
    // Least-squares displacement along x. Rounding to levels leaves a few thousandths of a pixel.
    expect(Math.abs(slip / slope2)).toBeLessThan(0.003);
  }
});

test('what is finer than the crop does not alias', () => {
  // Stripes of 2 px reduced by 4 must be flat grey; point sampling would show black or white.
  const image = pictureOf(256, 256, (c, x) => (c === 'y' ? (x % 2 === 0 ? 0 : 255) : 128), { range: 'full' });
  const out = new Uint8Array(4 * 32 * 32);
  warpFace(image, { a: 4, b: 0, tx: 40.3, ty: 40 }, 32, out);
  const luma = out.subarray(3 * 32 * 32);
  expect(Math.max(...luma) - Math.min(...luma)).toBeLessThanOrEqual(16);
});

describe('refuses', () => {
  const image = noisePicture(20, 10, 1);
  const pose: CropToFrame = { a: 1, b: 0, tx: 0, ty: 0 };
  const out = new Uint8Array(4 * 8 * 8);
  const without = (change: object): YuvPicture => ({ ...image, ...change });

  test.each([
    [
      'an unknown layout',
      without({ layout: 'rgb' }),
      pose,
      8,
      out,
      "Expected one of i420, nv12, i010, p010 for image.layout but received 'rgb'",
    ],
    [
      'too few planes',
      without({ planes: image.planes.slice(1) }),
      pose,
      8,
      out,
      'Expected 3 planes for image.planes but received an array of 2 elements',
    ],
    [
      'a plane too short for its rows',
      without({ heightPx: 12 }),
      pose,
      8,
      out,
      'Expected a Uint8Array of at least 240 elements for image.planes[0].data but received a Uint8Array of 200 bytes',
    ],
    [
      'a stride below the width',
      without({ widthPx: 24 }),
      pose,
      8,
      out,
      'Expected an integer from 24 to 2147483647 for image.planes[0].strideBytes but received 20',
    ],
    [
      'NaN',
      image,
      { ...pose, a: NaN },
      8,
      out,
      'Expected a number from -10000 to 10000 for cropToFrame.a but received NaN',
    ],
    [
      'infinity',
      image,
      { ...pose, ty: Infinity },
      8,
      out,
      'Expected a number from -1000000 to 1000000 for cropToFrame.ty but received Infinity',
    ],
    [
      'scale zero',
      image,
      { ...pose, a: 0 },
      8,
      out,
      'Expected a scale above zero for cropToFrame but received 0',
    ],
    [
      'a fractional size',
      image,
      pose,
      7.5,
      out,
      'Expected an integer from 1 to 4096 for sizePx but received 7.5',
    ],
    [
      'a short output',
      image,
      pose,
      9,
      out,
      'Expected a Uint8Array of at least 324 elements for out but received a Uint8Array of 256 bytes',
    ],
  ])('%s', (_, picture, similar, size, target, message) => {
    expect(() => warpFace(picture, similar, size, target)).toThrow(new RangeError(message));
  });

  test('what is not even of the right kind, with a TypeError', () => {
    expect(() => warpFace(image, pose, 8, new Float32Array(256) as unknown as Uint8Array)).toThrow(TypeError);
    expect(() => warpFace(null as unknown as YuvPicture, pose, 8, out)).toThrow(
      new TypeError('Expected an object for image but received null'),
    );
    expect(() => warpFace(image, { ...pose, b: '1' as unknown as number }, 8, out)).toThrow(TypeError);
  });
});

function similarity(scale: number, degrees: number, tx: number, ty: number): CropToFrame {
  const angle = (degrees * Math.PI) / 180;
  return { a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty };
}

/**
 * Both run on the same picture. They differ by positions rounded to 1/1024 px and sums to 1/64 level: at most one
 * level.
 */
function differenceToTwin(image: YuvPicture, pose: CropToFrame, size: number, isShared = false): number {
  const length = 4 * size * size;
  const ours = new Uint8Array(isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
  const twin = new Uint8Array(length);
  warpFace(image, pose, size, ours);
  warpFaceTwin(image, pose, size, twin);
  return largestDifference(ours, twin);
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 255);
}
