/** How often something happens, from when it happened in the last two seconds. */
export class LiveRate {
  #timesMs: number[] = [];

  add(nowMs: number): void {
    this.#timesMs.push(nowMs);
    if (this.#timesMs[0]! < nowMs - 2 * SPAN_MS) this.#timesMs = this.#since(nowMs - SPAN_MS);
  }

  /** 0 before the second time. */
  perSecond(nowMs: number): number {
    const recent = this.#since(nowMs - SPAN_MS);
    if (recent.length < 2) return 0;
    // Up to now: what has stopped coming has no rate any more. A usual wait for the next one is none.
    const spanMs = Math.max(recent.at(-1)! - recent[0]!, (nowMs - recent[0]!) * 0.9, 1);
    return (1000 * (recent.length - 1)) / spanMs;
  }

  #since(fromMs: number): number[] {
    return this.#timesMs.filter((ms) => ms >= fromMs);
  }
}

const SPAN_MS = 2000;
