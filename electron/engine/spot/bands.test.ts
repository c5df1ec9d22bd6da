import { expect, test } from 'vitest';
import { rollingMedian, smoothRows } from './bands.ts';
import { RollingWindow } from './rolling-window.ts';

/** Uneven times and values with many ties, from a fixed seed. */
function samples(count: number): { times: Float64Array; values: Float32Array } {
  let state = 7;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  let timeS = 0;
  const times = Float64Array.from({ length: count }, () => (timeS += 0.004 + 0.02 * next()));
  const values = Float32Array.from(
    { length: count },
    () => Math.round(8 * (next() - 0.5)) + (next() < 0.5 ? 0.1 : 0),
  );
  return { times, values };
}

function medianNear(times: Float64Array, values: Float32Array, at: number, spanS: number): number {
  const near = [...values].filter((_, i) => Math.abs(times[i]! - at) <= spanS / 2).sort((x, y) => x - y);
  const middle = near.length >> 1;
  return near.length % 2 === 1 ? near[middle]! : (near[middle - 1]! + near[middle]!) / 2;
}

test('a rolling median is the median of what lies around each sample', () => {
  const { times, values } = samples(400);
  const expected = Float32Array.from(times, (time) => medianNear(times, values, time, 1.4));
  expect(rollingMedian(times, values, 1.4)).toEqual(expected);
});

test('a window gives the same medians, column by column, while its rows come in', () => {
  const { times, values } = samples(400);
  const other = values.map((value) => 3 - value);
  const window = new RollingWindow(2);
  const medians = new Float64Array(2);
  let at = 0;
  times.forEach((time, i) => {
    window.add(time, Float32Array.of(values[i]!, other[i]!));
    for (; times[at]! <= time - 0.7; at++) {
      window.mediansAround(times[at]!, 1.4, medians);
      expect([...medians]).toEqual(
        [values, other].map((column) => medianNear(times, column, times[at]!, 1.4)),
      );
    }
  });
  expect(at).toBeGreaterThan(300);
});

test('smoothing is a mean with Gaussian weights up to three deviations away', () => {
  const { times, values } = samples(60);
  const rows = Array.from(values, (value) => Float32Array.of(value, -2 * value));
  const smoothed = smoothRows(times, rows, 0.03, 20, 40);
  expect(smoothed).toHaveLength(20);
  for (let i = 20; i < 40; i++) {
    const weights = times.map((time) =>
      Math.abs(time - times[i]!) <= 0.09 ? Math.exp(-0.5 * ((time - times[i]!) / 0.03) ** 2) : 0,
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = weights.reduce((sum, weight, j) => sum + weight * values[j]!, 0) / total;
    expect(smoothed[i - 20]![0]).toBeCloseTo(mean, 6);
    expect(smoothed[i - 20]![1]).toBeCloseTo(-2 * mean, 6);
  }
});
