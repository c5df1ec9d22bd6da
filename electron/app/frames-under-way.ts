/** Pictures sent to one page and not yet drawn by it. */
export class FramesUnderWay {
  #sent: { readonly frame: number; readonly atMs: number }[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether the picture of this frame may be sent; if so, it counts as sent. */
  begin(frame: number): boolean {
    const now = this.#now();
    this.#sent = this.#sent.filter(({ atMs }) => now - atMs < FORGET_MS);
    if (this.#sent.length >= MOST) return false;
    this.#sent.push({ frame, atMs: now });
    return true;
  }

  /** A page draws the newest picture it has, and those before are then of no use any more. */
  shown(frame: number): void {
    this.#sent = this.#sent.filter((sent) => sent.frame > frame);
  }
}

/** One being drawn while the next travels. */
const MOST = 2;

/**
 * A page in the background draws nothing and says so for nothing; it gets two pictures a second to have one when it is
 * back.
 */
const FORGET_MS = 1000;
