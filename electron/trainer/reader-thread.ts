/**
 * Batches of clips read and varied in a thread of their own, while the step before runs: the runtime blocks the thread
 * that calls it for whole steps. Where a step is short (a graphics device), reading would otherwise take most of the
 * time; on two busy cores it gains nothing and costs nothing.
 */
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../contract/errors.ts';
import type { FlowRequest } from '../../models/nets/index.ts';
import type { Batch, SampleRequest } from '../../models/train/index.ts';
import type { ClipPart, Labelling, ReadBatch } from '../../models/train/recognition/index.ts';

/** What a thread is begun with: it opens the clips itself. */
export interface ReaderSetUp {
  readonly parts: readonly ClipPart[];
  readonly labelling: Labelling;
  /** Null for a network that sees pictures. */
  readonly flow: FlowRequest | null;
}

export interface ReadRequest {
  readonly id: number;
  readonly requests: readonly SampleRequest[];
}

export type ReadReply =
  | { readonly id: number; readonly kind: 'batch'; readonly batch: Batch }
  | { readonly id: number; readonly kind: 'failed'; readonly code: string; readonly facts: object }
  | { readonly id: number; readonly kind: 'crashed'; readonly stack: string };

interface Waiting {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: Error) => void;
}

export class ReaderThread implements Disposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(setUp: ReaderSetUp) {
    this.#worker = new Worker(join(import.meta.dirname, 'reader-worker.ts'), { workerData: setUp });
    this.#worker.on('message', (reply: ReadReply) => this.#hear(reply));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values())
        reject(error instanceof Error ? error : new Error(String(error)));
      this.#waiting.clear();
    });
    // A run that has ended does not wait for a batch that nobody will take.
    this.#worker.unref();
  }

  readonly read: ReadBatch = (requests) =>
    new Promise<Batch>((resolve, reject) => {
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      // Someone waits now: until the answer the thread keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ id, requests } satisfies ReadRequest);
    });

  #hear(reply: ReadReply): void {
    const { resolve, reject } = this.#waiting.get(reply.id)!;
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    switch (reply.kind) {
      case 'batch':
        resolve(reply.batch);
        return;
      case 'failed':
        // Code and facts come from an OnsetError of the same program.
        reject(new OnsetError(reply.code as ErrorCode, reply.facts as never));
        return;
      case 'crashed':
        reject(new Error(reply.stack));
        return;
      default:
        reply satisfies never;
    }
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }
}
