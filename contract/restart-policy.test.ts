import { expect, test } from 'vitest';
import { restartDelayMs } from './restart-policy.ts';

test('the first end is followed by a start at once, the next ones wait twice as long each time', () => {
  expect(restartDelayMs([1000], 1000)).toBe(0);
  expect(restartDelayMs([1000, 2000], 2000)).toBe(500);
  expect(restartDelayMs([1000, 2000, 3000], 3000)).toBe(1000);
  expect(restartDelayMs([1000, 2000, 3000, 4000], 4000)).toBe(2000);
});

test('the fifth within a minute is the last; ends of long ago do not count', () => {
  expect(restartDelayMs([1, 2, 3, 4, 5], 5)).toBeNull();
  expect(restartDelayMs([1, 2, 3, 4, 70_000], 70_000)).toBe(0);
});
