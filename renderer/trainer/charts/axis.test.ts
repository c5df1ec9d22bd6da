import { describe, expect, test } from 'vitest';
import { axisOver, placeOn, ticksOf, valueAt } from './axis.ts';

describe('a linear axis', () => {
  test('holds all values, and does not go below zero for those that cannot', () => {
    const axis = axisOver([0.02, 1.5, NaN, 0.7], false)!;
    expect(axis.from).toBe(0);
    expect(axis.to).toBeGreaterThan(1.5);
  });

  test('has ticks at round numbers inside it', () => {
    expect(ticksOf({ from: 0, to: 1.03, isLog: false }, 5)).toEqual([0, 0.5, 1]);
    expect(ticksOf({ from: 0, to: 1.03, isLog: false }, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf({ from: -3, to: 7, isLog: false }, 4)).toEqual([0, 5]);
  });

  test('a curve that does not move still has a range', () => {
    const axis = axisOver([2, 2], false)!;
    expect(axis.to).toBeGreaterThan(axis.from);
    expect(placeOn(axis, 2)).toBeCloseTo(0.5, 9);
  });
});

describe('a logarithmic axis', () => {
  test('leaves out what it has no place for', () => {
    const axis = axisOver([0, -1, 0.01, 10], true)!;
    expect(axis.from).toBeGreaterThan(0);
    expect(placeOn(axis, 0)).toBeNaN();
    expect(axisOver([0, -1], true)).toBeNull();
  });

  test.each([
    [{ from: 0.009, to: 11, isLog: true }, 6, [0.01, 0.03, 0.1, 0.3, 1, 3, 10]],
    [{ from: 0.9, to: 4, isLog: true }, 5, [1, 2]],
    [{ from: 1e-9, to: 1, isLog: true }, 3, [1e-9, 1e-6, 1e-3, 1]],
  ])('ticks of %o', (axis, count, ticks) => {
    expect(ticksOf(axis, count)).toEqual(ticks);
  });
});

test.each([false, true])('a place and its value are each other’s inverse (logarithmic: %s)', (isLog) => {
  const axis = axisOver([0.3, 40], isLog)!;
  for (const value of [0.3, 1, 17, 40]) expect(valueAt(axis, placeOn(axis, value))).toBeCloseTo(value, 9);
});
