import { AV_NOPTS_VALUE } from 'node-av/constants';
import { describe, expect, it } from 'vitest';
import { Tally } from './source.ts';
import { microseconds, Timeline } from './timeline.ts';

const MILLISECONDS = { num: 1, den: 1000 };
/** Nominal distance of 40 ms, as at 25 fps. */
const at25 = (startUs: number | null) => {
  const tally = new Tally();
  const timeline = new Timeline(MILLISECONDS, startUs, 40_000, tally);
  return {
    tally,
    times: (...stamps: (bigint | null)[]) => stamps.map((s) => timeline.timeOf(s ?? AV_NOPTS_VALUE)),
  };
};

describe('microseconds', () => {
  it('rounds to the nearest, halves away from zero', () => {
    expect(microseconds(1n, { num: 1, den: 3 })).toBe(333_333);
    expect(microseconds(2n, { num: 1, den: 3 })).toBe(666_667);
    expect(microseconds(1n, { num: 1, den: 2_000_000 })).toBe(1);
    expect(microseconds(-1n, { num: 1, den: 2_000_000 })).toBe(-1);
  });

  it('is exact for days of nanoseconds', () => {
    expect(microseconds(345_600_123_456_789n, { num: 1, den: 1_000_000_000 })).toBe(345_600_123_457);
  });
});

describe('Timeline', () => {
  it('counts from the start of the container, not of the video', () => {
    const { times, tally } = at25(1_400_000);
    expect(times(1480n, 1520n)).toEqual([80_000, 120_000]);
    expect(tally.reconstructedTimes).toBe(0);
  });

  it('counts from the first frame where the container gives no start', () => {
    expect(at25(null).times(5000n, 5040n)).toEqual([0, 40_000]);
  });

  it('fills missing stamps with the last distance seen, or the usual one', () => {
    const { times, tally } = at25(0);
    expect(times(null, null, 100n, 110n, null)).toEqual([0, 40_000, 100_000, 110_000, 120_000]);
    expect(tally.reconstructedTimes).toBe(3);
  });

  it('keeps a repeated or slightly disordered stamp strictly after the frame before', () => {
    const { times, tally } = at25(0);
    expect(times(0n, 40n, 40n, 30n, 80n)).toEqual([0, 40_000, 40_001, 40_002, 80_000]);
    expect(tally.reconstructedTimes).toBe(2);
  });

  it('goes on where it was when the stamps start again', () => {
    const { times, tally } = at25(0);
    expect(times(9960n, 10_000n, 0n, 40n, 80n)).toEqual([
      9_960_000, 10_000_000, 10_040_000, 10_080_000, 10_120_000,
    ]);
    expect(tally.reconstructedTimes).toBe(1);
  });
});
