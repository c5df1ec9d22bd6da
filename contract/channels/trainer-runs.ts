/** Runs: what is to be trained or evaluated, how far it is, and what came of it. */
import * as v from 'valibot';
import { At, Bytes, Doubles, Finite, Floats, Id, Index, Line, Problem, Share } from './fields.ts';
import { ClipFacts } from './trainer-data.ts';

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,40}$/));

export const NetworkPreset = v.object({
  name: v.string(),
  parameters: Index,
  frames: Index,
  sizePx: Index,
  /** In plain words: how heavy, what for. */
  summary: v.string(),
});

/** How long and how carefully to train: what a person chooses instead of numbers. */
export const TrainingPlan = v.object({
  name: v.picklist(['try', 'usual', 'thorough']),
  epochs: Index,
  batch: Index,
  learningRate: Finite,
  patience: Index,
});

export const TrainerNetwork = v.object({
  name: v.string(),
  /** `synthesizer`: makes pictures or clips, and names nothing. */
  kind: v.picklist(['recognizer', 'synthesizer']),
  summary: v.string(),
  /** For a person without the field's words. */
  plain: v.string(),
  /** Whether what it learns can be used in Live and in analyses; false for those that see optical flow or name no units. */
  runsLive: v.boolean(),
  /** False: clips must have a preset's frames and size. */
  takesAnySize: v.boolean(),
  /** The first is the one to begin with. */
  presets: v.array(NetworkPreset),
  plans: v.array(TrainingPlan),
});
export type TrainerNetwork = v.InferOutput<typeof TrainerNetwork>;

const Common = {
  name: Line,
  network: Name,
  preset: Name,
  /** Data to learn from; people of `validation` are never among those learnt from. */
  data: v.pipe(v.array(Id), v.minLength(1), v.maxLength(16)),
  epochs: v.pipe(Index, v.minValue(1), v.maxValue(10_000)),
  batch: v.pipe(Index, v.minValue(1), v.maxValue(1024)),
  learningRate: v.pipe(Finite, v.gtValue(0), v.maxValue(10)),
  seed: v.pipe(Index, v.maxValue(2 ** 31)),
  /** Single options of the network and its losses, by name. */
  changes: v.pipe(
    v.record(
      v.pipe(v.string(), v.maxLength(60)),
      v.union([v.boolean(), Finite, v.pipe(v.string(), v.maxLength(200))]),
    ),
    v.check((changes) => Object.keys(changes).length <= 100),
  ),
};

export const RunOrder = v.variant('kind', [
  v.strictObject({
    kind: v.literal('training'),
    ...Common,
    /** Empty: the part `validation` of the data, else people held out of it. */
    validation: v.pipe(v.array(Id), v.maxLength(16)),
    /** An earlier run whose parameters it begins with; null: anew. */
    from: v.nullable(Id),
    schedule: v.picklist(['constant', 'cosine', 'step']),
    /** Every class as often as another. */
    isBalanced: v.boolean(),
    /** Epochs without a better result after which it ends; 0: never. */
    patience: v.pipe(Index, v.maxValue(10_000)),
  }),
  v.strictObject({
    kind: v.literal('evaluation'),
    ...Common,
    protocol: v.picklist(['loso', 'lovo', 'cde', 'cross', 'holdout']),
    scheme: v.picklist(['three', 'four', 'five', 'all', 'objective']),
  }),
]);
export type RunOrder = v.InferOutput<typeof RunOrder>;

export const Estimate = v.object({
  /** What the step runs on, and why nothing better does. */
  provider: v.object({ name: v.string(), why: v.string() }),
  threads: Index,
  parameters: Index,
  trainSamples: Index,
  validationSamples: Index,
  /** Of a real step, the median of some; and of scoring one validation sample. */
  stepMs: Finite,
  scoreMs: Finite,
  steps: Index,
  /** Resident memory at the most, of the process that trains. */
  memoryBytes: Index,
  freeMemoryBytes: Index,
  totalS: Finite,
  /** Folds of an evaluation; 1 for a training. */
  folds: Index,
  measuredAt: At,
  /** Another run was under way while this was measured, so it errs on the long side. */
  wasBusy: v.boolean(),
  /** "about 40 minutes", and what may make it shorter or longer. */
  words: v.string(),
});
export type Estimate = v.InferOutput<typeof Estimate>;

export const RUN_STATES = [
  /** In the queue. */
  'waiting',
  /** Data is read and the step is built. */
  'starting',
  'running',
  'paused',
  /** Told to end; the step that runs is done first. */
  'stopping',
  'finishing',
  /** Saved, to be gone on with. */
  'stopped',
  /** The engine or the machine ended while it ran; what was saved last can be gone on with. */
  'interrupted',
  'done',
  'failed',
] as const;

const Numbers = v.record(v.string(), v.number());

