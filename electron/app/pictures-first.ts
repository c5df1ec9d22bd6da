import { setTimeout as wait } from 'node:timers/promises';

/**
 * Pictures that a person waits for go before an analysis. Both use this thread: a picture passes it half a dozen times
 * on its way, and would wait each time for some frames of the analysis to be measured. So the analysis stands still
 * while somebody steps, and goes on when they look; while a video plays, it gets every half second some frames done.
 */
export class PicturesFirst {
  #underWay = 0;
  #lastMs = -Infinity;

  /** Until `work` has settled, and a moment longer, `turn` waits. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await work;
    } finally {
      this.#underWay--;
      this.#lastMs = performance.now();
    }
  }

  /** Resolves when no picture has been under way for a moment, or after half a second. */
  async turn(): Promise<void> {
    const until = performance.now() + MOST_MS;
    while (this.#isWanted() && performance.now() < until) await wait(LOOK_MS, undefined, { ref: false });
  }

  #isWanted(): boolean {
    return this.#underWay > 0 || performance.now() - this.#lastMs < CALM_MS;
  }
}

const MOST_MS = 500;
/** Longer than from one repetition of a held key to the next (33 ms, on some systems 80). */
const CALM_MS = 120;
const LOOK_MS = 10;
