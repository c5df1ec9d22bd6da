/** Training one's own networks: data, runs, models. */
import * as v from 'valibot';
import { Id, Index, Line, Nothing, Path } from './fields.ts';
import {
  ClipFacts,
  ClipPictures,
  ClipRef,
  DATA_SETS,
  DataLook,
  DataSource,
  FaceRights,
  LicensedSet,
  Preparation,
  TrainerData,
} from './trainer-data.ts';
import { CardText, ModelCard, ModelInput, RunGenerator, TrainerModel } from './trainer-models.ts';
import {
  CellClips,
  Estimate,
  Run,
  RunComparison,
  RunEpoch,
  RunHistory,
  RunOrder,
  RunPoints,
  RunResult,
  RunSample,
  SamplePicture,
  TrainerNetwork,
} from './trainer-runs.ts';

export const TrainerSettings = v.strictObject({
  /** What a run does while a live view is open. */
  whileLive: v.picklist(['yield', 'hold', 'go-on']),
  /** Runs that the end of the engine broke off go on when it starts again. */
  resumesByItself: v.boolean(),
  /** Threads of a run; null: all the machine has. */
  threads: v.nullable(v.pipe(Index, v.minValue(1), v.maxValue(256))),
});
export type TrainerSettings = v.InferOutput<typeof TrainerSettings>;

export const DEFAULT_TRAINER_SETTINGS: TrainerSettings = {
  whileLive: 'yield',
  resumesByItself: true,
  threads: null,
};

const Clips = v.pipe(Index, v.maxValue(200));
const OfRun = { run: Id };

