import { describe, expect, it } from 'vitest';
import { expectClose } from '../../test/helpers/expect-close.ts';
import { Concat, Conv, evaluate, Expand, input, Relu, Reshape, Scope, ZEROS } from '../graph/index.ts';
import { firstLayer } from './au-icgan/generator.ts';
import { instanceNormalization } from '../layers/index.ts';
import {
  AU_ICGAN,
  type AuIcganOptions,
  countAuIcgan,
  generate,
  judgeClips,
  judgeImages,
} from './au-icgan.ts';

const { paper, small } = AU_ICGAN.presets;
const units = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);
const classes = (count: number): string[] => Array.from({ length: count }, (_, k) => `class ${String(k)}`);

describe('AU-ICGAN has as many parameters as its tables say', () => {
  it.each([
    [17, 8_471_296],
    [19, 8_477_568],
    [27, 8_502_656],
  ])('generator, %i action units', (count, expected) => {
    expect(countAuIcgan({ ...paper, aus: units(count) }).generator).toBe(expected);
  });

  it.each([
    [17, 44_860_352],
    [19, 44_876_736],
  ])('image critic, %i action units', (count, expected) => {
    expect(countAuIcgan({ ...paper, aus: units(count) }).image).toBe(expected);
  });

  it.each([
    [3, 11_175_907],
    [7, 11_208_679],
    [8, 11_216_872],
  ])('video critic, %i classes', (count, expected) => {
    expect(countAuIcgan({ ...paper, aus: units(1), emotions: classes(count) }).video).toBe(expected);
  });
});

const TINY: AuIcganOptions = {
  ...small,
  aus: [1, 2, 12],
  emotions: ['one', 'two'],
  sizePx: 16,
  frames: 2,
  width: 2,
  residuals: 1,
  imageWidth: 2,
  videoWidth: 2,
};

/** As GANimation paints and is told. */
const FACES: AuIcganOptions = { ...TINY, conditioned: 'input', paints: 'face' };

