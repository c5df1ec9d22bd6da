import type { FaceFrame, FaceObservation } from '../../contract/landmarks.ts';
import { KeyFrames } from './key-frames.ts';

/** A frame whose landmarks, and those beyond it, are known. */
export interface ReadyFrame<Frame> {
  readonly frame: Frame;
  readonly faces: readonly FaceObservation[];
}

/**
 * Frames on their way from capture to analysis. Landmarks are looked for on some of them (key frames), and each waits
 * until landmarks beyond it are known, so that its transform is filtered without lag.
 *
 *     if (waiting.add(frame)) …                 // a key frame: have landmarks found, and then
 *     waiting.found(landmarks);                 // in order
 *     for (const { frame, faces } of waiting.ready()) …
 *
 * Who takes a frame out owns it; those never taken out are given by `left`.
 */
export class FramesInWaiting<Frame extends { readonly timeUs: number }> {
  readonly #keys = new KeyFrames();
  readonly #waiting: Frame[] = [];
  #nextKeyUs = -Infinity;

  /**
   * Takes the next frame in order of time; returns whether landmarks are to be found on it. Where nobody `isFree` to look
   * for them, a frame that is due is passed over, and the next one is due.
   */
  add(frame: Frame, isFree = true): boolean {
    this.#waiting.push(frame);
    if (frame.timeUs < this.#nextKeyUs || !isFree) return false;
    this.#nextKeyUs = frame.timeUs + KeyFrames.EVERY_US;
    return true;
  }

  /** The landmarks of the next key frame. */
  found(landmarks: FaceFrame): void {
    this.#keys.add(landmarks);
  }

  /** Takes out the frames that have waited enough; all of them when no more landmarks will come. */
  *ready(isEnd = false): Generator<ReadyFrame<Frame>> {
    const untilUs = isEnd ? Infinity : this.#keys.newestUs - LOOK_AHEAD_US;
    while (this.#waiting.length > 0 && this.#waiting[0]!.timeUs <= untilUs) {
      const frame = this.#waiting.shift()!;
      yield { frame, faces: this.#keys.facesAt(frame.timeUs) };
    }
  }

  /** Takes out the frame that has waited longest, unlooked at, where it was taken before `timeUs`. */
  giveUpOldest(timeUs = Infinity): Frame | undefined {
    return this.#waiting.length > 0 && this.#waiting[0]!.timeUs < timeUs ? this.#waiting.shift() : undefined;
  }

  /** Forgets landmarks that frames from `timeUs` on do not need; returns the tracks that have not been seen since. */
  forgetBefore(timeUs: number): number[] {
    return this.#keys.forgetBefore(timeUs);
  }

  /** Frames that nobody has taken out. */
  get left(): readonly Frame[] {
    return this.#waiting;
  }
}

/** Landmarks of two key frames beyond a frame fill the transform filter's ± 60 ms. */
const LOOK_AHEAD_US = 67_000;
