/** Steps that the pace is taken over: long enough to smooth, short enough to notice that the machine got busy. */
const STEPS = 20;

/** Samples per second and time left, over the last steps. Times in milliseconds of a clock that only goes forward. */
export class Pace {
  readonly #durationsMs: number[] = [];

  add(durationMs: number): void {
    this.#durationsMs.push(durationMs);
    if (this.#durationsMs.length > STEPS) this.#durationsMs.shift();
  }

  stepsPerS(): number {
    const totalMs = this.#durationsMs.reduce((sum, duration) => sum + duration, 0);
    return totalMs === 0 ? 0 : (1000 * this.#durationsMs.length) / totalMs;
  }

  /** Seconds for so many more steps; null before the first. */
  leftS(steps: number): number | null {
    const pace = this.stepsPerS();
    return pace === 0 ? null : steps / pace;
  }
}
