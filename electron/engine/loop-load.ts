/** How busy this thread is: what it takes late, it may have been late to take, or it was late to come. */
import { performance } from 'node:perf_hooks';

/** Shorter, and one long turn of the loop would decide; longer, and much is late before it is noticed. */
const LOOK_EVERY_MS = 500;
/** Share of the time in which the loop did not wait for anything: from here on there is nothing to spare. */
const BUSY_FROM = 0.9;

export class LoopLoad {
  #since = performance.eventLoopUtilization();
  #lookedMs = performance.now();
  #busySinceMs: number | null = null;

  /** For how long there has been nothing to spare, in steps of half a second; 0 where there is. */
  busyMs(nowMs: number): number {
    if (nowMs - this.#lookedMs >= LOOK_EVERY_MS) {
      const now = performance.eventLoopUtilization();
      const isBusy = performance.eventLoopUtilization(now, this.#since).utilization >= BUSY_FROM;
      this.#busySinceMs = isBusy ? (this.#busySinceMs ?? this.#lookedMs) : null;
      this.#since = now;
      this.#lookedMs = nowMs;
    }
    return this.#busySinceMs === null ? 0 : nowMs - this.#busySinceMs;
  }
}