export const TRAINER_REQUESTS = {
  /** What lies in a folder, before anything runs. Takes seconds for large sets; another look ends the one before. */
  'trainer.look': {
    takes: v.strictObject({
      source: DataSource,
      /** `auto`: found out. */
      set: v.picklist(['auto', ...DATA_SETS]),
      samples: v.pipe(Index, v.maxValue(60)),
    }),
    gives: DataLook,
  },
  'trainer.licensedSets': { takes: Nothing, gives: v.array(LicensedSet) },
  'trainer.data': { takes: Nothing, gives: v.array(TrainerData) },
  /** Makes clips of it, or takes a clip store as it is. `trainer.dataChanged` tells how it goes. */
  'trainer.prepare': {
    takes: v.strictObject({
      source: DataSource,
      set: v.picklist(['auto', ...DATA_SETS]),
      name: Line,
      preparation: Preparation,
    }),
    gives: v.object({ data: Id }),
  },
  'trainer.cancelPreparation': { takes: v.strictObject({ data: Id }), gives: Nothing },
  /** Deletes the clips that Onset made; what they were made of stays. Refused while a run reads them. */
  'trainer.removeData': { takes: v.strictObject({ data: Id }), gives: Nothing },
  /** Clips of prepared data from number `from` on; of one class where that is given. */
  'trainer.clips': {
    takes: v.strictObject({
      data: Id,
      part: ClipRef.entries.part,
      class: v.nullable(Index),
      from: Index,
      count: Clips,
    }),
    gives: v.object({ classes: v.array(v.string()), count: Index, clips: v.array(ClipFacts) }),
  },
  /** What the generator of a run can make; null for a run that has none (yet). */
  'trainer.generator': { takes: v.strictObject(OfRun), gives: v.nullable(RunGenerator) },
  /**
   * Clips that the run's generator makes of the people in `data` who may be learnt from, as data of its own. Told like
   * `trainer.prepare`; whole or not at all. `rights` may be null where `data` already says by what right.
   */
  'trainer.generate': {
    takes: v.strictObject({
      ...OfRun,
      data: Id,
      name: Line,
      perClass: v.pipe(Index, v.minValue(1), v.maxValue(20_000)),
      seed: v.pipe(Index, v.maxValue(2 ** 31)),
      hasVisibleMark: v.boolean(),
      rights: v.nullable(FaceRights),
    }),
    gives: v.object({ data: Id }),
  },
  'trainer.clip': {
    takes: v.strictObject({ ref: ClipRef, widthPx: v.pipe(Index, v.minValue(16), v.maxValue(1024)) }),
    gives: ClipPictures,
  },

  'trainer.networks': { takes: Nothing, gives: v.array(TrainerNetwork) },
  /** Runs some real steps in a process of its own; seconds to a minute, and at once where it was measured before. */
  'trainer.estimate': { takes: v.strictObject({ order: RunOrder }), gives: Estimate },

  /** In the order of the queue; those that have ended, the newest first, after them. */
  'trainer.runs': { takes: Nothing, gives: v.array(Run) },
  /** At the end of the queue, which works by itself. */
  'trainer.add': { takes: v.strictObject({ order: RunOrder }), gives: v.object(OfRun) },
  /**
   * `go-on`: a stopped, interrupted or failed run is put into the queue again, where it was saved. `pause` and `resume`
   * of a run that runs. `finish`: ends as if the last epoch were over, with a model. `stop`: saves and ends; one that
   * waits leaves the queue and is `stopped`.
   */
  'trainer.command': {
    takes: v.strictObject({
      ...OfRun,
      command: v.picklist(['go-on', 'pause', 'resume', 'finish', 'stop']),
    }),
    gives: Run,
  },
  /** To another place among those that wait; 0 is next. */
  'trainer.move': { takes: v.strictObject({ ...OfRun, to: Index }), gives: Nothing },
  'trainer.renameRun': { takes: v.strictObject({ ...OfRun, name: Line }), gives: Nothing },
  /** Deletes its folder. A model that was installed stays. Refused while it runs. */
  'trainer.removeRun': { takes: v.strictObject(OfRun), gives: Nothing },
  'trainer.history': { takes: v.strictObject(OfRun), gives: RunHistory },
  /** Null before the first fold is done, and for a training. */
  'trainer.result': { takes: v.strictObject(OfRun), gives: v.nullable(RunResult) },
  /** Clips that are known as one class and were said to be another. Scores them first where that was not done: seconds. */
  'trainer.cell': {
    takes: v.strictObject({ ...OfRun, known: Index, said: Index, from: Index, count: Clips }),
    gives: CellClips,
  },
  'trainer.compare': { takes: v.strictObject({ first: Id, second: Id }), gives: RunComparison },
  'trainer.samples': { takes: v.strictObject(OfRun), gives: v.array(RunSample) },
  'trainer.sample': {
    takes: v.strictObject({ ...OfRun, name: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)) }),
    gives: SamplePicture,
  },

  'trainer.models': { takes: v.strictObject({}), gives: v.array(TrainerModel) },
  /** From now on Live and analyses name events with it; `shipped`: back to the one that came with Onset. */
  'trainer.install': {
    takes: v.strictObject({ model: v.union([v.literal('shipped'), Id]) }),
    gives: v.array(TrainerModel),
  },
  'trainer.card': { takes: v.strictObject({ model: Id }), gives: ModelCard },
  'trainer.setCard': { takes: v.strictObject({ model: Id, text: CardText }), gives: ModelCard },
  /** The model file and its card, as a job of kind `export`. Null: a folder of Onset's own, from where a page fetches them. */
  'trainer.exportModel': {
    takes: v.strictObject({ model: Id, outDir: v.nullable(Path) }),
    gives: v.object({ job: Id }),
  },
  /** The generator's file and a card that says what it is, as a job of kind `export`. */
  'trainer.exportGenerator': {
    takes: v.strictObject({ ...OfRun, outDir: v.nullable(Path) }),
    gives: v.object({ job: Id }),
  },
  /** Checked as `onset models verify` does, and refused with the reason. */
  'trainer.importModel': { takes: v.strictObject({ input: ModelInput }), gives: v.object({ model: Id }) },
  /** Refused for the one in use and for those that came with Onset. */
  'trainer.removeModel': { takes: v.strictObject({ model: Id }), gives: Nothing },

  'trainer.settings': { takes: Nothing, gives: TrainerSettings },
  'trainer.setSettings': { takes: TrainerSettings, gives: TrainerSettings },
} as const;

export const TRAINER_EVENTS = {
  /** All of them, when the queue or a run's state changes. */
  'trainer.runsChanged': v.array(Run),
  /** One run's counters, some four times a second. */
  'trainer.runChanged': Run,
  'trainer.points': RunPoints,
  'trainer.epoch': v.object({ run: Id, epoch: RunEpoch }),
  'trainer.sampled': v.object({ run: Id, samples: v.array(RunSample) }),
  'trainer.dataChanged': v.array(TrainerData),
  'trainer.modelsChanged': v.array(TrainerModel),
  'trainer.settingsChanged': TrainerSettings,
} as const;
