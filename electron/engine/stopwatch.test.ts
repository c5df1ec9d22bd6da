import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Stopwatch } from './stopwatch.ts';

test('adds up what stages cost, also when they fail, and hands results and errors on', async () => {
  const stopwatch = new Stopwatch();
  expect(stopwatch.time('align', () => 7)).toBe(7);
  expect(await stopwatch.timeAsync('landmarks', () => setTimeout(20, 'found'))).toBe('found');
  expect(() =>
    stopwatch.time('align', () => {
      throw new RangeError('lost');
    }),
  ).toThrow(RangeError);
  await expect(stopwatch.timeAsync('decode', () => Promise.reject(new Error('gone')))).rejects.toThrow(
    'gone',
  );
  const perFrame = stopwatch.perFrame(2);
  expect(Object.keys(perFrame).sort()).toEqual(['align', 'decode', 'landmarks']);
  // Timers may fire a millisecond early; 20 ms over two frames.
  expect(perFrame['landmarks']).toBeGreaterThanOrEqual(9.5);
  expect(stopwatch.perFrame(4)['landmarks']).toBeCloseTo(perFrame['landmarks']! / 2, 2);
  expect(stopwatch.perFrame(0)['landmarks']).toBeCloseTo(2 * perFrame['landmarks']!, 2);
});
