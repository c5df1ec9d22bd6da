/**
 * Samples in time become columns of a strip, each as wide as one pixel: the largest of what falls into it, and the
 * straight line between two samples where several columns lie between them. Columns are kept in a ring as wide as
 * the strip, so that a new sample changes a few of them and nothing else.
 */
import { CURVES, type CurveHistory } from './curve-history.ts';

/** Samples further apart than this are not joined: the face was away. */
const LONGEST_JOIN_US = 250_000;

export class StripColumns {
  readonly widthPx: number;
  readonly spanUs: number;
  /** The column, counted from time 0, that the latest sample lies in; -1 before there is one. */
  latest = -1;
  /** NaN where nothing was measured. */
  readonly #values: Float32Array;
  #taken = 0;

  constructor(widthPx: number, spanUs: number) {
    this.widthPx = widthPx;
    this.spanUs = spanUs;
    this.#values = new Float32Array(widthPx * CURVES).fill(NaN);
  }

  columnOf(timeUs: number): number {
    return Math.floor((timeUs / this.spanUs) * this.widthPx);
  }

  /** Takes what is new in the history. Returns the first column that changed, or null where nothing is new. */
  take(history: CurveHistory): number | null {
    let changedFrom: number | null = null;
    for (let sample = Math.max(this.#taken, history.first); sample < history.count; sample++) {
      const from = this.#takeSample(history, sample);
      changedFrom ??= from;
    }
    this.#taken = history.count;
    return changedFrom;
  }

  /** NaN also for columns that have left the strip. */
  value(column: number, curve: number): number {
    if (column < 0 || column <= this.latest - this.widthPx || column > this.latest) return NaN;
    return this.#values[(column % this.widthPx) * CURVES + curve]!;
  }

  #takeSample(history: CurveHistory, sample: number): number {
    const column = this.columnOf(history.timeUs(sample));
    const before = this.latest;
    this.#clear(Math.max(before + 1, column - this.widthPx + 1), column);
    const isJoined =
      sample > history.first && history.timeUs(sample) - history.timeUs(sample - 1) <= LONGEST_JOIN_US;
    for (let curve = 0; curve < CURVES; curve++) {
      const value = history.value(sample, curve);
      if (isJoined && column > before + 1) {
        const start = history.value(sample - 1, curve);
        for (let at = before + 1; at < column; at++) {
          this.#raise(at, curve, start + ((value - start) * (at - before)) / (column - before));
        }
      }
      this.#raise(column, curve, value);
    }
    this.latest = column;
    return isJoined ? Math.max(before, 0) : column;
  }

  #clear(from: number, to: number): void {
    for (let column = from; column <= to; column++) {
      const start = (column % this.widthPx) * CURVES;
      this.#values.fill(NaN, start, start + CURVES);
    }
  }

  #raise(column: number, curve: number, value: number): void {
    const slot = (column % this.widthPx) * CURVES + curve;
    const there = this.#values[slot]!;
    if (Number.isNaN(there) || value > there) this.#values[slot] = value;
  }
}
