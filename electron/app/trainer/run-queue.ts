/**
 * The queue of runs: one works, the others wait in order. It is on disk with every turn it takes, so that closing a
 * window, a crash of the engine or of the machine loses nothing but the steps since a run was last saved.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Takes } from '../../../contract/channels/index.ts';
import type {
  Run,
  RunHistory,
  RunOrder,
  RunPoints,
  RunResult,
  RunEpoch,
} from '../../../contract/channels/trainer-runs.ts';
import type { TrainerSettings } from '../../../contract/channels/trainer.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { TrainingCall } from '../../../contract/training.ts';
import { RunFolder } from '../../../models/train/run-folder.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import type { Log } from '../problem.ts';
import { sizeOf } from '../summarize.ts';
import { ActiveRun } from './active-run.ts';
import { makeFolder, type TrainerFolders } from './folders.ts';
import { isAlive, Owner } from './owner.ts';
import type { EvaluationOrder, EvaluationPlaces } from './evaluation-call.ts';
import { evaluationResult } from './evaluation-result.ts';
import { EvaluationRun } from './evaluation-run.ts';
import { RunCalls } from './run-calls.ts';
import { type Entry, RunEntries } from './run-entries.ts';
import { RunLog } from './run-log.ts';
import { problemOfRun } from './run-problem.ts';
import type { Priorities } from './priorities.ts';
import type { RunEnd, RunWorker } from './worker.ts';
import { isActive, newRun } from './run-store.ts';

export interface RunQueueOptions {
  readonly folders: TrainerFolders;
  readonly settings: () => TrainerSettings;
  readonly data: Pick<EvaluationPlaces, 'find' | 'clipsPathOf'>;
  readonly startProcess: StartProcess;
  readonly priorities: Priorities;
  readonly tell: {
    runs(runs: Run[]): void;
    run(run: Run): void;
    points(points: RunPoints): void;
    epoch(run: string, epoch: RunEpoch): void;
    pictures(run: string): void;
  };
  /** What a run that has ended with a model file says of it. */
  readonly takeModel: (run: Run, path: string) => Promise<Pick<Run, 'model' | 'modelProblem'>>;
  readonly log: Log;
}

type Command = Takes<'trainer.command'>['command'];

export class RunQueue implements AsyncDisposable {
  readonly #options: RunQueueOptions;
  readonly #owner: Owner;
  readonly #entries: RunEntries;
  readonly calls: RunCalls;
  #isOwner = false;
  #isOpen = true;
  #active: { readonly entry: Entry; process: RunWorker | null; readonly done: Promise<void> } | null = null;
  #isLive = false;
  #settling: NodeJS.Timeout | null = null;
  /** Lets a paused run without a process look again. */
  #wake: (() => void) | null = null;
  /** Told by a person to pause; a pause that makes way for a live view is another thing. */
  readonly #pausedByPerson = new Set<string>();
  /** To be taken up at once with another number of threads. */
  readonly #restarting = new Set<string>();

