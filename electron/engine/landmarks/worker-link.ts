import { Worker } from 'node:worker_threads';

import { OnsetError } from '../../../contract/errors.ts';
import type { BoxPx } from '../../../contract/landmarks.ts';
import type { LookRequest, WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts';

type Found = Extract<WorkerMessage, { kind: 'found' }>;

type Answer = Exclude<WorkerMessage, { kind: 'ready' }>;

interface Pending {
  readonly request: WorkerRequest;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** A frame that ends this many workers in a row is not tried a further time. */
const MOST_TRIES = 3;

const WORKER = new URL('./worker.ts', import.meta.url);

/**
 * The landmark worker as seen from the tracker: requests in, answers out, in order. When the thread dies, another
 * one is started and gets every request that was not answered yet.
 */
export class WorkerLink implements AsyncDisposable {
  readonly #setup: Omit<WorkerSetup, 'lastSeen'>;
  readonly #lastSeen: () => readonly BoxPx[];
  readonly #module: URL;
  readonly #pending: Pending[] = [];
  #worker: Worker | null = null;
  #deaths = 0;
  /** Deaths since the last answer. */
  #deathsInARow = 0;
  #ended: Error | null = null;

  /** Resolves when the networks are loaded; requests may be made before. */
  readonly ready: Promise<void>;

  /** Starts the thread. */
  constructor(setup: Omit<WorkerSetup, 'lastSeen'>, lastSeen: () => readonly BoxPx[], module: URL = WORKER) {
    this.#setup = setup;
    this.#lastSeen = lastSeen;
    this.#module = module;
    this.ready = this.#spawn();
    this.ready.catch((error: unknown) => {
      this.#giveUp(error instanceof Error ? error : failure(error));
    });
  }

  /** How often the thread had to be started again. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Whether nothing can be asked of it any more. */
  get hasEnded(): boolean {
    return this.#ended !== null;
  }

  async look(request: Omit<LookRequest, 'kind'>): Promise<Found> {
    const answer = await this.#ask({ kind: 'look', ...request });
    if (answer.kind !== 'found') throw new Error(`internal: the landmark thread answered ${answer.kind}`);
    return answer;
  }

  async startOver(): Promise<void> {
    await this.#ask({ kind: 'startOver' });
  }

  #ask(request: WorkerRequest): Promise<Answer> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#pending.push({ request, resolve, reject });
      this.#worker?.postMessage(request);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= new Error('internal: the face tracker is closed');
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of this.#pending.splice(0)) reject(this.#ended);
    await worker?.terminate();
  }

  #spawn(): Promise<void> {
    const workerData: WorkerSetup = { ...this.#setup, lastSeen: this.#lastSeen() };
    const worker = new Worker(this.#module, { workerData, name: 'landmarks' });
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      let isReady = false;
      let cause: unknown = new Error('the landmark thread ended without a reason');
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'ready') {
          isReady = true;
          resolve();
        } else {
          this.#deathsInARow = 0;
          this.#pending.shift()?.resolve(message);
        }
      });
      worker.on('error', (error: unknown) => {
        cause = error;
      });
      worker.on('exit', () => {
        if (this.#worker !== worker) {
          reject(this.#ended ?? failure(cause)); // closed while it was starting
          return;
        }
        this.#worker = null;
        if (isReady) this.#recover(cause);
        else reject(failure(cause));
      });
    });
  }

  #recover(cause: unknown): void {
    this.#deaths += 1;
    this.#deathsInARow += 1;
    if (this.#deathsInARow >= MOST_TRIES) {
      this.#giveUp(failure(cause));
      return;
    }
    const waiting = this.#pending.map(({ request }) => request);
    this.#spawn().then(
      () => undefined,
      (error: unknown) => this.#giveUp(error instanceof Error ? error : failure(error)),
    );
    // The thread reads its messages once it listens.
    for (const request of waiting) this.#worker?.postMessage(request);
  }

  #giveUp(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }
}

function failure(cause: unknown): OnsetError {
  const reason = causeOf(cause);
  return new OnsetError('landmarker-failed', { reason: reason.replace(/[\s.]+$/, '') }, cause);
}

/** The innermost message says what happened; those around it say where. */
const causeOf = (error: unknown): string =>
  error instanceof Error ? (error.cause === undefined ? error.message : causeOf(error.cause)) : String(error);
