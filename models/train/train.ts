/**
 * The training loop: batches in, steps run, epochs scored, everything saved so that a run can be stopped at any step
 * and gone on with to the same numbers.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OnsetError } from '../../contract/errors.ts';
import type { NamedNumbers, TrainingEnded, TrainingEnding, TrainingEvent } from '../../contract/training.ts';
import { BatchPlan } from './batch-plan.ts';
import { Checkpoints } from './checkpoints.ts';
import type { TrainingControl } from './control.ts';
import { DivergenceWatch } from './divergence.ts';
import { Evaluator } from './evaluate.ts';
import type { Scores, TrainingJob, TrainingOptions } from './job.ts';
import { explainMemory } from './memory.ts';
import { OutOfMemory } from './onnx-session.ts';
import { Pace } from './pace.ts';
import type { RunFolder } from './run-folder.ts';
import type { EpochRecord } from './run-record.ts';
import { scheduledValue } from './schedule.ts';
import type { StepProgram } from './program.ts';
import { StepRunner, type StepResult } from './step-runner.ts';
import { stateOf, turnsOf } from './turns.ts';

export interface TrainingSurroundings {
  readonly folder: RunFolder;
  /** Goes on with the run in the folder instead of beginning one. */
  readonly isResumed: boolean;
  /** An earlier run of the same network, whose best parameters and statistics this one begins with; null: anew. */
  readonly from: RunFolder | null;
  /** Threads of the runtime; 0: as many as it thinks best. */
  readonly threads: number;
  readonly control: TrainingControl;
  readonly tell: (event: TrainingEvent) => void;
  /** Milliseconds that pass between two saves at least, for short epochs; absent: every epoch is saved. */
  readonly leastBetweenSavesMs?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** A run is saved after every epoch, and within long ones this often: what a crash may cost. */
const SAVE_EVERY_MS = 5 * 60_000;

/**
 * Trains until the epochs are over, the validation set stops improving, or `control` says so.
 *
 * Throws `run-exists`, `run-missing`, `checkpoint-damaged`, `checkpoint-foreign`, `beginning-foreign`,
 * `training-data-changed`, `training-diverged`, `training-out-of-memory`, `run-unsaved`, and what the data set throws.
 */
export async function train(
  job: TrainingJob,
  options: TrainingOptions,
  surroundings: TrainingSurroundings,
): Promise<TrainingEnded> {
  try {
    await using runner = await StepRunner.open(turnsOf(job), surroundings.threads);
    await using evaluator = job.evaluation && (await Evaluator.open(job.evaluation, surroundings.threads));
    return await new Run(job, options, surroundings, runner, evaluator).toEnd();
  } catch (error) {
    if (error instanceof OutOfMemory) throw await explainMemory(error, job, options, surroundings.threads);
    throw error;
  }
}

class Run {
  readonly #job: TrainingJob;
  readonly #options: TrainingOptions;
  readonly #around: TrainingSurroundings;
  readonly #runner: StepRunner;
  readonly #evaluator: Evaluator | null;
  readonly #plan: BatchPlan;
  readonly #checkpoints: Checkpoints;
  readonly #pace = new Pace();
  readonly #divergence: ReadonlyMap<StepProgram, DivergenceWatch>;
  readonly #startedMs: number;
  #savedMs: number;

  constructor(
    job: TrainingJob,
    options: TrainingOptions,
    around: TrainingSurroundings,
    runner: StepRunner,
    evaluator: Evaluator | null,
  ) {
    this.#job = job;
    this.#options = options;
    this.#around = around;
    this.#runner = runner;
    this.#evaluator = evaluator;
    this.#plan = new BatchPlan(job, options);
    this.#divergence = new Map(turnsOf(job).map((program) => [program, new DivergenceWatch(program)]));
    this.#startedMs = around.now();
    this.#savedMs = this.#startedMs;
    this.#checkpoints = new Checkpoints(job, options, around.folder);
  }

  async toEnd(): Promise<TrainingEnded> {
    const { isResumed, from, tell, folder } = this.#around;
    if (isResumed) this.#checkpoints.restore(this.#runner);
    else this.#checkpoints.begin(this.#runner, from);
    const origin = this.#checkpoints.from;
    const { dataset, evaluation, network, batch } = this.#job;
    tell({
      event: 'started',
      network: network.name,
      preset: network.preset,
      folder: folder.path,
      parameters: stateOf(turnsOf(this.#job)).reduce(
        (sum, { kind, initial }) => sum + (kind === 'parameter' ? initial.length : 0),
        0,
      ),
      trainSamples: dataset.length,
      validationSamples: evaluation?.dataset.length ?? 0,
      batch,
      epochs: this.#options.epochs,
      steps: this.#plan.steps,
      resumedAt: isResumed ? this.#progress.step : null,
      from: origin && { folder: origin.folder, step: origin.step },
    });
    return await this.#end(await this.#loop());
  }

  get #progress(): Checkpoints['progress'] {
    return this.#checkpoints.progress;
  }

