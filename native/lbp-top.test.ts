import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lbpBins, lbpTop, type LbpTopOptions } from './index.ts';
import { lbpTop as lbpTopTwin } from './reference/lbp-top.ts';
import { largestDifference, randomFrom } from './testing/pictures.ts';

interface OracleCase extends LbpTopOptions {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly histograms: readonly (readonly number[])[];
}

/** Made by test/oracles/lbp_top.py with numpy, from the definition. */
const oracle = JSON.parse(
  readFileSync(new URL('../test/oracles/lbp-top.json', import.meta.url), 'utf8'),
) as OracleCase[];

test.each(oracle)('agrees with numpy: radii $radii, $neighbours neighbours, blocks $blocks', (stored) => {
  const clip = oracleClip(stored.frames, stored.height, stored.width);
  const ours = lbpTop(clip, stored.frames, stored.height, stored.width, stored);
  // The stored shares have seven digits.
  expect(largestDifference(ours, stored.histograms.flat())).toBeLessThan(1e-6);
});

test.each<[string, number, number, number, LbpTopOptions]>([
  ['eight neighbours at unequal radii', 9, 17, 21, { radii: [1, 2, 3], neighbours: 8, blocks: [2, 3, 1] }],
  ['four neighbours', 5, 8, 7, { radii: [1, 1, 1], neighbours: 4, blocks: [1, 1, 1] }],
  ['twelve neighbours', 9, 12, 13, { radii: [2, 2, 2], neighbours: 12, blocks: [1, 1, 2] }],
  ['the smallest clip', 3, 3, 3, { radii: [1, 1, 1], neighbours: 8, blocks: [1, 1, 1] }],
])('agrees with its twin: %s', (_, frames, height, width, options) => {
  const random = randomFrom(frames * width);
  const clip = new Uint8Array(new SharedArrayBuffer(frames * height * width));
  // Few levels make ties common, where a careless comparison would differ.
  for (let i = 0; i < clip.length; i++) clip[i] = Math.floor(random() * 8) * 36;
  const ours = lbpTop(clip, frames, height, width, options);
  const twin = lbpTopTwin(clip, frames, height, width, options);
  expect(ours.length).toBe(
    options.blocks[0] * options.blocks[1] * options.blocks[2] * 3 * lbpBins(options.neighbours),
  );
  expect(largestDifference(ours, twin)).toBeLessThan(1e-6);
});

test('a clip without texture has every neighbour set', () => {
  const histograms = lbpTop(new Uint8Array(5 * 9 * 9).fill(77), 5, 9, 9, {
    radii: [1, 1, 1],
    neighbours: 8,
    blocks: [1, 1, 1],
  });
  for (let plane = 0; plane < 3; plane++) expect(histograms[plane * 59 + 57]).toBe(1);
});

describe('refuses', () => {
  const clip = new Uint8Array(5 * 6 * 7);
  const options: LbpTopOptions = { radii: [1, 1, 1], neighbours: 8, blocks: [1, 1, 1] };
  test.each<[string, Uint8Array, number, LbpTopOptions, string]>([
    [
      'a short clip',
      clip.subarray(1),
      5,
      options,
      'Expected a Uint8Array of at least 210 elements for clip but received a Uint8Array of 209 bytes',
    ],
    ['too few frames for the radius', clip, 2, options, 'Expected at least 3 for frames but received 2'],
    [
      'more blocks than voxels',
      clip,
      5,
      { ...options, blocks: [6, 1, 1] },
      'Expected at least 8 for widthPx but received 7',
    ],
    [
      'three neighbours',
      clip,
      5,
      { ...options, neighbours: 3 },
      'Expected an integer from 4 to 16 for neighbours but received 3',
    ],
    [
      'a radius of zero',
      clip,
      5,
      { ...options, radii: [1, 0, 1] },
      'Expected an integer from 1 to 64 for radii[1] but received 0',
    ],
  ])('%s', (_, voxels, frames, parameters, message) => {
    expect(() => lbpTop(voxels, frames, 6, 7, parameters)).toThrow(new RangeError(message));
  });
});

/** The clip of lbp_top.py. */
function oracleClip(frames: number, height: number, width: number): Uint8Array {
  const clip = new Uint8Array(frames * height * width);
  let state = 12345n;
  for (let i = 0; i < clip.length; i++) {
    state = (1103515245n * state + 12345n) % 2147483648n;
    clip[i] = Number((state >> 16n) % 256n);
  }
  for (let t = 0; t < frames; t++) {
    for (let y = 6; y < 12; y++) clip.fill(77, (t * height + y) * width + 6, (t * height + y) * width + 14);
  }
  return clip;
}
