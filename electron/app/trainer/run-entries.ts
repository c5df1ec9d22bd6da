/** Runs in the order of the queue, on disk with every turn they take; windows hear of each change. */
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { Log } from '../problem.ts';
import { afterBreak, isActive, type KeptRun, readRuns, writeRuns } from './run-store.ts';

export interface Entry extends KeptRun {
  run: Run;
  pid: number | null;
}

export interface RunEntriesOptions {
  readonly path: string;
  readonly tell: { runs(runs: Run[]): void; run(run: Run): void };
  readonly log: Log;
}

export class RunEntries {
  readonly #options: RunEntriesOptions;
  #entries: Entry[] = [];
  #toldAtMs = 0;
  #keptAtMs = 0;

  constructor(options: RunEntriesOptions) {
    this.#options = options;
  }

  /** As the engine that works the queue has them; this one looks on. */
  look(): void {
    this.#entries = readRuns(this.#options.path, this.#options.log);
  }

  /** As an engine has left them that is gone: what it broke off waits again where it is to go on by itself. */
  takeOver(resumesByItself: boolean): void {
    const kept = readRuns(this.#options.path, this.#options.log);
    const wasBroken = ({ run }: KeptRun): boolean =>
      run.state === 'interrupted' || (isActive(run) && run.state !== 'stopping');
    const broken = new Set(kept.filter(wasBroken).map(({ run }) => run.id));
    this.#entries = kept.map((entry) => {
      const run = afterBreak(entry.run);
      // One that a person had paused stays where it is.
      const goesOn = resumesByItself && broken.has(run.id) && entry.run.state !== 'paused';
      return { ...entry, run: goesOn ? { ...run, state: 'waiting' } : run };
    });
    // What was broken off goes before what had not begun.
    this.#entries.sort((one, other) => Number(broken.has(other.run.id)) - Number(broken.has(one.run.id)));
  }

  /** Those that run or wait, in order; then those that have ended, the newest first. */
  list(): Run[] {
    const runs = this.#entries.map(({ run }) => run);
    const hasEnded = (run: Run): boolean => run.state !== 'waiting' && !isActive(run);
    return [
      ...runs.filter((run) => !hasEnded(run)),
      ...runs.filter(hasEnded).sort((one, other) => lastOf(other).localeCompare(lastOf(one))),
    ];
  }

  /** Throws `run-unknown`. */
  get(id: string): Entry {
    const entry = this.#entries.find(({ run }) => run.id === id);
    if (entry === undefined) throw new OnsetError('run-unknown', { run: id });
    return entry;
  }

  /** The next to be worked on. */
  next(): Entry | undefined {
    return this.#entries.find(({ run }) => run.state === 'waiting');
  }

  add(run: Run): void {
    this.#entries.push({ run, pid: null });
    this.turn();
  }

  /** To place `to` among those that wait; absent: behind all of them. */
  move(entry: Entry, to = Infinity): void {
    const others = this.#entries.filter((one) => one !== entry);
    const before = others.filter(({ run }) => run.state === 'waiting')[to];
    others.splice(before === undefined ? others.length : others.indexOf(before), 0, entry);
    this.#entries = others;
    this.turn();
  }

  remove(entry: Entry): void {
    this.#entries = this.#entries.filter((one) => one !== entry);
    this.turn();
  }

  /** Windows hear of a turn at once, and of progress some four times a second; the disk of turns, and now and then. */
  change(entry: Entry, change: Partial<Run>, isTurn: boolean): void {
    entry.run = { ...entry.run, ...change };
    if (isTurn) {
      this.turn();
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#toldAtMs > TELL_EVERY_MS) {
      this.#toldAtMs = nowMs;
      this.#options.tell.run(entry.run);
    }
    if (nowMs - this.#keptAtMs > KEEP_EVERY_MS) this.#keep();
  }

  turn(): void {
    this.#keep();
    this.#options.tell.runs(this.list());
  }

  #keep(): void {
    this.#keptAtMs = performance.now();
    writeRuns(this.#options.path, this.#entries);
  }
}

const TELL_EVERY_MS = 250;
const KEEP_EVERY_MS = 10_000;

const lastOf = ({ endedAt, madeAt }: Run): string => endedAt ?? madeAt;