describe('AU-ICGAN', () => {
  it.each<[keyof typeof AU_ICGAN.presets, number, number[], number[]]>([
    ['small', 1, [1, 1, 2, 2], [1, 1, 1, 4, 4]],
    ['paper', 3, [1, 1, 2, 2], [1, 1, 1, 4, 4]],
  ])('%s has the shapes of its tables', (preset, planes, patches, parts) => {
    const options = { ...AU_ICGAN.presets[preset], aus: units(16), emotions: classes(4) };
    const { frames, sizePx: px } = options;
    const scope = new Scope('training');
    const painted = generate(
      scope,
      input('start', [2, 1, planes, px, px]),
      input('conditions', [2, frames, 16]),
      options,
    );
    expect(painted.images.shape).toEqual([2, frames, planes, px, px]);
    expect(painted.attention.shape).toEqual([2, frames, 1, px, px]);
    const image = judgeImages(scope.within('image'), input('image', [1, planes, px, px]), options);
    expect(image.realness.shape).toEqual(patches);
    expect(image.units.shape).toEqual([1, 16]);
    const video = judgeClips(scope.within('video'), input('clip', [1, planes, frames, px, px]), options);
    expect(video.realness.shape).toEqual(parts);
    expect(video.emotionLogits.shape).toEqual([1, 4]);
  });

  it.each<[string, Partial<AuIcganOptions>]>([
    ['its sizePx must be a power of two from 16 on, not 48', { sizePx: 48 }],
    ['its frames must be a power of two from 2 on, not 9', { frames: 9 }],
    ['pictures of 64 px are halved 4 times, too few for 32 frames', { frames: 32 }],
    ['its width must be a whole number from 1 on, not 0.5', { width: 0.5 }],
    ['its residuals must be a whole number, not -1', { residuals: -1 }],
    ['its conditioned must be input or norms, not both', { conditioned: 'both' as 'norms' }],
    ['its paints must be face or motion, not all', { paints: 'all' as 'face' }],
    ['its weightDeviation must not be below 0', { weightDeviation: -0.1 }],
  ])('says what it cannot be built with: %s', (problem, change) => {
    expect(AU_ICGAN.problemWith({ ...small, ...change })).toBe(problem);
    expect(AU_ICGAN.problemWith(small)).toBeNull();
  });

  /** Values between −1 and 1 that repeat nowhere near. */
  const wave = (length: number, step: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i * step + step));
  const { frames, sizePx: px } = TINY;

  it('paints the same, whether all frames begin with one picture or each with its own copy of it', () => {
    const scope = new Scope('training');
    const conditions = input('conditions', [1, frames, 3]);
    const one = generate(scope, input('start', [1, 1, 1, px, px]), conditions, FACES);
    const own = generate(scope, input('starts', [1, frames, 1, px, px]), conditions, FACES);
    const start = wave(px * px, 0.37);
    const feeds = new Map<string, ArrayLike<number>>([
      ['start', start],
      ['starts', [...start, ...start]],
      ['conditions', wave(frames * 3, 0.9)],
    ]);
    const [a, b] = evaluate([one.images, own.images], feeds, { seed: 3 });
    expect(a!.data).toHaveLength(frames * px * px);
    expectClose([...a!.data], [...b!.data], 1e-12);
    // Intensities that differ from frame to frame make frames that differ.
    const half = a!.data.length / 2;
    const apart = Array.from({ length: half }, (_, i) => Math.abs(a!.data[i]! - a!.data[half + i]!));
    expect(Math.max(...apart)).toBeGreaterThan(0.01);
  });

  it('begins as a copy where it moves the picture', () => {
    const scope = new Scope('training');
    const conditions = input('conditions', [1, frames, 3]);
    const painted = generate(scope, input('start', [1, 1, 1, px, px]), conditions, TINY);
    const start = wave(px * px, 0.37);
    const [made] = evaluate(
      [painted.images],
      new Map([
        ['start', start],
        ['conditions', wave(frames * 3, 0.9)],
      ]),
      { seed: 3 },
    );
    expectClose([...made!.data], [...start, ...start], 1e-12);
  });

  it('is told intensities by its norms: not at first, and then by what they weigh', () => {
    const scope = new Scope('training');
    const conditions = input('conditions', [1, frames, 3]);
    const start = input('start', [1, 1, 1, px, px]);
    const steered = generate(scope, start, conditions, { ...FACES, conditioned: 'norms' }).colour;
    const plain = generate(scope, start, conditions, FACES).colour;
    const feeds = new Map<string, ArrayLike<number>>([
      ['start', wave(px * px, 0.37)],
      ['conditions', [0, 0, 0, 0, 0, 1]],
    ]);
    const [first, alone] = evaluate([steered, plain], feeds, { seed: 3 });
    expectClose([...first!.data], [...alone!.data], 1e-12);
    // The third unit shifts the last channel that the heads see, in the frame that asks for it.
    feeds.set('up1.told.shift', [0, 0, 0, 0, 0, 5]);
    const [told] = evaluate([steered], feeds, { seed: 3 });
    const half = px * px;
    const change = (frame: number): number =>
      Math.max(
        ...Array.from({ length: half }, (_, i) =>
          Math.abs(told!.data[frame * half + i]! - first!.data[frame * half + i]!),
        ),
      );
    expect(change(0)).toBe(0);
    expect(change(1)).toBeGreaterThan(0.01);
  });

  it('sees intensities as channels that are the same everywhere', () => {
    const scope = new Scope('training');
    const start = input('start', [1, 1, 1, px, px]);
    const conditions = input('conditions', [1, frames, 3]);
    const fast = firstLayer(scope, start, conditions, TINY);
    const told = Expand(Reshape(conditions, [frames, 3, 1, 1]), [frames, 3, px, px]);
    const seen = Concat([Expand(Reshape(start, [1, 1, px, px]), [frames, 1, px, px]), told], 1);
    const weight = scope.parameter('weight', [TINY.width, 4, 7, 7], ZEROS);
    const plain = Relu(
      instanceNormalization(scope.within('norm'), Conv(seen, weight, { pads: 3 }), { affine: true }),
    );
    const feeds = new Map([
      ['start', wave(px * px, 0.37)],
      ['conditions', wave(frames * 3, 0.9)],
    ]);
    const [a, b] = evaluate([fast, plain], feeds, { seed: 3 });
    expectClose([...a!.data], [...b!.data], 1e-12);
  });
});
