import { describe, expect, test } from 'vitest';
import { invert, type Similarity } from '../../../contract/align.ts';
import { createRandom } from '../../../models/data/synth/random.ts';
import { apply, compose, fitSimilarity, IDENTITY, scaleOf } from './similarity.ts';

const turn = (degrees: number, scale: number, tx: number, ty: number): Similarity => ({
  a: scale * Math.cos((degrees * Math.PI) / 180),
  b: scale * Math.sin((degrees * Math.PI) / 180),
  tx,
  ty,
});
const points = (count: number, seed: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: 2 * count }, () => random.range(0, 256));
};
const moved = (transform: Similarity, from: readonly number[]): number[] => {
  const to: number[] = [];
  for (let i = 0; i < from.length; i += 2) to.push(...apply(transform, from[i]!, from[i + 1]!));
  return to;
};
/** Farthest that two transforms put a corner of a 256-pixel crop apart. */
const apart = (p: Similarity, q: Similarity): number =>
  Math.max(
    ...[0, 256].flatMap((x) =>
      [0, 256].map((y) => {
        const [a, b] = [apply(p, x, y), apply(q, x, y)];
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
      }),
    ),
  );

describe('algebra', () => {
  test('a quarter turn takes x to y', () => {
    expect(apply(turn(90, 2, 10, 20), 3, 0)).toEqual([expect.closeTo(10, 9), expect.closeTo(26, 9)]);
    expect(scaleOf(turn(37, 2, 10, 20))).toBeCloseTo(2, 12);
  });

  test('composing is applying the inner one first', () => {
    const [outer, inner] = [turn(20, 1.5, 4, -3), turn(-70, 0.4, 100, 9)];
    const [x, y] = apply(compose(outer, inner), 12, 34);
    expect([x, y]).toEqual(apply(outer, ...apply(inner, 12, 34)).map((v) => expect.closeTo(v, 9) as number));
  });

  test('the inverse undoes on either side', () => {
    const transform = turn(33, 1.7, -40, 12);
    expect(apart(compose(transform, invert(transform)), IDENTITY)).toBeLessThan(1e-9);
    expect(apart(compose(invert(transform), transform), IDENTITY)).toBeLessThan(1e-9);
  });
});

describe('fitting', () => {
  const known = turn(12, 0.8, 30, -15);

  test('exact places give the exact transform', () => {
    const from = points(22, 1);
    const fit = fitSimilarity(from, moved(known, from))!;
    expect(apart(fit.transform, known)).toBeLessThan(1e-6);
    expect(fit.residualPx).toBeLessThan(1e-6);
  });

  test('two points are enough, one is not, nor is the same place twice', () => {
    expect(apart(fitSimilarity([0, 0, 10, 0], moved(known, [0, 0, 10, 0]))!.transform, known)).toBeLessThan(
      1e-6,
    );
    expect(fitSimilarity([5, 5], [6, 6])).toBeNull();
    expect(fitSimilarity([5, 5, 5, 5], [6, 6, 6, 6])).toBeNull();
  });

  test('eight of 22 points that moved together on their own do not pull the rest', () => {
    const from = points(22, 2);
    const to = moved(known, from);
    for (let i = 0; i < 8; i++) to[2 * i + 1]! += 6;
    expect(apart(fitSimilarity(from, to)!.transform, known)).toBeLessThan(0.01);
    // As many on their own as still: nothing says which is which, and the fit lies off what is known.
    for (let i = 8; i < 14; i++) to[2 * i + 1]! += 6;
    expect(apart(fitSimilarity(from, to)!.transform, known)).toBeGreaterThan(1);
  });

  test('noise of 0.5 px on 22 points leaves a few tenths at the corners', () => {
    const random = createRandom(3);
    const from = points(22, 3);
    const to = moved(known, from).map((v) => v + 0.5 * random.normal());
    const fit = fitSimilarity(from, to)!;
    expect(apart(fit.transform, known)).toBeLessThan(0.5);
    // √2 · 0.5 px, less the four numbers that were fitted: times √(1 − 4/44).
    expect(fit.residualPx).toBeGreaterThan(0.45);
    expect(fit.residualPx).toBeLessThan(0.9);
  });

  test('points without trust do not count', () => {
    const from = points(6, 4);
    const to = moved(known, from);
    to[0]! += 3;
    to[3]! -= 2;
    expect(apart(fitSimilarity(from, to, [0, 0, 1, 1, 1, 1])!.transform, known)).toBeLessThan(1e-6);
    expect(fitSimilarity(from, to, [1, 0, 0, 0, 0, 0])).toBeNull();
  });
});