export const Run = v.object({
  id: Id,
  name: v.string(),
  order: RunOrder,
  state: v.picklist(RUN_STATES),
  madeAt: At,
  startedAt: v.nullable(At),
  endedAt: v.nullable(At),
  /** What `TrainingEnding` says; null before the end. */
  ending: v.nullable(v.picklist(['completed', 'no-improvement', 'finished-early', 'stopped'])),
  progress01: v.nullable(Share),
  leftS: v.nullable(Finite),
  /** Seconds of work, over all sessions. */
  wallS: Finite,
  /** Epochs done, and wanted. */
  epoch: Index,
  epochs: Index,
  step: Index,
  steps: Index,
  parameters: v.nullable(Index),
  trainSamples: v.nullable(Index),
  validationSamples: v.nullable(Index),
  samplesPerS: v.nullable(Finite),
  memoryBytes: v.nullable(Index),
  /** Of the last step, and of the last epoch. */
  losses: Numbers,
  metrics: v.nullable(Numbers),
  best: v.nullable(v.object({ epoch: Index, metrics: Numbers })),
  /** Of an evaluation: how many folds are done, and what is held out now. */
  folds: v.nullable(v.object({ done: Index, of: Index, held: v.nullable(v.string()) })),
  /**
   * How it shares the machine. `usual`: behind other programs, as always. `yielding`: a live view runs, and this run has
   * one thread less. `held`: it waits until the live view ends. `unyielding`: a person wanted it so; Live may drop frames.
   */
  pace: v.picklist(['usual', 'yielding', 'held', 'unyielding']),
  /** Whether it can be gone on with where it was. */
  isResumable: v.boolean(),
  /** The model it made; null: none, or none yet. */
  model: v.nullable(Id),
  /** Why a model that was made cannot be installed; null where it can. */
  modelProblem: v.nullable(v.string()),
  /** Data that it wants and that is not there any more. */
  missingData: v.array(v.string()),
  warnings: v.array(v.string()),
  problem: v.nullable(Problem),
  sizeBytes: Index,
});
export type Run = v.InferOutput<typeof Run>;

export const Confusion = v.object({ classes: v.array(v.string()), counts: v.array(v.array(Index)) });

/** One line of a chart, with at most 2000 points; the more of them, the more steps each is the mean of. */
export const Curve = v.object({
  name: v.string(),
  /** `loss` and `scalar` by step; `epochLoss` and `metric` after every epoch. */
  group: v.picklist(['loss', 'scalar', 'epochLoss', 'metric']),
  /** Steps done. */
  steps: Doubles,
  values: Floats,
});
export type Curve = v.InferOutput<typeof Curve>;

export const RunEpoch = v.object({
  epoch: Index,
  step: Index,
  losses: Numbers,
  metrics: v.nullable(Numbers),
  confusion: v.nullable(Confusion),
  isBest: v.boolean(),
});
export type RunEpoch = v.InferOutput<typeof RunEpoch>;

export const RunHistory = v.object({
  run: Id,
  curves: v.array(Curve),
  epochs: v.array(RunEpoch),
});
export type RunHistory = v.InferOutput<typeof RunHistory>;

/** Steps since this was last told, some twice a second; to be added to what `trainer.history` gave. */
export const RunPoints = v.object({ run: Id, curves: v.array(Curve) });
export type RunPoints = v.InferOutput<typeof RunPoints>;

/** A picture that a synthesizer made after an epoch; marked as synthetic. */
export const RunSample = v.object({ name: v.string(), epoch: Index, label: v.string() });

/** What a run's best parameters say of the clips it is scored on. */
export const CellClips = v.object({
  classes: v.array(v.string()),
  /** Of all clips that were scored; agrees with the best epoch's, or with an evaluation's result so far. */
  confusion: Confusion,
  /** How many clips the cell holds. */
  count: Index,
  clips: v.array(v.object({ facts: ClipFacts, said: Index, probabilities: v.nullable(v.array(Share)) })),
});
export type CellClips = v.InferOutput<typeof CellClips>;

export const FoldRow = v.object({
  held: v.string(),
  samples: Index,
  right: Index,
  trainSamples: Index,
  epochs: Index,
  wallS: Finite,
});

/** What came of an evaluation, as far as it is. */
export const RunResult = v.object({
  protocol: v.string(),
  scheme: v.string(),
  confusion: Confusion,
  metrics: v.array(
    v.object({ name: v.string(), value: Finite, low: v.nullable(Finite), high: v.nullable(Finite) }),
  ),
  folds: v.array(FoldRow),
  foldCount: Index,
  /** What differs from the paper's set-up, and what must be said with the figures. */
  statements: v.array(v.string()),
});
export type RunResult = v.InferOutput<typeof RunResult>;

/** Two runs on the same validation clips. */
export const RunComparison = v.object({
  /** Clips that both were scored on; 0: nothing can be said. */
  clips: Index,
  metrics: v.array(
    v.object({
      name: v.string(),
      first: Finite,
      second: Finite,
      /** How often chance alone gives such a difference (permutation of whole people); null: cannot be said. */
      p: v.nullable(Share),
    }),
  ),
  /** Of how many clips only the first, only the second was right; and McNemar's exact p. */
  onlyFirst: Index,
  onlySecond: Index,
  p: v.nullable(Share),
});
export type RunComparison = v.InferOutput<typeof RunComparison>;

/** `image/png` or `image/jpeg`, with the mark of synthetic pictures inside. */
export const SamplePicture = v.object({ bytes: Bytes, type: v.picklist(['image/png', 'image/jpeg']) });
export type SamplePicture = v.InferOutput<typeof SamplePicture>;