  constructor(options: RunQueueOptions) {
    this.#options = options;
    const { folders, tell, log, data } = options;
    this.#entries = new RunEntries({ path: folders.file('runs.json'), tell, log });
    this.calls = new RunCalls({ folders, data, find: (id) => this.find(id), threads: () => this.#threads });
    this.#owner = new Owner(options.folders.file('owner.pid'));
    this.#own();
  }

  /** Those that run or wait, in order; then those that have ended, the newest first. */
  list(): Run[] {
    if (!this.#own()) this.#entries.look();
    return this.#entries.list();
  }

  /** Throws `run-unknown`. */
  find(id: string): Run {
    return this.#entries.get(id).run;
  }

  /** The runs that it began with, the nearest first, as far as they are still there. */
  earlierOf({ order }: Run): Run[] {
    const from = order.kind === 'training' ? order.from : null;
    const earlier = this.#entries.list().find(({ id }) => id === from);
    return earlier === undefined ? [] : [earlier, ...this.earlierOf(earlier)];
  }

  folderOf(id: string): string {
    return this.#options.folders.run(this.find(id).id);
  }

  /** The name of the run that learns from data, or will; null: none. */
  readerOf(data: string): string | null {
    const reads = ({ order }: Run): boolean =>
      order.data.includes(data) || (order.kind === 'training' && order.validation.includes(data));
    const runs = this.#entries.list();
    return runs.find((run) => (isActive(run) || run.state === 'waiting') && reads(run))?.name ?? null;
  }

  /** Throws `data-unknown`, `data-unready`, `run-unknown`, `trainer-elsewhere`. */
  add(order: RunOrder): string {
    this.#refuseElsewhere();
    const run = newRun(order);
    if (order.kind === 'training') this.calls.training(run);
    else this.calls.evaluation(run.id, order);
    this.#entries.add(run);
    this.#next();
    return run.id;
  }

  /** Throws `run-busy` where the run is in no state for that. */
  command(id: string, command: Command): Run {
    this.#refuseElsewhere();
    const entry = this.#entries.get(id);
    if (!FITS[command].includes(entry.run.state)) throw busy(entry.run, WORDS[command]);
    switch (command) {
      case 'go-on':
        this.#entries.change(entry, { ...CLEARED, state: 'waiting' }, false);
        this.#entries.move(entry);
        this.#next();
        break;
      case 'pause':
        this.#pausedByPerson.add(id);
        this.#pace();
        break;
      case 'resume':
        this.#pausedByPerson.delete(id);
        this.#pace();
        break;
      case 'finish':
        // Half of the folds make no table.
        if (entry.run.order.kind === 'evaluation') throw busy(entry.run, WORDS[command]);
        this.#entries.change(entry, { state: 'finishing' }, true);
        this.#restarting.delete(id);
        this.#active?.process?.command('finish');
        break;
      case 'stop':
        this.#restarting.delete(id);
        if (entry.run.state === 'waiting')
          this.#entries.change(entry, { state: 'stopped', ending: 'stopped', isResumable: true }, true);
        else {
          this.#entries.change(entry, { state: 'stopping' }, true);
          this.#active?.process?.command('stop');
          this.#wake?.();
        }
        break;
      default:
        command satisfies never;
    }
    return entry.run;
  }

  /** To place `to` among those that wait. */
  move(id: string, to: number): void {
    this.#refuseElsewhere();
    const entry = this.#entries.get(id);
    if (entry.run.state !== 'waiting') throw busy(entry.run, 'move in the queue');
    this.#entries.move(entry, to);
  }

  rename(id: string, name: string): void {
    this.#refuseElsewhere();
    this.#entries.change(this.#entries.get(id), { name }, true);
  }

  remove(id: string): void {
    this.#refuseElsewhere();
    const entry = this.#entries.get(id);
    if (isActive(entry.run)) throw busy(entry.run, 'be removed');
    rmSync(this.folderOf(id), { recursive: true, force: true });
    this.#entries.remove(entry);
  }

  result(id: string): RunResult | null {
    return evaluationResult(this.find(id), this.folderOf(id), this.#options.log);
  }

  history(id: string): RunHistory {
    return new RunLog(this.folderOf(id)).history(id);
  }

  /** The call with which the run can be opened where it was saved. */
  savedCallOf(id: string): TrainingCall {
    return { ...this.calls.training(this.find(id)), isResumed: true };
  }

  /** A live view has begun, or ended. */
  setLive(isLive: boolean): void {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.repace();
  }

  /** What settings say of live views, or a live view, has changed. A view that ends may begin again at once. */
  repace(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = null;
    if (this.#isLive) this.#pace();
    else this.#settling = setTimeout(() => this.#pace(), SETTLE_MS).unref();
  }

  /** Ends what runs: saved, and taken up again by the next engine where settings say so. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false;
    if (this.#settling !== null) clearTimeout(this.#settling);
    const active = this.#active;
    if (active !== null) {
      active.process?.command('stop');
      this.#wake?.();
      await active.done;
    }
    if (this.#isOwner) this.#owner[Symbol.dispose]();
  }

  /** True where this engine works the queue; it takes over where nobody does any more. */
  #own(): boolean {
    if (this.#isOwner) return true;
    if (!this.#isOpen || this.#owner.other !== null) return false;
    this.#isOwner = true;
    this.#entries.takeOver(this.#options.settings().resumesByItself);
    // Whoever made this hears of runs first when it is whole.
    queueMicrotask(() => this.#next());
    return true;
  }

  #refuseElsewhere(): void {
    if (!this.#own()) throw new OnsetError('trainer-elsewhere', { pid: this.#owner.other ?? 0 });
  }

  /** One less than usual while a live view is open, if it is to be yielded to. */
  get #threads(): number {
    const { threads, whileLive } = this.#options.settings();
    const usual = threads ?? availableParallelism();
    return this.#isLive && whileLive === 'yield' ? Math.max(1, usual - 1) : usual;
  }

  get #priority(): number {
    const { usual, yielding } = this.#options.priorities;
    return this.#isLive && this.#options.settings().whileLive === 'yield' ? yielding : usual;
  }

  #next(): void {
    if (this.#active !== null || !this.#isOpen || !this.#isOwner) return;
    const entry = this.#entries.next();
    if (entry === undefined) return;
    const done = this.#work(entry).finally(() => {
      this.#active = null;
      this.#next();
    });
    this.#active = { entry, process: null, done };
  }

  async #work(entry: Entry): Promise<void> {
    const { run } = entry;
    this.#entries.change(
      entry,
      { state: 'starting', startedAt: run.startedAt ?? new Date().toISOString() },
      true,
    );
    try {
      await this.#waitForFormer(entry);
      let ended = await this.#workOnce(entry);
      while (ended.ending === 'stopped' && this.#restarting.delete(run.id) && this.#isOpen) {
        await this.#whilePaused(entry);
        // While it was paused it may have been told to end, or the engine.
        if (this.#isToEnd(entry)) break;
        this.#entries.change(entry, { state: 'starting' }, true);
        ended = await this.#workOnce(entry);
      }
      await this.#end(entry, ended);
    } catch (error) {
      const problem = problemOfRun(error, run.name, this.#options.log);
      this.#entries.change(
        entry,
        { ...OVER, state: 'failed', endedAt: new Date().toISOString(), problem, isResumable: true },
        true,
      );
    } finally {
      this.#restarting.delete(run.id);
      this.#pausedByPerson.delete(run.id);
    }
  }

  /** A run whose process cannot pause has none while it is to. */
  async #whilePaused(entry: Entry): Promise<void> {
    if (this.#active !== null) this.#active.process = null;
    const isWaiting = (): boolean => this.#isToPause(entry) && !this.#isToEnd(entry);
    if (!isWaiting()) return;
    this.#entries.change(entry, { state: 'paused', leftS: null }, true);
    while (isWaiting()) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }

  /** The process that an engine before this one had started may still be saving what it had. */
  async #waitForFormer(entry: Entry): Promise<void> {
    const untilMs = performance.now() + FORMER_MS;
    while (entry.pid !== null && isAlive(entry.pid) && this.#isOpen) {
      if (performance.now() > untilMs) throw new OnsetError('trainer-elsewhere', { pid: entry.pid });
      await sleep(FORMER_LOOK_MS);
    }
    entry.pid = null;
  }

  async #workOnce(entry: Entry): Promise<RunEnd> {
    const { id, order } = entry.run;
    makeFolder(this.folderOf(id));
    const process =
      order.kind === 'training' ? this.#startTraining(entry) : this.#startEvaluation(entry, order);
    if (this.#active !== null) this.#active.process = process;
    entry.pid = process.pid;
    this.#entries.turn();
    // What it was told while there was no process.
    if (entry.run.state === 'stopping' || !this.#isOpen) process.command('stop');
    if (entry.run.state === 'finishing') process.command('finish');
    this.#pace();
    return await process.ended;
  }

  #startTraining(entry: Entry): RunWorker {
    const { id, wallS } = entry.run;
    const folder = this.folderOf(id);
    const { tell, startProcess } = this.#options;
    return new ActiveRun(
      { ...this.calls.training(entry.run), isResumed: new RunFolder(folder).isTaken },
      wallS,
      new RunLog(folder),
      {
        changed: (change, isTurn) => this.#hear(entry, change, isTurn),
        pointed: (curves) => tell.points({ run: id, curves }),
        epochEnded: (epoch) => tell.epoch(id, epoch),
        pictured: () => tell.pictures(id),
      },
      { priority: this.#priority, startProcess },
    );
  }

  #startEvaluation(entry: Entry, order: EvaluationOrder): RunWorker {
    const { id, wallS } = entry.run;
    return new EvaluationRun(
      this.calls.evaluation(id, order),
      wallS,
      (change, isTurn) => this.#hear(entry, change, isTurn),
      { jobs: this.#threads, priority: this.#priority, startProcess: this.#options.startProcess },
    );
  }

  /** A run that was told to end stays so, whatever its process still tells. */
  #hear(entry: Entry, change: Partial<Run>, isTurn: boolean): void {
    const { state } = entry.run;
    const isEnding = state === 'stopping' || state === 'finishing';
    this.#entries.change(
      entry,
      isEnding && change.state !== undefined ? { ...change, state } : change,
      isTurn,
    );
    if (!isTurn) return;
    // Where the desktop's shell starts processes, their numbers come after them.
    entry.pid = this.#active?.process?.pid ?? entry.pid;
    this.#pace();
  }

