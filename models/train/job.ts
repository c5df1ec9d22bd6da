/** One thing to train: programs, data, and how held-out samples are scored. */
import type { Confusion, NamedNumbers } from '../../contract/training.ts';
import type { Batch, Dataset } from './dataset.ts';
import type { EvaluationProgram, StateValues, StepProgram } from './program.ts';
import type { StoredTensor } from './safetensors.ts';
import type { SamplingOptions } from './sampling.ts';
import type { Schedule } from './schedule.ts';
import type { Turns } from './turns.ts';

/** What a checkpoint must agree with to be gone on with. */
export interface NetworkIdentity {
  readonly name: string;
  readonly preset: string;
  /** Plain JSON: what the network was built with, and what its losses weigh. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Scores {
  readonly metrics: NamedNumbers;
  readonly confusion: Confusion | null;
}

/** Gathers what an evaluation program gives, batch after batch. */
export interface Scorer {
  /** The first `rows` rows of the batch are samples; those after them fill it up. */
  add(outputs: Readonly<Record<string, StateValues>>, batch: Batch, rows: number): void;
  result(): Scores;
}

/** How a run ends up with one set of parameters: those that did best on the validation set. */
export interface Evaluation {
  readonly program: EvaluationProgram;
  readonly dataset: Dataset;
  readonly createScorer: () => Scorer;
  /** The metric that decides which epoch was best. */
  readonly watched: string;
  readonly better: 'higher' | 'lower';
}

export type NamedTensors = ReadonlyMap<string, StoredTensor>;

/** `step` is what is trained; several programs that take turns (`then`) share its state, and each turn is a step. */
export interface TrainingJob extends Turns {
  readonly network: NetworkIdentity;
  /** Samples in a batch of every program. */
  readonly batch: number;
  readonly dataset: Dataset;
  readonly evaluation: Evaluation | null;
  /** Begun with an earlier run it takes that run's last state, since no score says which is the best. */
  readonly beginsWithLast?: boolean;
  /**
   * The same step (the heaviest of several) for another batch, to find out which one fits into memory; null where it
   * cannot be had.
   */
  readonly stepAt: ((batch: number) => StepProgram) | null;
  /** A model file with these parameters and statistics; null where the network has none to give. */
  readonly exportModel: ((tensors: NamedTensors, metrics: NamedNumbers | null) => Uint8Array) | null;
  /**
   * Whether a parameter of this name may be missing in a run that this one begins with, or in this one: of critics, which
   * there are only where a loss asks them. Absent: none may.
   */
  readonly mayBeginAnew?: (name: string) => boolean;
  /** What the network makes of some samples after an epoch, as a PNG to be looked at; absent or null: nothing to see. */
  readonly picture?: Picture | null;
}

export interface Picture {
  /** Epochs from one to the next; the last epoch has one in any case. */
  readonly everyEpochs: number;
  readonly draw: (tensors: NamedTensors) => Promise<Uint8Array>;
}

export interface TrainingOptions {
  readonly epochs: number;
  /** Scalar inputs by name (`learningRate`, and those of further optimizers). */
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly seed: number;
  readonly sampling: SamplingOptions;
  /** Epochs without a better watched metric after which a run ends; null: never. */
  readonly patience: number | null;
}
