/** An evaluation that runs: its folds become the run's progress. */
import { join } from 'node:path';
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import type { TrainingCommand } from '../../../contract/training.ts';
import type { EvaluationCall, EvaluationEvent } from '../../trainer/evaluation/index.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import { writeJson } from '../json-file.ts';
import { runChore } from './chores/run-chore.ts';
import { STARTED_FILE } from './evaluation-folds.ts';
import type { RunEnd, RunWorker } from './worker.ts';

/** The step that runs is done first, and a fold is saved: minutes for the heaviest networks on a busy machine. */
const SAVED_WITHIN_MS = 120_000;

export interface EvaluationManners {
  /** Folds side by side, each a process of one thread. */
  readonly jobs: number;
  readonly priority: number;
  readonly startProcess: StartProcess;
}

export class EvaluationRun implements RunWorker {
  readonly ended: Promise<RunEnd>;
  readonly pid = null;
  readonly canPause = false;
  readonly threads: number;
  readonly priority: number;
  readonly #call: EvaluationCall;
  readonly #changed: (change: Partial<Run>, isTurn: boolean) => void;
  readonly #stop = new AbortController();
  readonly #earlierS: number;
  readonly #startedMs = performance.now();
  #folds = { done: 0, of: 0, atStart: 0 };

  constructor(
    call: EvaluationCall,
    earlierS: number,
    changed: (change: Partial<Run>, isTurn: boolean) => void,
    { jobs, priority, startProcess }: EvaluationManners,
  ) {
    this.threads = jobs;
    this.priority = priority;
    this.#call = call;
    this.#earlierS = earlierS;
    this.#changed = changed;
    this.ended = this.#work(startProcess);
  }

  get wallS(): number {
    return this.#earlierS + (performance.now() - this.#startedMs) / 1000;
  }

  command(command: TrainingCommand): void {
    if (command === 'stop') this.#stop.abort(new DOMException('stopped', 'AbortError'));
  }

  async #work(startProcess: StartProcess): Promise<RunEnd> {
    const isWhole = await runChore(
      'evaluation',
      { call: this.#call, jobs: this.threads },
      {
        ...{ what: `Evaluating ${this.#call.network}`, startProcess, priority: this.priority },
        signal: this.#stop.signal,
        endsWithinMs: SAVED_WITHIN_MS,
        onTold: (event) => this.#hear(event),
      },
    );
    return { ending: isWhole ? 'completed' : 'stopped', step: this.#folds.done, model: null };
  }

  #hear(event: EvaluationEvent): void {
    switch (event.event) {
      case 'preparing':
        this.#changed({ progress01: event.of === 0 ? null : event.done / event.of }, false);
        return;
      case 'started': {
        const { folds: of, done, samples, classes, protocol } = event;
        this.#folds = { done, of, atStart: done };
        writeJson(join(this.#call.folder, STARTED_FILE), { classes, protocol, foldCount: of });
        this.#changed(
          {
            ...{ state: 'running', trainSamples: samples, steps: of, step: done, isResumable: true },
            ...{ folds: { done, of, held: null }, progress01: done / of, wallS: this.wallS },
          },
          true,
        );
        return;
      }
      case 'step': {
        const { done, of, atStart } = this.#folds;
        const part = event.step / event.steps;
        const own = done - atStart + part;
        const spentS = (performance.now() - this.#startedMs) / 1000;
        // Before a tenth of the first fold is done, what is left is a guess.
        const leftS = own < LEAST_TO_TELL ? null : (spentS / own) * (of - done - part);
        this.#changed(
          {
            ...{ folds: { done, of, held: event.held }, progress01: Math.min(1, (done + part) / of) },
            ...{ leftS, wallS: this.wallS },
          },
          false,
        );
        return;
      }
      case 'fold': {
        const { done, of } = event;
        this.#folds = { ...this.#folds, done, of };
        this.#changed(
          { folds: { done, of, held: null }, step: done, progress01: done / of, wallS: this.wallS },
          true,
        );
        return;
      }
      default:
        event satisfies never;
    }
  }
}

const LEAST_TO_TELL = 0.1;