  async #loop(): Promise<TrainingEnding> {
    const { control, now } = this.#around;
    const progress = this.#progress;
    for (;;) {
      if (progress.openEpoch.steps > 0 && progress.step % this.#plan.stepsPerEpoch === 0) {
        await this.#closeEpoch();
      } else if (now() - this.#savedMs > SAVE_EVERY_MS) {
        this.#save(null);
      }
      if (progress.step >= this.#plan.steps) return 'completed';
      if (this.#hasStalled()) return 'no-improvement';
      await this.#pauseIfTold();
      if (control.ending === 'stop') return 'stopped';
      if (control.ending === 'finish') return 'finished-early';
      await this.#step();
    }
  }

  async #pauseIfTold(): Promise<void> {
    const { control, tell } = this.#around;
    // Messages and signals come in between turns of the event loop, which a step that runs would never end.
    await nextTurn();
    if (!control.isPaused) return;
    this.#save(null);
    tell({ event: 'paused', step: this.#progress.step });
    await control.whilePaused();
    tell({ event: 'resumed', step: this.#progress.step });
  }

  async #step(): Promise<void> {
    const { now, tell } = this.#around;
    const startMs = now();
    const { step } = this.#progress;
    const batch = await this.#reading(() => this.#plan.take(step));
    const scalars = this.#scalarsAt(step);
    const program = this.#runner.programAt(step);
    const result = await this.#runner.run(batch, scalars, this.#plan.noiseOf(step, program), step);
    this.#refuseDivergence(program, result, scalars);
    this.#progress.addStep(result.losses);
    this.#pace.add(now() - startMs);
    const done = this.#progress.step;
    tell({
      event: 'step',
      epoch: this.#plan.epochOf(step) + 1,
      step: done,
      steps: this.#plan.steps,
      losses: result.losses,
      scalars: { ...scalars, ...result.scalars },
      samplesPerS: this.#pace.stepsPerS() * this.#job.batch,
      leftS: this.#pace.leftS(this.#plan.steps - done),
      memoryBytes: process.memoryUsage.rss(),
    });
  }

  /** A sample that cannot be read ends the run, not what it has learnt. */
  async #reading<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#save(null);
      throw error;
    }
  }

  #scalarsAt(step: number): NamedNumbers {
    const schedules = Object.entries(this.#options.schedules);
    return Object.fromEntries(
      schedules.map(([name, schedule]) => [name, scheduledValue(schedule, step, this.#plan.steps)]),
    );
  }

  #refuseDivergence(program: StepProgram, { losses, scalars }: StepResult, scheduled: NamedNumbers): void {
    const what = this.#divergence.get(program)!.observe({ ...losses, ...scalars });
    if (what === null) return;
    throw this.#diverged(what, scheduled);
  }

  #diverged(what: string, scheduled: NamedNumbers): OnsetError {
    const rates = Object.entries(scheduled).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
    return new OnsetError('training-diverged', {
      folder: this.#around.folder.path,
      step: this.#progress.step + 1,
      reason: [what, ...rates].join(', '),
      kept: this.#checkpoints.describeKept(),
    });
  }

  /** Early stopping: the watched metric has not become better for as many epochs as `patience` says. */
  #hasStalled(): boolean {
    const { patience } = this.#options;
    const { best, history } = this.#progress;
    return patience !== null && best !== null && history.length - best.epoch >= patience;
  }

  async #closeEpoch(): Promise<void> {
    const evaluator = this.#evaluator;
    const scores: Scores | null =
      evaluator && (await this.#reading(() => evaluator.score(this.#runner.state)));
    const epoch = this.#progress.closeEpoch(scores);
    const isBest = this.#checkpoints.noteBest(epoch, this.#runner.state);
    if (this.#around.now() - this.#savedMs >= (this.#around.leastBetweenSavesMs ?? 0)) this.#save(null);
    await this.#drawPicture(epoch);
    this.#around.tell({
      event: 'epoch',
      epoch: epoch.epoch,
      step: epoch.step,
      losses: epoch.losses,
      metrics: scores?.metrics ?? null,
      confusion: scores?.confusion ?? null,
      isBest,
    });
  }

  async #drawPicture({ epoch, step }: EpochRecord): Promise<void> {
    const { picture } = this.#job;
    const { folder, tell } = this.#around;
    if (!picture || (epoch % picture.everyEpochs !== 0 && epoch !== this.#options.epochs)) return;
    const path = folder.writePicture(await picture.draw(this.#runner.state), epoch, step);
    tell({ event: 'saved', what: 'picture', path, step });
  }

  #save(ending: TrainingEnding | null): void {
    this.#savedMs = this.#around.now();
    const wallS = (this.#savedMs - this.#startedMs) / 1000;
    const broken = this.#checkpoints.save(this.#runner.state, ending, wallS);
    if (broken !== null)
      throw this.#diverged(
        `the parameters "${broken}" hold values that are no numbers`,
        this.#scalarsAt(this.#progress.step),
      );
    const { step } = this.#progress;
    this.#around.tell({ event: 'saved', what: 'checkpoint', path: this.#around.folder.path, step });
  }

  async #end(ending: TrainingEnding): Promise<TrainingEnded> {
    const { folder, tell, now } = this.#around;
    // Told to finish within an epoch: what has been learnt in it is scored as the others were.
    if (ending === 'finished-early' && this.#progress.openEpoch.steps > 0) await this.#closeEpoch();
    this.#save(ending);
    const { best, step } = this.#progress;
    const model = ending === 'stopped' ? null : this.#exportModel();
    const ended: TrainingEnded = {
      event: 'ended',
      ending,
      folder: folder.path,
      step,
      wallS: (now() - this.#startedMs) / 1000,
      best: best && { epoch: best.epoch, metrics: best.metrics },
      model,
    };
    tell(ended);
    return ended;
  }

  /** The best parameters as a model file, or the last ones where nothing was there to tell which are best. */
  #exportModel(): string | null {
    const { exportModel } = this.#job;
    if (exportModel === null) return null;
    const { folder, tell } = this.#around;
    const { best, step } = this.#progress;
    const tensors = best === null ? this.#runner.state : folder.readTensors(best);
    folder.writeModel(exportModel(tensors, best?.metrics ?? null), step);
    tell({ event: 'saved', what: 'model', path: folder.modelPath, step });
    return folder.modelPath;
  }
}
