/** What a training run tells while it goes on, and what it can be told. */

/** `stop` saves and ends, to be resumed; `finish` ends as if the last epoch were over, with a model file. */
export type TrainingCommand = 'pause' | 'resume' | 'stop' | 'finish';

/** Why a run ended. Failures are thrown as errors instead. */
export type TrainingEnding = 'completed' | 'no-improvement' | 'finished-early' | 'stopped';

/** Numbers by name: loss terms (`loss` is their sum), or metrics. */
export type NamedNumbers = Readonly<Record<string, number>>;

/** Rows are what is known of a sample, columns what the network said. */
export interface Confusion {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export interface TrainingStarted {
  readonly event: 'started';
  readonly network: string;
  readonly preset: string;
  readonly folder: string;
  readonly parameters: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly batch: number;
  readonly epochs: number;
  readonly steps: number;
  /** Steps that were done before, where a run is resumed. */
  readonly resumedAt: number | null;
  /** The earlier run whose parameters it began with, and after how many of its steps they were. */
  readonly from: { readonly folder: string; readonly step: number } | null;
}

export interface TrainingStep {
  readonly event: 'step';
  readonly epoch: number;
  /** Steps done, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Where programs take turns (critics, generator), those of the one whose turn it was. */
  readonly losses: NamedNumbers;
  /** Scheduled scalars (`learningRate`) and scalar extras (`gradNorm`). */
  readonly scalars: NamedNumbers;
  readonly samplesPerS: number;
  /** Seconds to the last step; null until the pace is known. */
  readonly leftS: number | null;
  /** Resident memory of the process that trains. */
  readonly memoryBytes: number;
}

export interface TrainingEpoch {
  readonly event: 'epoch';
  /** Epochs done. */
  readonly epoch: number;
  readonly step: number;
  /** Means over the epoch's steps. */
  readonly losses: NamedNumbers;
  /** On the validation set; null where there is none. */
  readonly metrics: NamedNumbers | null;
  readonly confusion: Confusion | null;
  readonly isBest: boolean;
}

export interface TrainingSaved {
  readonly event: 'saved';
  /** `picture`: a PNG of what a synthesizer makes after an epoch. */
  readonly what: 'checkpoint' | 'best' | 'model' | 'picture';
  readonly path: string;
  readonly step: number;
}

export interface TrainingPaused {
  readonly event: 'paused' | 'resumed';
  readonly step: number;
}

export interface TrainingEnded {
  readonly event: 'ended';
  readonly ending: TrainingEnding;
  readonly folder: string;
  readonly step: number;
  readonly wallS: number;
  readonly best: { readonly epoch: number; readonly metrics: NamedNumbers } | null;
  /** The model file; null where the run was stopped, or where the network exports none. */
  readonly model: string | null;
}

export type TrainingEvent =
  TrainingStarted | TrainingStep | TrainingEpoch | TrainingSaved | TrainingPaused | TrainingEnded;

/** A run that is wanted. Null: the preset's or the default, and for a run that is resumed what it was begun with. */
export interface TrainingCall {
  readonly network: string;
  readonly preset: string | null;
  /** Single options of the network and of its losses, by name. */
  readonly changes: Readonly<Record<string, boolean | number | string>>;
  /** Folders of clips to learn from, and to score; none of the latter: people held out of the former. */
  readonly data: readonly string[];
  readonly validation: readonly string[];
  /** Clips of expressions of everyday size beside them, whose difference is to be unlearnt; absent: none. */
  readonly macro?: string;
  readonly folder: string;
  readonly isResumed: boolean;
  /** Folder of an earlier run to begin with, whose network and options it has where no others are given. */
  readonly from: string | null;
  readonly epochs: number | null;
  readonly batch: number | null;
  readonly learningRate: number | null;
  readonly schedule: 'constant' | 'cosine' | 'step' | null;
  readonly seed: number | null;
  /** Every class as often as another. */
  readonly isBalanced: boolean | null;
  /** Epochs without a better result after which to stop; 0: never. */
  readonly patience: number | null;
  /** Threads of the runtime; 0: as many as it thinks best. */
  readonly threads: number;
}
