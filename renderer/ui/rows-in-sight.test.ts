import { expect, test } from 'vitest';
import { rowsInSight, slotsFor } from './rows-in-sight.ts';

const list = { heightPx: 500, rowPx: 50 };

test('of ten thousand rows only those in sight and a few beyond are drawn', () => {
  const { from, to } = rowsInSight({ ...list, scrollPx: 250_000, count: 10_000 });
  expect(from).toBeLessThanOrEqual(5000);
  expect(to).toBeGreaterThanOrEqual(5010);
  expect(to - from).toBeLessThan(30);
});

test('at both ends no row is asked for that is none', () => {
  expect(rowsInSight({ ...list, scrollPx: 0, count: 3 })).toEqual({ from: 0, to: 3 });
  expect(rowsInSight({ ...list, scrollPx: 9999, count: 3 }).to).toBe(3);
  expect(rowsInSight({ ...list, scrollPx: 0, count: 0 })).toEqual({ from: 0, to: 0 });
});

test('there is a slot for every row that is drawn, wherever the list stands', () => {
  const slots = slotsFor(list);
  let most = 0;
  for (let scrollPx = 0; scrollPx < 4000; scrollPx += 7) {
    const { from, to } = rowsInSight({ ...list, scrollPx, count: 10_000 });
    most = Math.max(most, to - from);
  }
  expect(most).toBe(slots);
});
