import { describe, expect, it } from 'vitest';
import { expectClose } from '../../../test/helpers/expect-close.ts';
import { Resampler, Resize, seenFrames } from './resample.ts';

describe('a clip in fewer frames', () => {
  it.each([
    [16, 8, [0, 2, 4, 6, 9, 11, 13, 15]],
    [16, 16, Array.from({ length: 16 }, (_, k) => k)],
    [1, 4, [0, 0, 0, 0]],
  ])('%i as %i keeps the first and the last', (stored, seen, frames) => {
    expect(seenFrames(stored, seen)).toEqual(frames);
  });
});

describe('a picture in another size', () => {
  /** Brighter to the right: a line stays a line away from the edges, whatever the size. */
  const slope = (size: number): Float32Array =>
    Float32Array.from({ length: size * size }, (_, i) => ((i % size) + 0.5) / size);

  it.each([
    [32, 16],
    [16, 32],
    [24, 16],
    [16, 16],
  ])('%i px as %i px', (from, to) => {
    const out = new Float32Array(to * to);
    new Resize(from, to).run(slope(from), out);
    const isInside = (i: number): boolean => i % to > 1 && i % to < to - 2;
    const inside = (values: Float32Array): number[] => [...values].filter((_, i) => isInside(i));
    // Between sizes that do not divide, a mean's centre is off by a few hundredths of a pixel.
    expectClose(inside(out), inside(slope(to)), 0.002);
  });

  it('has the planes asked for, in −1 to 1, mirrored where asked', () => {
    const colour = { frames: 1, sizePx: 2, windowS: 1, planes: 3 } as const;
    const levels = Uint8Array.of(255, 0, 255, 0, 0, 255, 0, 255, 0, 0, 0, 0);
    const grey = new Float32Array(4);
    new Resampler(colour, { frames: 1, sizePx: 2, planes: 1 }).picture(levels, false, grey);
    expect([...grey].map((v) => v.toFixed(3))).toEqual(['-0.402', '0.174', '-0.402', '0.174']);
    const turned = new Float32Array(4);
    new Resampler(colour, { frames: 1, sizePx: 2, planes: 1 }).picture(levels, true, turned);
    expect([...turned]).toEqual([grey[1], grey[0], grey[3], grey[2]]);
    const three = new Float32Array(12);
    const plain = { ...colour, planes: 1 } as const;
    new Resampler(plain, { frames: 1, sizePx: 2, planes: 3 }).picture(levels.subarray(0, 4), false, three);
    expect([...three]).toEqual([1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1]);
  });
});
