import { expect } from 'vitest';

/** The same count of values, each within an absolute tolerance; the message names the one that is furthest off. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  if (expected.length === 0) return;
  let worst = 0;
  for (let i = 1; i < expected.length; i++)
    if (!(Math.abs(actual[i]! - expected[i]!) <= Math.abs(actual[worst]! - expected[worst]!))) worst = i;
  const off = Math.abs(actual[worst]! - expected[worst]!);
  expect(off, `value ${worst}: ${actual[worst]} is not ${expected[worst]}`).toBeLessThanOrEqual(tolerance);
}
