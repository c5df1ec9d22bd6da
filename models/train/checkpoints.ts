/** Saves a run and takes it up again, if it is this run. */
import { env } from 'onnxruntime-node';
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingEnding } from '../../contract/training.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import type { Dataset } from './dataset.ts';
import { findNonFinite } from './divergence.ts';
import type { NamedTensors, TrainingJob, TrainingOptions } from './job.ts';
import type { StateTensor } from './program.ts';
import { Progress } from './progress.ts';
import { readBeginning } from './beginning.ts';
import type { RunFolder, StoredFile } from './run-folder.ts';
import type { EpochRecord, RunRecord } from './run-record.ts';
import { findStrangers, type StepRunner } from './step-runner.ts';
import { stateOf, turnsOf } from './turns.ts';

export class Checkpoints {
  progress = new Progress();
  readonly #job: TrainingJob;
  readonly #options: TrainingOptions;
  readonly #folder: RunFolder;
  readonly #state: readonly StateTensor[];
  #saved: RunRecord | null = null;
  #from: RunRecord['from'] = null;
  #earlierSubjects: readonly string[] | null = null;
  /** Seconds of the sessions before this one. */
  #earlierS = 0;

  constructor(job: TrainingJob, options: TrainingOptions, folder: RunFolder) {
    this.#job = job;
    this.#options = options;
    this.#folder = folder;
    this.#state = stateOf(turnsOf(job));
  }

  /** The earlier run that this one began with. */
  get from(): RunRecord['from'] {
    return this.#from;
  }

