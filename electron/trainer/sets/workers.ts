import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../../contract/errors.ts';
import type { Item } from './item.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Null where the item is kept; else why it is left out. */
export type Outcome = string | null;

/**
 * Has items prepared by `jobs` processes side by side and tells of each as it is done. Ends early, without an error,
 * when `signal` aborts. Rejects with `landmarker-failed`, `output-unwritable`.
 */
export async function runWorkers(
  items: readonly Item[],
  { jobs, look, cacheDir }: Omit<ToWorker, 'item'> & { readonly jobs: number },
  signal: AbortSignal,
  onDone: (item: Item, outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...items];
  const stopped = new AbortController();
  const stop = AbortSignal.any([signal, stopped.signal]);
  const lanes = Array.from({ length: Math.min(jobs, items.length) }, async () => {
    using worker = new Worker(stop);
    for (let item = waiting.shift(); item && !stop.aborted; item = waiting.shift()) {
      const outcome = await worker.prepare({ item, look, cacheDir });
      if (outcome !== 'stopped') onDone(item, outcome.reason);
    }
  });
  try {
    await Promise.all(lanes);
  } finally {
    stopped.abort();
    await Promise.allSettled(lanes);
  }
}

/** One process, started anew when it dies. */
class Worker implements Disposable {
  readonly #stop: AbortSignal;
  #child: ChildProcess | null = null;

  constructor(stop: AbortSignal) {
    this.#stop = stop;
    stop.addEventListener('abort', this.#kill);
  }

  async prepare(order: ToWorker): Promise<{ readonly reason: Outcome } | 'stopped'> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#ask(order);
      if (this.#stop.aborted) return 'stopped';
      if (typeof answer !== 'string') return { reason: reasonOf(answer) };
      // Once may be the machine's doing (memory, another program); twice is the clip's.
      if (tries === 2) return { reason: `reading it ended the process twice (${answer})` };
    }
  }

  [Symbol.dispose](): void {
    this.#stop.removeEventListener('abort', this.#kill);
    this.#kill();
  }

  /** The answer, or how the process ended without one. */
  #ask(order: ToWorker): Promise<FromWorker | string> {
    const child = (this.#child ??= startChild());
    return new Promise((resolve) => {
      const onMessage = (message: FromWorker): void => {
        child.off('close', onClose);
        resolve(message);
      };
      const onClose = (status: number | null, cause: string | null): void => {
        child.off('message', onMessage);
        this.#child = null;
        resolve(cause ?? `status ${String(status)}`);
      };
      child.once('message', onMessage);
      child.once('close', onClose);
      child.send(order, () => undefined);
    });
  }

  readonly #kill = (): void => {
    this.#child?.kill('SIGKILL');
  };
}

function startChild(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), [], {
    serialization: 'advanced',
    execArgv: process.execArgv,
    // What libraries print about a damaged picture is no message for a person; the outcome says what happened.
    silent: true,
  });
  child.stdout?.resume();
  child.stderr?.resume();
  return child;
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
