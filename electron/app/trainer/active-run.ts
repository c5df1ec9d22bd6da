/** The run that has a process now: what the process tells becomes the run's state, its log and what windows hear. */
import type { Curve, Run, RunEpoch } from '../../../contract/channels/trainer-runs.ts';
import type {
  TrainingCall,
  TrainingCommand,
  TrainingEnded,
  TrainingEvent,
} from '../../../contract/training.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import { startTraining, type Training } from '../../trainer/index.ts';
import { curvesOf, type RunLog } from './run-log.ts';
import type { RunWorker } from './worker.ts';

export interface RunListener {
  changed(change: Partial<Run>, isTurn: boolean): void;
  /** Points since they were last told. */
  pointed(curves: Curve[]): void;
  epochEnded(epoch: RunEpoch): void;
  pictured(): void;
}

/** Some twice a second: charts that change faster cannot be read. */
const POINTS_EVERY_MS = 500;

export class ActiveRun implements RunWorker {
  readonly ended: Promise<TrainingEnded>;
  readonly canPause = true;
  readonly threads: number;
  readonly priority: number;
  readonly #log: RunLog;
  readonly #listener: RunListener;
  readonly #training: Training;
  readonly #earlierS: number;
  readonly #startedMs = performance.now();
  #lines: Parameters<typeof curvesOf>[0][number][] = [];
  #pointedMs = 0;
  #failure: Error | null = null;

  constructor(
    call: TrainingCall,
    earlierS: number,
    log: RunLog,
    listener: RunListener,
    manners: { readonly priority: number; readonly startProcess: StartProcess },
  ) {
    this.threads = call.threads;
    this.priority = manners.priority;
    this.#log = log;
    this.#listener = listener;
    this.#earlierS = earlierS;
    this.#training = startTraining(call, (event) => this.#hear(event), manners);
    this.ended = this.#training.ended.then(
      (event) => {
        this.#point();
        if (this.#failure !== null) throw this.#failure;
        return event;
      },
      (error: unknown) => {
        this.#point();
        throw error;
      },
    );
  }

  get pid(): number | null {
    return this.#training.pid;
  }

  get wallS(): number {
    return this.#earlierS + (performance.now() - this.#startedMs) / 1000;
  }

  command(command: TrainingCommand): void {
    this.#training.command(command);
  }

  /** What is told is kept first; where it cannot be, the run is stopped, for the disk is full. */
  #hear(event: TrainingEvent): void {
    try {
      this.#take(event);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#training.command('stop');
    }
  }

  #take(event: TrainingEvent): void {
    switch (event.event) {
      case 'started': {
        this.#log.begin(event.resumedAt ?? 0, event.steps);
        const { parameters, trainSamples, validationSamples, epochs, steps } = event;
        this.#listener.changed(
          {
            ...{ state: 'running', parameters, trainSamples, validationSamples, epochs, steps },
            ...{ step: event.resumedAt ?? 0, wallS: this.wallS, isResumable: true },
          },
          true,
        );
        return;
      }
      case 'step': {
        const { step, steps, losses, scalars, samplesPerS, leftS, memoryBytes } = event;
        const line = this.#log.step(event);
        if (line !== null) this.#lines.push(line);
        if (performance.now() - this.#pointedMs > POINTS_EVERY_MS) this.#point();
        this.#listener.changed(
          {
            ...{ step, steps, samplesPerS, leftS, memoryBytes, wallS: this.wallS },
            ...{ losses: { ...losses, ...scalars }, progress01: Math.min(1, step / steps) },
          },
          false,
        );
        return;
      }
      case 'epoch': {
        const epoch = this.#log.epoch(event);
        const { metrics } = epoch;
        this.#listener.changed(
          {
            epoch: epoch.epoch,
            ...(metrics === null ? {} : { metrics }),
            ...(epoch.isBest && metrics !== null ? { best: { epoch: epoch.epoch, metrics } } : {}),
          },
          true,
        );
        this.#listener.epochEnded(epoch);
        return;
      }
      case 'saved':
        if (event.what === 'picture') this.#listener.pictured();
        return;
      case 'paused':
      case 'resumed':
        this.#point();
        this.#listener.changed(
          { state: event.event === 'paused' ? 'paused' : 'running', leftS: null, wallS: this.wallS },
          true,
        );
        return;
      case 'ended':
        return;
      default:
        event satisfies never;
    }
  }

  #point(): void {
    this.#pointedMs = performance.now();
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    this.#listener.pointed(curvesOf(lines));
  }
}
