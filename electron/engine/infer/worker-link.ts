import { Worker } from 'node:worker_threads';
import type { Reply, Request } from './messages.ts';

/** A request without the number the link gives it. */
export type Unsent = Request extends infer Each ? (Each extends Request ? Omit<Each, 'id'> : never) : never;

/**
 * Requests to the worker and its replies, matched by number. A worker that dies rejects all that wait, and every
 * later request.
 */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #ended: Error | null = null;

  constructor() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'onset-infer' });
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

  async close(): Promise<void> {
    this.#end(new Error('it was closed'));
    await this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
