import { Worker } from 'node:worker_threads';
import type { Reply, Request, WorkerSetUp } from './messages.ts';

/** A request without the number the link gives it. */
export type Unsent = Request extends infer Each ? (Each extends Request ? Omit<Each, 'id'> : never) : never;

/**
 * Requests to the worker and its replies, matched by number. A worker that dies rejects all that wait, and every
 * later request.
 */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #closing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #exited: Promise<void>;
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #ended: Error | null = null;

  constructor() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'onset-infer',
      workerData: { closing: this.#closing } satisfies WorkerSetUp,
    });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (reply: Reply) => {
      this.#waiting.get(reply.id)?.resolve(reply);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (status) => this.#end(new Error(`its thread ended with status ${status}`)));
    // A recognizer that nobody closed does not keep the process alive; one that is working does.
    this.#worker.unref();
  }

  /** Resolves with the reply, whatever it says; rejects when the worker is gone. */
  ask(request: Unsent, transfer: readonly ArrayBuffer[] = []): Promise<Reply> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ ...request, id }, transfer);
    });
  }

  /**
   * Ends the thread once the run that it is in has come back, without those that wait: a thread that is ended from
   * outside in the middle of a native call takes the whole process with it.
   */
  async close(): Promise<void> {
    this.#end(new Error('it was closed'));
    Atomics.store(this.#closing, 0, 1);
    this.#worker.ref();
    this.#worker.postMessage({ kind: 'close', id: this.#nextId++ } satisfies Request);
    const timer = setTimeout(() => void this.#worker.terminate(), MOST_CLOSING_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** A provider that does not come back has hung; the longest runs take seconds. */
const MOST_CLOSING_MS = 30_000;
