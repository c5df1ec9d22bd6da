import { expect, test } from 'vitest';
import { toLanes } from './milliseconds.ts';

test('lanes hold spans that touch, and no two that overlap', () => {
  const spans = [
    { fromMs: 0, toMs: 10 },
    { fromMs: 5, toMs: 8 },
    { fromMs: 7, toMs: 12 },
    { fromMs: 8, toMs: 20 },
    { fromMs: 10, toMs: 11 },
  ];
  expect(toLanes(spans)).toEqual([[spans[0], spans[4]], [spans[1], spans[3]], [spans[2]]]);
  expect(toLanes([])).toEqual([]);
});
