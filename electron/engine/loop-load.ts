/** How busy this thread is: what it takes late, it may have been late to take, or it was late to come. */
import { performance } from 'node:perf_hooks';

/** Shorter, and one long turn of the loop would decide; longer, and much is late before it is noticed. */
const LOOK_EVERY_MS = 500;
/** Share of the time in which the loop did not wait for anything: from here on there is nothing to spare. */
const BUSY_FROM = 0.9;

export class LoopLoad {
  #since = performance.eventLoopUtilization();
  #lookedMs = performance.now();
  #isBusy = false;

  /** Of the last half second that is over. */
  isBusy(nowMs: number): boolean {
    if (nowMs - this.#lookedMs >= LOOK_EVERY_MS) {
      const now = performance.eventLoopUtilization();
      this.#isBusy = performance.eventLoopUtilization(now, this.#since).utilization >= BUSY_FROM;
      this.#since = now;
      this.#lookedMs = nowMs;
    }
    return this.#isBusy;
  }
}
