/**
 * When each frame of the source is, for any rate: loaded in pieces, near where it is needed. Until a piece is there,
 * times are estimated from the mean rate and frames are asked of the engine.
 */
import { firstIndex } from './timeline/visible-events.ts';

const PIECE = 8192;

export type LoadTimes = (from: number, to: number) => Promise<Float64Array>;

export class FrameTimes {
  readonly frames: number;
  readonly durationUs: number;
  readonly #load: LoadTimes;
  readonly #frameAt: (timeUs: number) => Promise<number>;
  readonly #pieces = new Map<number, Float64Array>();
  readonly #underWay = new Map<number, Promise<void>>();

  constructor(
    source: { readonly frames: number; readonly durationUs: number },
    load: LoadTimes,
    frameAt: (timeUs: number) => Promise<number>,
  ) {
    this.frames = source.frames;
    this.durationUs = source.durationUs;
    this.#load = load;
    this.#frameAt = frameAt;
  }

  /** Exact where it is loaded, else an estimate. */
  timeOf(frame: number): number {
    const piece = this.#pieces.get(Math.floor(frame / PIECE));
    return piece?.[frame % PIECE] ?? (frame / Math.max(1, this.frames - 1)) * this.durationUs;
  }

  /** The exact time. */
  async timeOfExactly(frame: number): Promise<number> {
    await this.ensure(frame);
    return this.timeOf(frame);
  }

  /** The frame nearest to a time, the earlier on a tie; null where that is not known without asking. */
  nearestLoaded(timeUs: number): number | null {
    for (const [number, times] of this.#pieces) {
      const first = times[0]!;
      const last = times.at(-1)!;
      const begins = number === 0 ? -Infinity : first;
      const ends = (number + 1) * PIECE >= this.frames ? Infinity : last;
      if (timeUs < begins || timeUs > ends) continue;
      const after = firstIndex(times.length, (index) => times[index]! >= timeUs);
      if (after === 0) return number * PIECE;
      if (after === times.length) return number * PIECE + times.length - 1;
      return number * PIECE + (timeUs - times[after - 1]! <= times[after]! - timeUs ? after - 1 : after);
    }
    return null;
  }

  async nearest(timeUs: number): Promise<number> {
    const loaded = this.nearestLoaded(timeUs);
    if (loaded !== null) return loaded;
    const frame = await this.#frameAt(timeUs);
    void this.ensure(frame);
    return frame;
  }

  /** Loads the piece with this frame, and its neighbour where the frame is near the edge. */
  async ensure(frame: number): Promise<void> {
    const number = Math.floor(frame / PIECE);
    const within = frame % PIECE;
    if (within > PIECE * 0.8) void this.#piece(number + 1);
    if (within < PIECE * 0.2) void this.#piece(number - 1);
    await this.#piece(number);
  }

  #piece(number: number): Promise<void> {
    if (number < 0 || number * PIECE >= this.frames || this.#pieces.has(number)) return Promise.resolve();
    const before = this.#underWay.get(number);
    if (before !== undefined) return before;
    const from = number * PIECE;
    const loading = this.#load(from, Math.min(from + PIECE, this.frames) - 1).then((times) => {
      this.#pieces.set(number, times);
      this.#underWay.delete(number);
    });
    this.#underWay.set(number, loading);
    return loading;
  }
}
