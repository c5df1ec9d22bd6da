/** Pictures sent to one page and not yet drawn by it. */
export class FramesUnderWay {
  #sentAtMs: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether another may be sent; if so, it counts as sent. */
  begin(): boolean {
    const now = this.#now();
    this.#sentAtMs = this.#sentAtMs.filter((at) => now - at < FORGET_MS);
    if (this.#sentAtMs.length >= MOST) return false;
    this.#sentAtMs.push(now);
    return true;
  }

  shown(): void {
    this.#sentAtMs.shift();
  }
}

/** One being drawn while the next travels. */
const MOST = 2;

/** A page in the background draws nothing and says so for nothing; it gets a picture a second to have one when it is back. */
const FORGET_MS = 1000;
