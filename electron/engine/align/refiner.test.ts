import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { invert, type Similarity } from '../../../contract/align.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { createRandom } from '../../../models/data/synth/random.ts';
import { Refiner } from './refiner.ts';
import { apply, compose, IDENTITY } from './similarity.ts';

const SIZE = RECIPE.sizePx;
/** Anchors on a ring round the middle and a few inside, as on a nose. */
const ANCHORS = [60, 20].flatMap((radius) =>
  Array.from({ length: 12 }, (_, k) => [
    128 + radius * Math.cos((2 * Math.PI * k) / 12),
    100 + radius * Math.sin((2 * Math.PI * k) / 12),
  ]).flat(),
);

/**
 * Waves of 9 to 90 pixels in directions that share no period: every place looks different from its neighbours, near and
 * far. (With short waves alone, a shift of 7 px finds the next crest.)
 */
const wave = (x: number, y: number): number =>
  128 +
  15 *
    (Math.sin(0.61 * x + 0.23 * y) + Math.sin(-0.31 * x + 0.53 * y + 1) + Math.sin(0.17 * x + 0.21 * y + 2)) +
  20 * (Math.sin(0.11 * x - 0.05 * y) + Math.sin(0.03 * x + 0.07 * y + 1));

/** What a crop shows whose transform is off: crop pixel p shows what belongs at `shown(p)`. */
function picture(shown: (x: number, y: number) => readonly [number, number], noise = 0): Uint8Array {
  const random = createRandom(9);
  const luma = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      luma[y * SIZE + x] = Math.round(wave(...shown(x, y)) + noise * random.normal());
    }
  }
  return luma;
}

const off = (error: Similarity, noise = 0): Uint8Array => picture((x, y) => apply(error, x, y), noise);
const shifted = (tx: number, ty: number): Similarity => ({ ...IDENTITY, tx, ty });
const farthest = (transform: Similarity): number =>
  Math.max(
    ...[0, SIZE].flatMap((x) =>
      [0, SIZE].map((y) => {
        const [u, v] = apply(transform, x, y);
        return Math.hypot(u - x, v - y);
      }),
    ),
  );

let refiner: Refiner;
beforeEach(() => {
  refiner = new Refiner(RECIPE);
  refiner.setNeutral(off(IDENTITY), ANCHORS);
});
afterEach(() => {
  refiner[Symbol.dispose]();
});

describe('recovers', () => {
  test.each([
    ['a shift of 0.3 px', shifted(0.3, -0.2), 0],
    ['a shift of 7 px', shifted(6, -4), 0],
    ['a turn of 1.5°', { a: Math.cos(0.026), b: Math.sin(0.026), tx: 3, ty: -3 }, 0],
    ['a scale of 3 %', { a: 1.03, b: 0, tx: -4, ty: -3 }, 0],
    [
      'all of it in noise of 4 levels',
      { a: 1.01 * Math.cos(0.01), b: 1.01 * Math.sin(0.01), tx: 2, ty: -2 },
      4,
    ],
  ])('%s', (_, error, noise) => {
    // A crop that shows what belongs at error(p) is put right by composing with the inverse.
    const correction = refiner.correct(off(error, noise))!;
    expect(correction).not.toBeNull();
    // Half a pixel at the far corner is 0.15 px among the anchors for the larger errors; noise adds as much.
    const within = Math.max(0.05, 0.03 * farthest(error)) + 0.05 * noise;
    expect(farthest(compose(error, correction))).toBeLessThan(within);
  });
});

test('says nothing before there is a neutral, and nothing when there is nothing to correct', () => {
  using fresh = new Refiner(RECIPE);
  expect(fresh.correct(off(shifted(1, 0)))).toBeNull();
  expect(refiner.correct(off(IDENTITY))).toBeNull();
});

test('brightness and contrast move nothing', () => {
  expect(refiner.correct(off(IDENTITY).map((level) => 20 + 0.8 * level))).toBeNull();
});

test('a movement of a part of the anchors is no head motion', () => {
  // Everything within 25 px of the ring's top goes up by 3 px, as brows do.
  const raised = picture((x, y) => (Math.hypot(x - 128, y - 40) < 25 ? [x, y + 3] : [x, y]));
  const correction = refiner.correct(raised);
  expect(correction ? farthest(correction) : 0).toBeLessThan(0.15);
});

describe('refuses', () => {
  test('another picture', () => {
    expect(refiner.correct(picture((x, y) => [y * 1.7 + 300, -x * 0.6]))).toBeNull();
    expect(refiner.expected(0)).toEqual(IDENTITY);
  });

  test('a blank one', () => {
    expect(refiner.correct(new Uint8Array(SIZE * SIZE).fill(90))).toBeNull();
  });

  test('anchors that all lie outside the crop', () => {
    using outside = new Refiner(RECIPE);
    outside.setNeutral(off(IDENTITY), [-30, 20, 300, 300]);
    expect(outside.correct(off(shifted(1, 1)))).toBeNull();
  });
});

test('a correction leaks back to the landmarks by 1/e in four seconds', () => {
  expect(refiner.expected(0)).toEqual(IDENTITY);
  const correction = refiner.correct(off(shifted(2, 1)))!;
  expect(refiner.expected(0).tx).toBeCloseTo(correction.tx, 9);
  const left = refiner.expected(4_000_000);
  const [x, y] = apply(left, RECIPE.eyesXPx, RECIPE.eyesYPx);
  const [x0, y0] = apply(correction, RECIPE.eyesXPx, RECIPE.eyesYPx);
  expect(x - RECIPE.eyesXPx).toBeCloseTo((x0 - RECIPE.eyesXPx) / Math.E, 6);
  expect(y - RECIPE.eyesYPx).toBeCloseTo((y0 - RECIPE.eyesYPx) / Math.E, 6);
});

test('corrections build on one another: the next crop is made with the last one', () => {
  const error = shifted(3, -2);
  const first = refiner.correct(off(error))!;
  const second = refiner.correct(off(compose(error, first)));
  const all = second ?? first;
  expect(farthest(compose(error, all))).toBeLessThan(0.06);
  expect(farthest(compose(invert(all), first))).toBeLessThan(0.2);
});
