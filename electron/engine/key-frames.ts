import type { FaceFrame, FaceObservation } from '../../contract/landmarks.ts';
import { FaceTimeline } from './face-timeline.ts';

/**
 * The frames on which landmarks were found, and so which faces any frame between them shows.
 */
export class KeyFrames {
  readonly #timesUs: number[] = [];
  readonly #faces = new Map<number, FaceTimeline>();

  /** Time from one key frame to the next, at least: every frame up to 33 fps, some 30 a second of faster sources. */
  static readonly EVERY_US = 30_000;

  /** Key frames come in order. */
  add({ timeUs, faces }: FaceFrame): void {
    this.#timesUs.push(timeUs);
    for (const face of faces) {
      let timeline = this.#faces.get(face.trackId);
      if (!timeline) this.#faces.set(face.trackId, (timeline = new FaceTimeline()));
      timeline.add(timeUs, face);
    }
  }

  get newestUs(): number {
    return this.#timesUs.at(-1) ?? -Infinity;
  }

  /** Every face present at `timeUs`. Key frames up to `timeUs` and one beyond must be in, unless there are no more. */
  facesAt(timeUs: number): FaceObservation[] {
    const next = this.#timesUs.findIndex((time) => time >= timeUs);
    const after = next < 0 ? Infinity : this.#timesUs[next]!;
    const before =
      after === timeUs ? timeUs : (this.#timesUs[(next < 0 ? this.#timesUs.length : next) - 1] ?? -Infinity);
    return [...this.#faces.values()].flatMap((timeline) => timeline.at(timeUs, before, after) ?? []);
  }

  /** Forgets what frames from `timeUs` on do not need; returns the tracks that have not been seen since. */
  forgetBefore(timeUs: number): number[] {
    const last = this.#timesUs.findLastIndex((time) => time <= timeUs);
    if (last > 0) this.#timesUs.splice(0, last);
    const gone: number[] = [];
    for (const [trackId, timeline] of this.#faces) {
      timeline.forgetBefore(this.#timesUs[0] ?? timeUs);
      if (timeline.newestUs === -Infinity) {
        this.#faces.delete(trackId);
        gone.push(trackId);
      }
    }
    return gone;
  }
}
