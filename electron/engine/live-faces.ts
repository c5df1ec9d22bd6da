import type { FaceAnalysis } from './face-analysis.ts';
import type { MeasuredFrame } from './live-frame.ts';

export interface LiveFace {
  readonly track: number;
  readonly name: string;
  readonly isSeen: boolean;
  readonly isCalibrated: boolean;
}

/** Whom a live session has seen, and what they are called. */
export class LiveFaces {
  readonly #names = new Map<number, string>();
  readonly #seenUs = new Map<number, number>();
  #nowUs = 0;

  see({ moment, faces }: MeasuredFrame): void {
    this.#nowUs = moment.timeUs;
    for (const { track } of faces) this.#seenUs.set(track, moment.timeUs);
  }

  name(track: number, name: string): void {
    this.#names.set(track, name);
  }

  /** Those in view, those who left a short while ago, and those with a name. */
  list(inView: ReadonlyMap<number, FaceAnalysis>): LiveFace[] {
    return [...this.#seenUs]
      .filter(([track, seenUs]) => this.#nowUs - seenUs < FORGET_US || this.#names.has(track))
      .map(([track, seenUs]) => ({
        track,
        name: this.#names.get(track) ?? `Person ${track}`,
        isSeen: this.#nowUs - seenUs < SEEN_US,
        isCalibrated: inView.get(track)?.hasGivenRest ?? false,
      }))
      .sort((one, other) => one.track - other.track);
  }
}

/** A face that is gone keeps its place in the list for a while: it may be back. */
const FORGET_US = 10_000_000;
const SEEN_US = 300_000;
