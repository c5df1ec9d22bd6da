import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../../contract/errors.ts';
import type { HostedProcess, StartProcess } from '../hosted-process.ts';
import type { Item } from './item.ts';
import { ItemWorker } from './item-worker.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Null where the item is kept; else why it is left out. */
export type Outcome = string | null;

export interface WorkOptions extends Omit<ToWorker, 'item'> {
  readonly jobs: number;
  /** How the processes are started; null: no further process, one item after the other in this one. */
  readonly startProcess: StartProcess | null;
}

/**
 * Has items prepared by `jobs` processes side by side and tells of each as it is done. Ends early, without an error,
 * when `signal` aborts. Rejects with `landmarker-failed`, `output-unwritable`.
 */
export async function runWorkers(
  items: readonly Item[],
  { jobs, startProcess, ...how }: WorkOptions,
  signal: AbortSignal,
  onDone: (item: Item, outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...items];
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const runLane = async (): Promise<void> => {
    await using worker = startProcess === null ? new WorkerHere() : new WorkerElsewhere(startProcess, stop);
    for (let item = waiting.shift(); item && !stop.aborted; item = waiting.shift()) {
      const answer = await worker.work({ item, ...how });
      if (answer !== null) onDone(item, reasonOf(answer));
    }
  };
  const lanes = Array.from({ length: startProcess === null ? 1 : Math.min(jobs, items.length) }, runLane);
  try {
    await Promise.all(lanes);
  } finally {
    // One lane failed: what the others are at is given up.
    failed.abort();
    await Promise.allSettled(lanes);
  }
}

/** Null where it was told to stop. */
interface Worker extends AsyncDisposable {
  work(order: ToWorker): Promise<FromWorker | null>;
}

class WorkerHere extends ItemWorker implements Worker {}

/** One process, started anew when it dies, and killed when `stop` aborts. */
class WorkerElsewhere implements Worker {
  readonly #startProcess: StartProcess;
  readonly #stop: AbortSignal;
  #child: HostedProcess | null = null;
  /** Takes the answer, or how the process ended without one. */
  #settle: (answer: FromWorker | string) => void = () => undefined;

  constructor(startProcess: StartProcess, stop: AbortSignal) {
    this.#startProcess = startProcess;
    this.#stop = stop;
    stop.addEventListener('abort', this.#kill);
  }

  async work(order: ToWorker): Promise<FromWorker | null> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#ask(order);
      if (this.#stop.aborted) return null;
      if (typeof answer !== 'string') return answer;
      // Once may be the machine's doing (memory, another program); twice is the clip's.
      if (tries === 2) return { kind: 'left-out', reason: `reading it ended the process twice (${answer})` };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stop.removeEventListener('abort', this.#kill);
    this.#kill();
    return Promise.resolve();
  }

  #ask(order: ToWorker): Promise<FromWorker | string> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      (this.#child ??= this.#start()).send(order);
    });
  }

  #start(): HostedProcess {
    const child = this.#startProcess(join(import.meta.dirname, 'worker-process.ts'));
    child.onMessage((message) => this.#settle(message as FromWorker));
    child.onEnd((how) => {
      if (this.#child === child) this.#child = null;
      this.#settle(how);
    });
    return child;
  }

  readonly #kill = (): void => {
    this.#child?.kill();
  };
}

function reasonOf(answer: FromWorker): Outcome {
  switch (answer.kind) {
    case 'kept':
      return null;
    case 'left-out':
      return answer.reason;
    case 'failed':
      // Code and facts come from an OnsetError of the same program.
      throw new OnsetError(answer.code as ErrorCode, answer.facts as never);
    case 'crashed':
      throw new Error(answer.stack);
    default:
      return answer satisfies never;
  }
}