  async #end(entry: Entry, { ending, step, model }: RunEnd): Promise<void> {
    const wallS = this.#active?.process?.wallS ?? entry.run.wallS;
    const change: Partial<Run> = { ...OVER, step, wallS, endedAt: new Date().toISOString() };
    if (ending === 'stopped') {
      // Told by nobody but the end of this engine: it goes on with the next one.
      const isMeant = entry.run.state === 'stopping' || this.#pausedByPerson.has(entry.run.id);
      const state = isMeant ? 'stopped' : 'interrupted';
      this.#entries.change(entry, { ...change, state, ending, isResumable: true }, true);
      return;
    }
    const taken = model === null ? {} : await this.#options.takeModel(entry.run, model);
    const sizeBytes = sizeOf(this.folderOf(entry.run.id));
    this.#entries.change(
      entry,
      { ...change, ...taken, state: 'done', ending, isResumable: false, sizeBytes, progress01: 1 },
      true,
    );
  }

  #isToEnd({ run }: Entry): boolean {
    return run.state === 'stopping' || !this.#isOpen;
  }

  #isToPause({ run }: Entry): boolean {
    const isHeld = this.#isLive && this.#options.settings().whileLive === 'hold';
    return isHeld || this.#pausedByPerson.has(run.id);
  }

  /** Brings the run's process to what a live view and the person want of it. */
  #pace(): void {
    const { entry, process } = this.#active ?? {};
    if (!entry) return;
    const pace = !this.#isLive ? 'usual' : PACES[this.#options.settings().whileLive];
    if (entry.run.pace !== pace) this.#entries.change(entry, { pace }, true);
    this.#wake?.();
    if (!process) return;
    const isToPause = this.#isToPause(entry);
    if (process.canPause) process.command(isToPause ? 'pause' : 'resume');
    const isRight = process.threads === this.#threads && process.priority === this.#priority;
    const isToRestart = process.canPause ? !isToPause && !isRight : isToPause || !isRight;
    if (entry.run.state !== 'running' || !isToRestart || this.#restarting.has(entry.run.id)) return;
    // The runtime's threads are as many as its session was opened with, and no process may raise its own priority again.
    this.#restarting.add(entry.run.id);
    process.command('stop');
  }
}

