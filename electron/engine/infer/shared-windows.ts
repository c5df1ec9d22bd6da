import type { SharedWindow } from './messages.ts';

/** A window to be scored: `clip` [3,L,S,S] and, if the recognizer wants one, `neutral` [3,S,S], both in [0,1]. */
export interface ScoreWindow {
  readonly clip: Float32Array;
  readonly neutral?: Float32Array;
}

/**
 * Shared memory for windows on their way to the worker. A window that already lies in shared memory is passed as it
 * is; another is copied into a buffer that is kept and used again.
 */
export class SharedWindows {
  readonly #clipLength: number;
  readonly #neutralLength: number | null;
  readonly #free = new Map<number, Float32Array[]>();

  constructor(clipLength: number, neutralLength: number | null) {
    this.#clipLength = clipLength;
    this.#neutralLength = neutralLength;
  }

  /** Views of the windows' pixels in shared memory, and what to call when the worker is done with them. */
  share(windows: readonly ScoreWindow[]): { readonly shared: readonly SharedWindow[]; release: () => void } {
    const borrowed: Float32Array[] = [];
    const place = (pixels: Float32Array, length: number): Float32Array => {
      if (pixels.length !== length)
        throw new Error(`internal: a window of ${pixels.length} values where ${length} are wanted`);
      if (pixels.buffer instanceof SharedArrayBuffer) return pixels;
      const copy = this.#free.get(length)?.pop() ?? sharedFloats(length);
      borrowed.push(copy);
      copy.set(pixels);
      return copy;
    };
    const shared = windows.map(({ clip, neutral }) => ({
      clip: place(clip, this.#clipLength),
      neutral:
        this.#neutralLength === null ? null : place(neutral ?? new Float32Array(), this.#neutralLength),
    }));
    return { shared, release: () => borrowed.forEach((buffer) => this.#keep(buffer)) };
  }

  #keep(buffer: Float32Array): void {
    const kept = this.#free.get(buffer.length);
    if (kept === undefined) this.#free.set(buffer.length, [buffer]);
    else kept.push(buffer);
  }
}

/** Zeros in memory that threads share. */
export const sharedFloats = (length: number): Float32Array<SharedArrayBuffer> =>
  new Float32Array(new SharedArrayBuffer(4 * length));
