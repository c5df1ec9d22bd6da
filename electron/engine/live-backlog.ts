import type { LiveLatency } from './live-latency.ts';

/** Frames in their order, the oldest of which can be given up: `FramesAnalysis`. */
export interface Backlog {
  /** How many frames wait for their landmarks. */
  readonly waiting: number;
  giveUpOldest(): void;
  giveUpBefore(timeUs: number): void;
}

/** Decides which frames that wait are given up, so that what is shown is live and memory is bounded. */
export class LiveBacklog {
  readonly #backlog: Backlog;
  readonly #latency: Pick<LiveLatency, 'stampUsAt'>;
  #lastMeasuredMs: number;

  constructor(backlog: Backlog, latency: Pick<LiveLatency, 'stampUsAt'>, nowMs: number) {
    this.#backlog = backlog;
    this.#latency = latency;
    this.#lastMeasuredMs = nowMs;
  }

  /** A frame was measured at `nowMs`. */
  measured(nowMs: number): void {
    this.#lastMeasuredMs = nowMs;
  }

  /** To be called at every new frame of `bytes`; `busyMs`: for how long the thread has had nothing to spare. */
  trim(nowMs: number, bytes: number, busyMs: number): void {
    const most = Math.min(MOST_WAITING, Math.max(FEWEST_WAITING, Math.floor(MOST_WAITING_BYTES / bytes)));
    while (this.#backlog.waiting > most) this.#backlog.giveUpOldest();
    // A source that is read late goes on late, however few frames wait; giving up what is old lets it be caught up with.
    // Where that does not help (decoding alone is too slow), a few frames a second go on being measured, late.
    if (busyMs >= LASTING_MS && nowMs - this.#lastMeasuredMs < LONGEST_GAP_MS)
      this.#backlog.giveUpBefore(this.#latency.stampUsAt(nowMs - MOST_LATE_MS));
  }
}

/**
 * Frames that wait for landmarks: usually the 70 ms that transforms look ahead. Twice the longest pause of a busy machine
 * (garbage, a slow look) is bridged; what is longer would only make everything late. Large pictures are bounded by memory,
 * but never to less than the look ahead.
 */
const MOST_WAITING = 128;
const FEWEST_WAITING = 12;
const MOST_WAITING_BYTES = 96 * 2 ** 20;

/** What is shown a second late is no longer live; a busy moment is over by then. */
const MOST_LATE_MS = 1000;
/** A burst of pictures, as some streams have them, is over by then. */
const LASTING_MS = 2000;
/** A picture that stands still for longer looks as if it had ended. */
const LONGEST_GAP_MS = 200;
