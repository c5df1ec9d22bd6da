/**
 * What a screen reader is told of a session as it runs. Events come several a second at times; speech does not. So
 * the first is told at once and what comes within some seconds after it is told together.
 */

/** A short sentence and a breath. */
export const QUIET_MS = 5000;

export class Announcer {
  readonly #tell: (text: string) => void;
  readonly #together: (count: number) => string;
  #waiting: string[] = [];
  #spokeAtMs = -Infinity;

  /** `together` puts several events into one sentence. Changes of state are never put together: see `tellNow`. */
  constructor(tell: (text: string) => void, together: (count: number) => string) {
    this.#tell = tell;
    this.#together = together;
  }

  /** An event; to be followed by `tick` now and then. */
  add(text: string, nowMs: number): void {
    this.#waiting.push(text);
    this.tick(nowMs);
  }

  /** Recording started, camera lost: not to be kept waiting. */
  tellNow(text: string, nowMs: number): void {
    this.#spokeAtMs = nowMs;
    this.#tell(text);
  }

  tick(nowMs: number): void {
    if (this.#waiting.length === 0 || nowMs - this.#spokeAtMs < QUIET_MS) return;
    const text = this.#waiting.length === 1 ? this.#waiting[0]! : this.#together(this.#waiting.length);
    this.#waiting = [];
    this.tellNow(text, nowMs);
  }
}
