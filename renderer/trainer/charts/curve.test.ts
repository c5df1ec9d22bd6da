import { describe, expect, test } from 'vitest';
import { nearest, pathThrough, smooth } from './curve.ts';

const itself = (value: number): number => value;

describe('smoothing', () => {
  test('a constant stays what it is, from its first point on', () => {
    const { y } = smooth({ x: [0, 1, 2], y: [4, 4, 4] }, 0.9);
    for (const value of Array.from(y)) expect(value).toBeCloseTo(4, 12);
  });

  test('is the average that it says it is', () => {
    const { y } = smooth({ x: [0, 1], y: [1, 3] }, 0.5);
    expect(y[0]).toBeCloseTo(1, 12);
    // (0.5·0.5·1 + 0.5·3) / (1 − 0.25)
    expect(y[1]).toBeCloseTo(1.75 / 0.75, 12);
  });

  test('a gap stays a gap and moves nothing', () => {
    const { y } = smooth({ x: [0, 1, 2], y: [2, NaN, 2] }, 0.8);
    expect(y[1]).toBeNaN();
    expect(y[2]).toBeCloseTo(2, 12);
  });
});

test('the nearest point', () => {
  const points = { x: [0, 10, 20, 40], y: [0, 0, 0, 0] };
  expect([-5, 4, 6, 29, 31, 99].map((x) => nearest(points, x))).toEqual([0, 0, 1, 2, 3, 3]);
  expect(nearest({ x: [], y: [] }, 3)).toBe(-1);
});

describe('a path', () => {
  test('goes through every point where there are few, and lifts at gaps', () => {
    expect(pathThrough({ x: [0, 1, 2, 3], y: [5, 6, NaN, 7] }, itself, itself)).toBe(
      'M0.0 5.0L1.0 6.0M3.0 7.0',
    );
  });

  test('keeps the extremes of what falls into one column', () => {
    const x = Array.from({ length: 10_000 }, (_, index) => index / 1000);
    const y = x.map((_, index) => (index === 5432 ? 99 : 1));
    const path = pathThrough({ x, y }, itself, itself);
    expect(path).toContain('5.4 99.0');
    expect(path.split(/[ML]/).length).toBeLessThan(45);
  });
});
