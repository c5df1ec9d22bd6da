import { expect, test } from 'vitest';
import { adequacyOf, framesOfShortest } from './frame-rate.ts';

test('rates are judged by how many frames show a 25th of a second', () => {
  expect([25, 30, 49, 50, 60, 99, 100, 200].map(adequacyOf)).toEqual([
    ...['poor', 'poor', 'poor', 'fair', 'fair', 'fair', 'good', 'good'],
  ]);
  expect([30, 100, 200].map(framesOfShortest)).toEqual([1.2, 4, 8]);
});
