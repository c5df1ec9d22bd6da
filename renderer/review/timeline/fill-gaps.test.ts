import { expect, test } from 'vitest';
import { fillGaps } from './fill-gaps.ts';

const N = NaN;
const curves = (activity: number[]): Parameters<typeof fillGaps>[0] => ({
  fromUs: 0,
  toUs: activity.length * 10_000,
  bins: activity.length,
  left: new Float32Array(0),
  right: new Float32Array(0),
  activity: Float32Array.from(activity),
  seen01: new Float32Array(activity.length),
});

test('bins between two measurements belong to the nearer one', () => {
  const { activity } = fillGaps(curves([1, N, N, N, 5, N, N, N]), 40_000);
  expect([...activity]).toEqual([1, 1, 5, 5, 5, 5, 5, N]);
});

test('what is far from any measurement stays empty', () => {
  const { activity } = fillGaps(curves([N, N, N, N, 2, N, N, N, N, N]), 20_000);
  expect([...activity]).toEqual([N, N, N, 2, 2, 2, N, N, N, N]);
});

test('bins wider than frames are left as they are', () => {
  const given = curves([1, N, 3]);
  expect(fillGaps(given, 5000)).toBe(given);
});
