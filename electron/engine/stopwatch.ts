/** Adds up what each stage of the pipeline costs on the engine's own thread. */
export class Stopwatch {
  readonly #totalsMs = new Map<string, number>();

  /** Runs `work` and adds its wall time to `stage`. Nested stages count in both. */
  time<Result>(stage: string, work: () => Result): Result {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.#add(stage, performance.now() - started);
    }
  }

  /** As `time`, for what is awaited: the wall time until it settles. */
  async timeAsync<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#add(stage, performance.now() - started);
    }
  }

  /** Milliseconds per frame of every stage. */
  perFrame(frames: number): Record<string, number> {
    return Object.fromEntries(
      [...this.#totalsMs].map(([stage, ms]) => [stage, Math.round((1000 * ms) / Math.max(frames, 1)) / 1000]),
    );
  }

  #add(stage: string, ms: number): void {
    this.#totalsMs.set(stage, (this.#totalsMs.get(stage) ?? 0) + ms);
  }
}