/** A live view that is started again at once should not restart a run twice. */
const SETTLE_MS = 5000;
/** The longest step that anybody runs, and a save. */
const FORMER_MS = 120_000;
const FORMER_LOOK_MS = 250;

const FITS: Record<Command, readonly Run['state'][]> = {
  'go-on': ['stopped', 'interrupted', 'failed'],
  pause: ['starting', 'running'],
  resume: ['paused', 'running', 'starting'],
  finish: ['starting', 'running', 'paused'],
  stop: ['waiting', 'starting', 'running', 'paused', 'finishing'],
};

const WORDS: Record<Command, string> = {
  'go-on': 'go on',
  pause: 'pause',
  resume: 'go on',
  finish: 'finish',
  stop: 'stop',
};

const PACES = { yield: 'yielding', hold: 'held', 'go-on': 'unyielding' } as const satisfies Record<
  TrainerSettings['whileLive'],
  Run['pace']
>;

/** What a run that has ended no longer says. */
const OVER = {
  leftS: null,
  samplesPerS: null,
  memoryBytes: null,
  pace: 'usual',
} as const satisfies Partial<Run>;
const CLEARED = { problem: null, ending: null, endedAt: null } as const satisfies Partial<Run>;

const busy = ({ name, state }: Run, command: string): OnsetError =>
  new OnsetError('run-busy', { run: name, state, command });
