import { expect, test } from 'vitest';
import { LiveLatency } from './live-latency.ts';
import { LiveRate } from './live-rate.ts';

test('latency counts from when the frame was taken, by the least time any frame took to arrive', () => {
  const latency = new LiveLatency();
  expect(latency.of(0)).toBeNull();
  // Frames every 10 ms; they take 30 ms to arrive, each second one 50.
  for (let i = 0; i < 100; i++) {
    const takenMs = 10 * i;
    const arrivedMs = 1000 + takenMs + (i % 2 === 0 ? 30 : 50);
    latency.arrived(1000 * takenMs, arrivedMs);
    latency.measured(1000 * takenMs, arrivedMs + 70);
  }
  const { median, p95 } = latency.of(2100)!;
  expect(median).toBeCloseTo(90, 6);
  expect(p95).toBeCloseTo(90, 6);
});

test('a busy thread, which sees frames late and all at once, does not flatter itself', () => {
  const latency = new LiveLatency();
  for (let i = 0; i < 100; i++) latency.arrived(10_000 * i, 10 * i);
  // Half a second in which nothing was looked at; then frame 100 is.
  latency.arrived(1e6, 1500);
  latency.measured(1e6, 1510);
  expect(latency.of(1510)!.median).toBeCloseTo(510, 6);
});

test('clocks that drift apart do not add up to a delay', () => {
  const latency = new LiveLatency();
  // The source's clock is slow by one in ten thousand: 3.6 s in ten hours.
  for (let s = 0; s < 36_000; s += 0.5) latency.arrived(1e6 * s * (1 - 1e-4), 1000 * s);
  latency.measured(1e6 * 36_000 * (1 - 1e-4), 36_000_000);
  expect(latency.of(36_000_000)!.median).toBeLessThan(3);
});

test('only the last five seconds count', () => {
  const latency = new LiveLatency();
  latency.arrived(0, 0);
  latency.measured(0, 1000);
  latency.arrived(10e6, 10_000);
  latency.measured(10e6, 10_020);
  expect(latency.of(10_020)!.median).toBeCloseTo(20, 6);
  expect(latency.of(20_000)).toBeNull();
});

test('a rate is that of the last two seconds, and falls when nothing comes', () => {
  const rate = new LiveRate();
  expect(rate.perSecond(0)).toBe(0);
  for (let ms = 0; ms <= 5000; ms += 20) rate.add(ms);
  expect(rate.perSecond(5000)).toBeCloseTo(50, 6);
  expect(rate.perSecond(6000)).toBeLessThan(30);
  expect(rate.perSecond(8000)).toBe(0);
});

test('a thread that is busy for long does not take its own lateness for the clock', () => {
  const latency = new LiveLatency();
  for (let i = 0; i < 100; i++) latency.arrived(10_000 * i, 10 * i);
  // For a minute every frame is taken 5 s after it was due.
  for (let s = 10; s < 70; s += 0.5) latency.arrived(1e6 * s, 1000 * (s + 5), true);
  latency.measured(70e6, 75_000);
  expect(latency.of(75_000)!.median).toBeCloseTo(5000, 6);
  expect(latency.stampUsAt(75_000)).toBeCloseTo(75e6, 3);
});
