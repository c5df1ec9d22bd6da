import { expect, test } from 'vitest';
import { LiveBacklog, type Backlog } from './live-backlog.ts';

/** Frames 10 ms apart, as they wait. */
class Frames implements Backlog {
  timesUs: number[];

  constructor(count: number) {
    this.timesUs = Array.from({ length: count }, (_, i) => 10_000 * i);
  }

  get waiting(): number {
    return this.timesUs.length;
  }

  giveUpOldest(): void {
    this.timesUs.shift();
  }

  giveUpBefore(timeUs: number): void {
    this.timesUs = this.timesUs.filter((each) => each >= timeUs);
  }
}

/** A frame's stamp is when it was taken. */
const CLOCK = { stampUsAt: (ms: number) => 1000 * ms };
const VGA = 640 * 480 * 1.5;

test('frames that come while landmarks are sought wait, up to some', () => {
  const frames = new Frames(200);
  new LiveBacklog(frames, CLOCK, 0).trim(2000, VGA, 0);
  expect(frames.timesUs).toHaveLength(128);
  expect(frames.timesUs[0]).toBe(720_000);
});

test('large pictures wait in smaller numbers, but never fewer than transforms look ahead', () => {
  const large = new Frames(200);
  new LiveBacklog(large, CLOCK, 0).trim(2000, 3840 * 2160 * 1.5, 0);
  expect(large.timesUs).toHaveLength(12);
});

test('what is more than a second late is given up when the thread has been busy for long', () => {
  const frames = new Frames(100);
  const backlog = new LiveBacklog(frames, CLOCK, 0);
  backlog.measured(1400);
  backlog.trim(1500, VGA, 1999);
  expect(frames.timesUs).toHaveLength(100);
  backlog.trim(1500, VGA, 2000);
  expect(frames.timesUs[0]).toBe(500_000);
});

test('some are measured all the same, however late, where giving up does not help', () => {
  const frames = new Frames(100);
  const backlog = new LiveBacklog(frames, CLOCK, 0);
  backlog.measured(1300);
  backlog.trim(1500, VGA, 5000);
  expect(frames.timesUs).toHaveLength(100);
});
