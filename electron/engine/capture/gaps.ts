/** A hole of this length can swallow a micro-expression (they last up to 0.5 s). */
const NOTABLE_US = 200_000;
/** In slow video every distance is long; a hole is longer than this many usual ones. */
const NOTABLE_STEPS = 3;

/** Watches for stretches without pictures: lost by a recorder, or damaged. */
export class Gaps {
  readonly #usualStepUs: number;
  #lastUs: number | null = null;
  #count = 0;
  #longestUs = 0;
  #longestFromUs = 0;

  constructor(usualStepUs: number) {
    this.#usualStepUs = usualStepUs;
  }

  add(timeUs: number): void {
    const gapUs = timeUs - (this.#lastUs ?? timeUs);
    if (gapUs > NOTABLE_US && gapUs > NOTABLE_STEPS * this.#usualStepUs) {
      this.#count++;
      if (gapUs > this.#longestUs) {
        this.#longestUs = gapUs;
        this.#longestFromUs = this.#lastUs!;
      }
    }
    this.#lastUs = timeUs;
  }

  /** One sentence for the person, or null where there was no hole. */
  warning(name: string): string | null {
    if (this.#count === 0) return null;
    const places = this.#count === 1 ? 'one place' : `${this.#count} places`;
    const longest = `${(this.#longestUs / 1e6).toFixed(2)} s from ${(this.#longestFromUs / 1e6).toFixed(2)} s on`;
    return `${name} has no pictures for a while in ${places} (the longest: ${longest}).`;
  }
}
