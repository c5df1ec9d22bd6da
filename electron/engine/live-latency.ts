/**
 * How long frames take from their capture to their measurement, in milliseconds.
 *
 * A frame's own stamp tells when it was taken, on the source's clock; the smallest distance between that and the time
 * of its arrival, over the last seconds, joins the two clocks. So whatever holds a frame up counts, a busy thread too;
 * what every frame needs to arrive does not. While the thread is busy the clocks are not joined anew: frames that all
 * come late would look as if they were on time.
 */
export class LiveLatency {
  /** Smallest arrival − stamp of the present stretch and of the one before, so that clocks may drift. */
  #offsetMs: [present: number, before: number] = [Infinity, Infinity];
  #stretchEndsMs = -Infinity;
  #recent: Measured[] = [];

  arrived(timeUs: number, nowMs: number, isBusy = false): void {
    if (nowMs >= this.#stretchEndsMs && !isBusy) {
      this.#offsetMs = [Infinity, this.#offsetMs[0]];
      this.#stretchEndsMs = nowMs + STRETCH_MS;
    }
    this.#offsetMs[0] = Math.min(this.#offsetMs[0], nowMs - timeUs / 1000);
  }

  /** Returns the latency of this frame. */
  measured(timeUs: number, nowMs: number): number {
    const latencyMs = nowMs - timeUs / 1000 - this.#clockOffsetMs;
    this.#recent.push({ atMs: nowMs, latencyMs });
    if (this.#recent[0]!.atMs < nowMs - 2 * RECENT_MS) this.#recent = this.#since(nowMs - RECENT_MS);
    return latencyMs;
  }

  /** The stamp of a frame that was taken at `atMs`. */
  stampUsAt(atMs: number): number {
    return (atMs - this.#clockOffsetMs) * 1000;
  }

  /** Over the last five seconds; null where nothing was measured. */
  of(nowMs: number): { readonly median: number; readonly p95: number } | null {
    const sorted = Float64Array.from(this.#since(nowMs - RECENT_MS), ({ latencyMs }) => latencyMs).sort();
    if (sorted.length === 0) return null;
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
    return { median: at(0.5), p95: at(0.95) };
  }

  get #clockOffsetMs(): number {
    return Math.min(...this.#offsetMs);
  }

  #since(fromMs: number): Measured[] {
    return this.#recent.filter(({ atMs }) => atMs >= fromMs);
  }
}

interface Measured {
  readonly atMs: number;
  readonly latencyMs: number;
}

const RECENT_MS = 5000;
/** Clocks of cameras drift by some 50 in a million: half a millisecond in this time. */
const STRETCH_MS = 10_000;
