import { AV_NOPTS_VALUE } from 'node-av/constants';
import type { Tally } from './source.ts';

export interface TimeBase {
  readonly num: number;
  readonly den: number;
}

/** A step back by more than this is a new recording joined on (or a counter that wrapped), not a disordered frame. */
const JOIN_US = 1_000_000;

/**
 * Turns a stream's time stamps into microseconds from the container's start, strictly increasing.
 *
 *   timeUs = round(pts · num · 10⁶ / den) − startUs
 *
 * A frame without a time stamp gets that of the frame before plus the usual distance between frames.
 * Where stamps jump back by more than a second, the clock goes on from where it was; a smaller step
 * back or a repeated stamp becomes one microsecond after the frame before.
 */
export class Timeline {
  readonly #base: TimeBase;
  readonly #tally: Tally;
  #startUs: number | null;
  #stepUs: number;
  #lastUs: number | null = null;

  /** `startUs`: the container's start, null where it gives none (the first frame's time then is 0). */
  constructor(base: TimeBase, startUs: number | null, usualStepUs: number, tally: Tally) {
    this.#base = base;
    this.#startUs = startUs;
    this.#stepUs = usualStepUs;
    this.#tally = tally;
  }

  /** Where this clock's zero lies on the stream's own, in microseconds; null before the first frame. */
  get startUs(): number | null {
    return this.#startUs;
  }

  timeOf(pts: bigint): number {
    const timeUs =
      pts === AV_NOPTS_VALUE ? this.#reconstructed() : this.#fromStart(microseconds(pts, this.#base));
    this.#lastUs = timeUs;
    return timeUs;
  }

  #fromStart(stampUs: number): number {
    this.#startUs ??= stampUs;
    const last = this.#lastUs;
    let timeUs = stampUs - this.#startUs;
    if (last === null || timeUs > last) {
      if (last !== null) this.#stepUs = timeUs - last;
      return timeUs;
    }
    this.#tally.reconstructedTimes++;
    if (last - timeUs <= JOIN_US) return last + 1;
    timeUs = last + this.#stepUs;
    this.#startUs = stampUs - timeUs;
    return timeUs;
  }

  #reconstructed(): number {
    this.#tally.reconstructedTimes++;
    return this.#lastUs === null ? 0 : this.#lastUs + this.#stepUs;
  }
}

/** Rounded to the nearest, halves away from zero, as FFmpeg's `av_rescale_q` does. */
export function microseconds(stamp: bigint, base: TimeBase): number {
  const den = BigInt(base.den);
  const scaled = stamp * BigInt(base.num) * 1_000_000n;
  const half = scaled < 0n ? -den / 2n : den / 2n;
  return Number((scaled + half) / den);
}
