import { availableParallelism } from 'node:os';

/** How much of the machine this process uses. */
export interface MachineLoad {
  /** Of all processors together, since a second or so ago; null before that is known. */
  readonly cpu01: number | null;
  readonly memoryBytes: number;
}

export class Load {
  readonly #cores = availableParallelism();
  #last = { usage: process.cpuUsage(), atMs: performance.now() };
  #cpu01: number | null = null;

  now(): MachineLoad {
    const atMs = performance.now();
    if (atMs - this.#last.atMs >= SPAN_MS) {
      const { user, system } = process.cpuUsage(this.#last.usage);
      this.#cpu01 = Math.min(1, (user + system) / 1000 / (atMs - this.#last.atMs) / this.#cores);
      this.#last = { usage: process.cpuUsage(), atMs };
    }
    return { cpu01: this.#cpu01, memoryBytes: process.memoryUsage.rss() };
  }
}

/** Shorter spans would show single frames. */
const SPAN_MS = 1000;