  /**
   * Begins in a folder without a run, with the first values or with what an earlier run has learnt. Throws
   * `run-exists`, and what `readBeginning` throws.
   */
  begin(runner: StepRunner, earlier: RunFolder | null): void {
    if (this.#folder.isTaken) {
      const { step, network } = this.#folder.readRecord();
      throw new OnsetError('run-exists', { folder: this.#folder.path, step, network: network.name });
    }
    if (earlier !== null) {
      const { tensors, from } = readBeginning(earlier, this.#job);
      runner.load(new Map([...runner.state, ...tensors]));
      this.#from = from;
      this.#earlierSubjects = earlier.readRecord().subjects;
    }
    this.#folder.make();
  }

  /** Takes up the run in the folder. Throws where it is another network's, or was trained on other data. */
  restore(runner: StepRunner): void {
    const record = this.#folder.readRecord();
    const { network, batch } = this.#job;
    const foreign = (reason: string): OnsetError =>
      new OnsetError('checkpoint-foreign', { folder: this.#folder.path, network: network.name, reason });
    if (record.network.name !== network.name) throw foreign(`it is of ${record.network.name}`);
    if (record.network.preset !== network.preset)
      throw foreign(`it is of the preset ${record.network.preset}, not ${network.preset}`);
    // Before the options: other clips make another graph of action units, and they are the cause to name.
    this.#refuseOtherData(record);
    const other = findOtherOption(record.network.options, network.options);
    if (other !== null) throw foreign(other);
    if (record.batch !== batch) throw foreign(`its batch is ${record.batch}, not ${batch}`);
    const tensors = this.#folder.readTensors(record.state);
    const stranger = findStrangers(this.#state, tensors);
    if (stranger !== null) throw foreign(stranger);
    runner.load(tensors);
    this.#saved = record;
    this.#from = record.from;
    this.#earlierSubjects = record.subjects;
    this.#earlierS = record.wallS;
    this.progress = Progress.of(record);
  }

  /** Keeps the parameters of an epoch that beats all before. Saved for good with the next `save`. */
  noteBest(epoch: EpochRecord, state: NamedTensors): boolean {
    const { evaluation } = this.#job;
    const value = evaluation && epoch.metrics?.[evaluation.watched];
    if (evaluation === null || epoch.metrics === null || value === undefined || value === null) return false;
    const before = this.progress.best?.metrics[evaluation.watched];
    const isBetter =
      before === undefined || (evaluation.better === 'higher' ? value > before : value < before);
    if (!isBetter || findNonFinite(state) !== null) return false;
    const kept = new Set(
      this.#state.filter(({ kind }) => kind === 'parameter' || kind === 'statistic').map(({ name }) => name),
    );
    const tensors = new Map([...state].filter(([name]) => kept.has(name)));
    const file = this.#folder.writeTensors('best', epoch.step, tensors);
    this.progress.best = { ...file, epoch: epoch.epoch, metrics: epoch.metrics };
    return true;
  }

  /**
   * Saves the run as it is. A state with values that are no numbers is not saved: the tensor is named instead, and
   * what was saved before stays.
   */
  save(state: NamedTensors, ending: TrainingEnding | null, wallS: number): string | null {
    const broken = findNonFinite(state);
    if (broken !== null) return broken;
    const { step } = this.progress;
    const isSaved = this.#saved?.step === step;
    const file = isSaved ? this.#saved!.state : this.#folder.writeTensors('state', step, state);
    const record = this.#recordOf(file, ending, this.#earlierS + wallS);
    this.#folder.commit(record);
    this.#saved = record;
    return null;
  }

  /** What is on the disk, for a message. */
  describeKept(): string {
    return this.#saved === null
      ? 'nothing was saved yet'
      : `the state after step ${this.#saved.step} is kept`;
  }

  #recordOf(state: StoredFile, ending: TrainingEnding | null, wallS: number): RunRecord {
    const { network, batch, dataset, evaluation } = this.#job;
    const { epochs, schedules, seed, sampling, patience } = this.#options;
    const { progress } = this;
    return {
      format: 1,
      versions: { onset: ONSET_VERSION, onnxruntime: env.versions.node ?? env.versions.common },
      network: { name: network.name, preset: network.preset, options: { ...network.options } },
      batch,
      options: {
        epochs,
        schedules: { ...schedules },
        seed,
        sampling: {
          isBalanced: sampling.isBalanced,
          shares: sampling.shares === null ? null : [...sampling.shares],
        },
        patience,
      },
      data: {
        training: describeData(dataset),
        validation: evaluation && describeData(evaluation.dataset),
      },
      from: this.#from,
      subjects: this.#subjects(),
      step: progress.step,
      openEpoch: structuredClone(progress.openEpoch),
      state,
      best: progress.best,
      history: progress.history,
      ending,
      wallS,
    };
  }

  /** Null where anybody may have been learnt from. */
  #subjects(): string[] | null {
    const { subjects } = this.#job.dataset;
    const earlier = this.#from === null ? [] : this.#earlierSubjects;
    return subjects === undefined || earlier === null ? null : [...new Set([...subjects, ...earlier])].sort();
  }

  #refuseOtherData({ data }: RunRecord): void {
    const { dataset, evaluation } = this.#job;
    const pairs = [
      { was: data.training, is: describeData(dataset) },
      { was: data.validation, is: evaluation && describeData(evaluation.dataset) },
    ];
    for (const { was, is } of pairs) {
      if (was?.fingerprint === is?.fingerprint) continue;
      throw new OnsetError('training-data-changed', {
        folder: this.#folder.path,
        was: was === null ? 'none' : `${was.samples} samples of ${was.name}`,
        is: is === null ? 'none' : `${is.samples} samples of ${is.name}`,
      });
    }
  }
}

type Options = Readonly<Record<string, unknown>>;

/** The first option that a saved run had otherwise, in words. Long ones (an adjacency) are cut. */
function findOtherOption(was: Options, is: Options): string | null {
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [before, now] = [was, is].map((options) => JSON.stringify(options[key] ?? null));
    if (before !== now) return `its ${key} is ${shorten(before!)}, not ${shorten(now!)}`;
  }
  return null;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const describeData = ({ name, fingerprint, length }: Dataset): RunRecord['data']['training'] => ({
  name,
  fingerprint,
  samples: length,
});
