import type { Job } from '../../contract/channels/library.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { JobHandle, Jobs } from './context.ts';
import { problemOf, type Log } from './problem.ts';
import { randomId } from './random-id.ts';

interface Entry {
  job: Job;
  readonly work: (job: JobHandle) => Promise<void>;
  readonly abort: AbortController;
  toldAtMs: number;
  timer: NodeJS.Timeout | null;
}

/** Analyses and exports: one of a kind at a time, the others wait in the order they came. */
export class JobQueue implements Jobs {
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<Job['kind'], Promise<void>>();
  readonly #tell: (job: Job) => void;
  readonly #log: Log;
  #isOpen = true;

  constructor(tell: (job: Job) => void, log: Log) {
    this.#tell = tell;
    this.#log = log;
  }

  list(): readonly Job[] {
    return [...this.#entries.values()].map(({ job }) => job);
  }

  /** Null where there is no such job. */
  find(id: string): Job | null {
    return this.#entries.get(id)?.job ?? null;
  }

  start(
    kind: Job['kind'],
    title: string,
    session: string | null,
    work: (job: JobHandle) => Promise<void>,
  ): string {
    const id = randomId();
    const job: Job = { ...NEW, id, kind, title, session };
    const entry: Entry = { job, work, abort: new AbortController(), toldAtMs: 0, timer: null };
    this.#entries.set(id, entry);
    this.#forgetOldest();
    this.#change(entry, {});
    this.#next(kind);
    return id;
  }

  cancel(id: string): void {
    const entry = this.#entryOf(id);
    entry.abort.abort(new DOMException('cancelled', 'AbortError'));
    if (entry.job.state === 'waiting') this.#change(entry, { state: 'cancelled' });
  }

  dismiss(id: string): void {
    const { job } = this.#entryOf(id);
    if (hasEnded(job)) this.#entries.delete(id);
  }

  /** Ends what runs and waits for it. */
  async close(): Promise<void> {
    this.#isOpen = false;
    for (const { job } of this.#entries.values()) if (!hasEnded(job)) this.cancel(job.id);
    await Promise.all(this.#running.values());
  }

  #next(kind: Job['kind']): void {
    if (this.#running.has(kind) || !this.#isOpen) return;
    const entry = [...this.#entries.values()].find(({ job }) => job.kind === kind && job.state === 'waiting');
    if (entry === undefined) return;
    this.#change(entry, { state: 'running' });
    const running = this.#run(entry).finally(() => {
      this.#running.delete(kind);
      this.#next(kind);
    });
    this.#running.set(kind, running);
  }

  async #run(entry: Entry): Promise<void> {
    const { signal } = entry.abort;
    try {
      await entry.work({
        id: entry.job.id,
        signal,
        update: (change) => {
          this.#change(entry, change);
        },
      });
      this.#change(entry, { state: 'done', progress01: 1, leftS: null });
    } catch (error) {
      if (signal.aborted) this.#change(entry, { state: 'cancelled', leftS: null });
      else this.#change(entry, { state: 'failed', leftS: null, problem: this.#problem(error, entry.job) });
    }
  }

  #problem(error: unknown, { kind, title }: Job): Job['problem'] {
    return problemOf(error, `the ${kind} of ${title}`, this.#log);
  }

  /** Windows hear of a change of state at once, and of progress some ten times a second. */
  #change(entry: Entry, change: Partial<Job>): void {
    const isTurn = change.state !== undefined && change.state !== entry.job.state;
    entry.job = { ...entry.job, ...change };
    const waitMs = isTurn ? 0 : entry.toldAtMs + TELL_EVERY_MS - performance.now();
    if (waitMs > 0) {
      entry.timer ??= setTimeout(() => {
        this.#tellNow(entry);
      }, waitMs);
      return;
    }
    this.#tellNow(entry);
  }

  #tellNow(entry: Entry): void {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    entry.toldAtMs = performance.now();
    this.#tell(entry.job);
  }

  /** Jobs that nobody dismisses must not grow without end. */
  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => hasEnded(job));
    for (const { job } of ended.slice(0, Math.max(0, ended.length - MOST_ENDED)))
      this.#entries.delete(job.id);
  }

  #entryOf(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new OnsetError('job-unknown', { job: id });
    return entry;
  }
}

const TELL_EVERY_MS = 100;
const MOST_ENDED = 200;

const hasEnded = ({ state }: Job): boolean => state !== 'waiting' && state !== 'running';

const NEW = {
  state: 'waiting',
  progress01: null,
  leftS: null,
  waitsForLive: false,
  realtimeFactor: null,
  files: [],
  warnings: [],
  problem: null,
} as const satisfies Partial<Job>;
