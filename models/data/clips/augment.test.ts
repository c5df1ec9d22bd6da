import { expect, test } from 'vitest';
import { createRandom } from '../synth/random.ts';
import { type Augmentation, drawAugmentation, fillExample } from './augment.ts';

const SHAPE = { frames: 3, sizePx: 2, windowS: 0.5, planes: 1 } as const;
const BYTES = {
  frames: Uint8Array.of(0, 51, 102, 153, 10, 61, 112, 163, 20, 71, 122, 173),
  neutral: Uint8Array.of(0, 50, 100, 150),
};
const NOTHING: Augmentation = {
  flip: false,
  contrast: 1,
  brightness: 0,
  change: 0,
  shiftFrames: 0,
  speed: 1,
  noise: 0,
  noiseSeed: 0,
};

function filled(augmentation: Augmentation | null): { clip: Float32Array; neutral: Float32Array } {
  const [clip, neutral] = [new Float32Array(3 * 3 * 4), new Float32Array(3 * 4)];
  fillExample(BYTES, SHAPE, augmentation, clip, neutral);
  return { clip, neutral };
}

const levels = (values: Float32Array): number[] => Array.from(values, (v) => Math.round(v * 255 * 100) / 100);

test('luma fills all three planes, in levels from 0 to 1', () => {
  const { clip, neutral } = filled(null);
  const stored = Array.from(BYTES.frames);
  expect(levels(clip)).toEqual([...stored, ...stored, ...stored]);
  expect(levels(neutral).slice(0, 4)).toEqual(Array.from(BYTES.neutral));
  expect(levels(filled(NOTHING).clip)).toEqual(levels(clip));
});

test('colour keeps its planes, each with all its frames', () => {
  const shape = { ...SHAPE, frames: 1, planes: 3 } as const;
  const bytes = { frames: Uint8Array.from({ length: 12 }, (_, i) => i), neutral: new Uint8Array(12).fill(9) };
  const [clip, neutral] = [new Float32Array(12), new Float32Array(12)];
  fillExample(bytes, shape, null, clip, neutral);
  expect(levels(clip)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(levels(neutral)).toEqual(new Array(12).fill(9));
});

test('a flip swaps left and right in window and neutral', () => {
  const { clip, neutral } = filled({ ...NOTHING, flip: true });
  expect(levels(clip).slice(0, 4)).toEqual([51, 0, 153, 102]);
  expect(levels(neutral).slice(0, 4)).toEqual([50, 0, 150, 100]);
});

test('a shift of half a frame lies between two frames, and the last one repeats', () => {
  const { clip } = filled({ ...NOTHING, shiftFrames: 0.5 });
  expect(levels(clip).slice(0, 12)).toEqual([5, 56, 107, 158, 15, 66, 117, 168, 20, 71, 122, 173]);
});

test('brightness moves both, a change of light the window alone, and levels stay within 0 and 1', () => {
  const brighter = filled({ ...NOTHING, brightness: 51 / 255 });
  expect(levels(brighter.clip)[0]).toBe(51);
  expect(levels(brighter.neutral)[0]).toBe(51);
  const lit = filled({ ...NOTHING, change: 5.1 / 255 });
  expect(levels(lit.clip)[0]).toBeCloseTo(5.1);
  expect(levels(lit.neutral)[0]).toBe(0);
  const { clip } = filled({ ...NOTHING, contrast: 1.25, brightness: 0.5, noise: 0.2 });
  expect(Math.max(...clip)).toBeLessThanOrEqual(1);
  expect(Math.min(...clip)).toBeGreaterThanOrEqual(0);
});

test('noise is as strong as asked and differs from frame to frame', () => {
  const shape = { frames: 2, sizePx: 64, windowS: 0.5, planes: 1 } as const;
  const bytes = { frames: new Uint8Array(2 * 4096).fill(128), neutral: new Uint8Array(4096).fill(128) };
  const [clip, neutral] = [new Float32Array(6 * 4096), new Float32Array(3 * 4096)];
  fillExample(bytes, shape, { ...NOTHING, noise: 2 / 255, noiseSeed: 130_000 }, clip, neutral);
  const off = Array.from(clip.subarray(0, 4096), (v) => v * 255 - 128);
  expect(Math.sqrt(off.reduce((sum, v) => sum + v * v, 0) / off.length)).toBeCloseTo(2, 0);
  expect(clip.subarray(0, 4096)).not.toEqual(clip.subarray(4096, 8192));
  expect(neutral.every((v) => v === neutral[0])).toBe(true);
});

test('the same seed draws the same changes', () => {
  expect(drawAugmentation(createRandom(4))).toEqual(drawAugmentation(createRandom(4)));
  expect(drawAugmentation(createRandom(4))).not.toEqual(drawAugmentation(createRandom(5)));
});
