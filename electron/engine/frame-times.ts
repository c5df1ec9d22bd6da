/** When frames were shown: rate, duration and evenness, in constant memory. */
export class FrameTimes {
  #count = 0;
  #firstUs = 0;
  #lastUs = 0;
  #shortestUs = Infinity;
  #longestUs = 0;

  add(timeUs: number): void {
    if (this.#count === 0) this.#firstUs = timeUs;
    else {
      this.#shortestUs = Math.min(this.#shortestUs, timeUs - this.#lastUs);
      this.#longestUs = Math.max(this.#longestUs, timeUs - this.#lastUs);
    }
    this.#lastUs = timeUs;
    this.#count++;
  }

  /** (frames − 1) / (last − first); 0 for a single frame. */
  fps(): number {
    if (this.#count < 2) return 0;
    // To a thousandth: times are whole microseconds, so more digits would only look exact.
    return Math.round(((this.#count - 1) * 1e9) / (this.#lastUs - this.#firstUs)) / 1000;
  }

  /** By the shortest distance between two frames; 0 before there are two. */
  fastestFps(): number {
    return Number.isFinite(this.#shortestUs) ? 1e6 / this.#shortestUs : 0;
  }

  /** To the end of the last frame, taken to last as long as the mean. */
  durationS(): number {
    const fps = this.fps();
    return (this.#lastUs - this.#firstUs) / 1e6 + (fps > 0 ? 1 / fps : 0);
  }

  /** Uneven beyond a millisecond and a half: containers that count in milliseconds jitter by one. */
  isVariable(): boolean {
    return this.#count > 2 && this.#longestUs - this.#shortestUs > 1500;
  }
}
