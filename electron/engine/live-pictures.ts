import type { VideoFrame } from '../../contract/frame.ts';
import { JpegEncoder, type Jpeg } from './frames/index.ts';
import type { MeasuredFrame } from './live-frame.ts';

export type OnPicture = (frame: MeasuredFrame, jpeg: Jpeg) => void;

/**
 * Pictures of measured frames for a page: at most 30 a second, each with what was measured on that very frame, and only
 * as fast as they are looked at. They are encoded in FFmpeg's threads. Where measuring comes late they give way to it:
 * making and drawing one takes as much of the processors as measuring several frames.
 */
export class LivePictures implements AsyncDisposable {
  readonly #onPicture: OnPicture;
  readonly #encoder = new JpegEncoder();
  #nextUs = -Infinity;
  #madeUs = -Infinity;
  #underWay: { readonly frameIndex: number; readonly sentMs: number }[] = [];
  readonly #running = new Set<Promise<void>>();
  /** Pictures that were due and not made. */
  skipped = 0;

  constructor(onPicture: OnPicture) {
    this.#onPicture = onPicture;
  }

  /**
   * Makes a picture of this frame if one is due; the frame stays the caller's. `latencyMs`: from its capture to now.
   */
  offer(frame: VideoFrame, measured: MeasuredFrame, nowMs: number, latencyMs: number): void {
    if (frame.timeUs < this.#nextUs) return;
    // On the beat, not after it: a source of 100 frames a second would else give 25 pictures for 30.
    this.#nextUs = Math.max(this.#nextUs + EVERY_US, frame.timeUs);
    this.#underWay = this.#underWay.filter(({ sentMs }) => nowMs - sentMs < FORGET_MS);
    const isTooSoon = frame.timeUs < this.#madeUs + spacingUs(latencyMs);
    if (isTooSoon || this.#underWay.length >= MOST_UNDER_WAY) {
      this.skipped++;
      return;
    }
    this.#madeUs = frame.timeUs;
    this.#underWay.push({ frameIndex: frame.index, sentMs: nowMs });
    const making = this.#make(frame.clone(), measured);
    this.#running.add(making);
    void making.finally(() => this.#running.delete(making));
  }

  /** This picture was looked at, and so those before it. */
  shown(frameIndex: number): void {
    this.#underWay = this.#underWay.filter((sent) => sent.frameIndex > frameIndex);
  }

  /** Waits for the pictures that are being made. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#running);
    this.#encoder[Symbol.dispose]();
  }

  /** Takes `frame` over. */
  async #make(frame: VideoFrame, measured: MeasuredFrame): Promise<void> {
    using held = frame;
    this.#onPicture(measured, await this.#encoder.encode(held.image, LONG_SIDE_PX));
  }
}

/** From one picture to the next: the later measuring is, the longer, so that it catches up. Half a beat: beats jitter. */
export function spacingUs(latencyMs: number): number {
  const stretch = Math.min(MOST_STRETCH, Math.max(1, latencyMs / USUAL_LATENCY_MS));
  return (stretch - 0.5) * EVERY_US;
}

const EVERY_US = 1e6 / 30;
/** The 70 ms that transforms look ahead, landmarks, and a pause or two. */
const USUAL_LATENCY_MS = 200;
/** Five pictures a second: fewer look as if it had ended. */
const MOST_STRETCH = 6;
/** Enough for half a screen; a page scales it. */
const LONG_SIDE_PX = 960;
/** One being drawn while the next travels. */
const MOST_UNDER_WAY = 2;
/** A page in the background draws nothing; it gets a picture a second to have one when it is back. */
const FORGET_MS = 1000;
