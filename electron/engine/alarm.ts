/** A sleep that can be ended early, also before it has begun: a call to `rouse` is never missed. */
export class Alarm {
  #wake: (() => void) | null = null;
  #isRoused = false;

  /** What was roused up to now is dealt with: the next sleep lasts. */
  reset(): void {
    this.#isRoused = false;
  }

  /** Resolves after `mostMs`, or when roused since the last `reset`. One sleeper at a time. */
  sleep(mostMs: number): Promise<void> {
    if (this.#isRoused) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.rouse();
      }, mostMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  rouse(): void {
    this.#isRoused = true;
    this.#wake?.();
    this.#wake = null;
  }
}
