import { expect, test } from 'vitest';
import { around, panBy, reveal, ticksOf, timeAt, xOf, zoomAt } from './scale.ts';

const HOUR = 3600e6;
const span = { fromUs: 10e6, toUs: 20e6 };

test('a time and its pixel are each other’s inverse', () => {
  for (const timeUs of [10e6, 12.345e6, 20e6]) {
    expect(timeAt(span, 1400, xOf(span, 1400, timeUs))).toBeCloseTo(timeUs, 3);
  }
});

test('zooming keeps the time under the pointer under the pointer', () => {
  const zoomed = zoomAt(span, 3, 13e6, HOUR);
  expect(xOf(zoomed, 1000, 13e6)).toBeCloseTo(xOf(span, 1000, 13e6), 6);
  expect(zoomed.toUs - zoomed.fromUs).toBeCloseTo(10e6 / 3, 3);
});

test('the span never leaves the recording, however far one zooms out or pans', () => {
  expect(zoomAt(span, 1e-6, 15e6, HOUR)).toEqual({ fromUs: 0, toUs: HOUR });
  expect(panBy(span, -1e9, HOUR)).toEqual({ fromUs: 0, toUs: 10e6 });
  expect(panBy(span, 1e12, HOUR)).toEqual({ fromUs: HOUR - 10e6, toUs: HOUR });
});

test('zooming in ends where frames are as wide as they need to be', () => {
  const closest = zoomAt(span, 1e9, 15e6, HOUR);
  expect(closest.toUs - closest.fromUs).toBe(40_000);
});

test('a recording shorter than the closest zoom is shown whole', () => {
  expect(zoomAt({ fromUs: 0, toUs: 20_000 }, 8, 10_000, 20_000)).toEqual({ fromUs: 0, toUs: 20_000 });
});

test('revealing moves nothing when the time is in sight, and brings it in when it is not', () => {
  expect(reveal(span, 15e6, HOUR)).toBe(span);
  const after = reveal(span, 50e6, HOUR);
  expect(after.fromUs).toBeLessThan(50e6);
  expect(after.toUs).toBeGreaterThan(50e6);
  expect(after.toUs - after.fromUs).toBeCloseTo(10e6, 3);
});

test('an event fills a quarter of the span around it', () => {
  expect(around(100e6, 101e6, HOUR)).toEqual({ fromUs: 98.5e6, toUs: 102.5e6 });
});

test('ticks are round and far enough apart for their labels', () => {
  const { stepUs, timesUs } = ticksOf(span, 1000, 90);
  expect(stepUs).toBe(1e6);
  expect(timesUs[0]).toBe(10e6);
  expect(timesUs).toHaveLength(11);
  expect(xOf(span, 1000, timesUs[1]!) - xOf(span, 1000, timesUs[0]!)).toBeGreaterThanOrEqual(90);
});
