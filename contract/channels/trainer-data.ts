/** Data that networks learn from, as the Trainer tab shows it: looked at first, then brought into clips. */
import * as v from 'valibot';
import { At, Bytes, Finite, Id, Index, Line, Path, Problem, Share } from './fields.ts';

/** The sets that are read (models/data/sets); `own`: videos or pictures with a table of labels. */
export const DATA_SETS = [
  'casme2',
  'samm',
  'smic-hs',
  'smic-vis',
  'smic-nir',
  'affectnet',
  'casme-sq',
  'samm-lv',
  'own',
] as const;

export const DataSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('path'), path: Path }),
  /** Files that a page sent to `/upload`, together the content of one folder: faces, or own videos with their table. */
  v.strictObject({
    kind: v.literal('uploads'),
    uploads: v.pipe(v.array(Id), v.minLength(1), v.maxLength(10_000)),
    name: Line,
  }),
]);
export type DataSource = v.InferOutput<typeof DataSource>;

/**
 * `clips`: a clip store, or a folder with its parts. `faces`: portraits, over which movements are drawn. `generated`: clips
 * that a generator of a run here made of faces in other data.
 */
export const DataKind = v.picklist(['clips', 'faces', 'set', 'generated']);
export type DataKind = v.InferOutput<typeof DataKind>;

/** A picture of what is there: a face, or one frame of a clip, the apex where it is known. */
export const DataSample = v.object({
  name: v.string(),
  subject: v.string(),
  /** The class as the data has it; null for a face without one. */
  label: v.nullable(v.string()),
  aus: v.nullable(v.array(Index)),
  jpeg: Bytes,
  widthPx: Index,
  heightPx: Index,
});
export type DataSample = v.InferOutput<typeof DataSample>;

const Named = v.object({ name: v.string(), count: Index });

/** What is in data, before anything runs. */
export const DataContent = v.object({
  clips: Index,
  /** Single pictures: faces, or a set of still expressions. */
  pictures: Index,
  longVideos: Index,
  subjects: Index,
  /** Classes by their names, in the data's own order. */
  classes: v.array(Named),
  /** Action units as `AU12`, ascending. */
  aus: v.array(Named),
  /** Parts that are kept apart (`train`, `validation`, `test`); empty where it is one whole. */
  parts: v.array(v.object({ name: v.string(), clips: Index, subjects: Index })),
  /** Frames a second, least and most; null where nothing says so. */
  fps: v.nullable(v.tuple([Finite, Finite])),
  /** Of clips that are prepared; null before. */
  shape: v.nullable(v.object({ frames: Index, sizePx: Index, windowS: Finite, planes: Index })),
  /** Drawn, not filmed. */
  isSynthetic: v.boolean(),
  /** Made by a generator: to be learnt from, and never tested. Absent in what was written before generators. */
  isGenerated: v.optional(v.boolean(), false),
});
export type DataContent = v.InferOutput<typeof DataContent>;

export const DataDiscrepancy = v.object({
  kind: v.picklist(['count', 'missing', 'unlabelled', 'repaired', 'left-out']),
  about: v.string(),
  what: v.string(),
});

export const DataLook = v.object({
  path: v.string(),
  /** Null: nothing that can be learnt from was found; `problem` says what was looked for. */
  kind: v.nullable(DataKind),
  set: v.nullable(v.picklist(DATA_SETS)),
  /** Which label file was read. */
  coding: v.nullable(v.string()),
  content: v.nullable(DataContent),
  /** The first 200, and how many there are. */
  discrepancies: v.array(DataDiscrepancy),
  discrepancyCount: Index,
  samples: v.array(DataSample),
  /** Whether clips have to be made of it before a network can learn from it. */
  needsPreparation: v.boolean(),
  /**
   * Seconds that making the clips would take, as fast as clips of that kind were made here last; of faces for the usual
   * 2000 clips. Null where nothing is to be made, or none were ever made here.
   */
  preparationS: v.nullable(Finite),
  /** Sessions of Onset whose video lies there and whose participants did not agree to synthesis: faces of it are not drawn over. */
  withoutConsent: v.array(v.string()),
  problem: v.nullable(Problem),
});
export type DataLook = v.InferOutput<typeof DataLook>;

/** By what right faces may be changed; stands in every file that is made of them. */
export const FaceRights = v.picklist(['public-domain', 'licence', 'consent', 'own-face']);
export type FaceRights = v.InferOutput<typeof FaceRights>;

export const Preparation = v.strictObject({
  /** Clips drawn for training over faces; validation and test get a tenth of it each. Null for other data. */
  count: v.nullable(v.pipe(Index, v.minValue(10), v.maxValue(200_000))),
  /** Null only where nothing is drawn. */
  rights: v.nullable(FaceRights),
  /** Of everything that is drawn. */
  seed: v.pipe(Index, v.maxValue(2 ** 31)),
  /**
   * Classes that a set's labels are merged into; clips of none of them are left out. `four`: the three and `others`.
   * `objective`: classes I to V by action units (MEGC 2018). Null: the set's own, as evaluations want them.
   */
  scheme: v.nullable(v.picklist(['three', 'four', 'five', 'all', 'objective'])),
});
export type Preparation = v.InferOutput<typeof Preparation>;

/** Of clips that a generator made: with which, of whose faces, how. */
export const Generation = v.object({
  run: Id,
  /** Names as they were then: run and data may be removed. */
  runName: v.string(),
  network: v.string(),
  data: Id,
  dataName: v.string(),
  perClass: Index,
  seed: Index,
  /** Stripes in every picture of a clip that is shown; the levels that networks see have none. */
  hasVisibleMark: v.boolean(),
});
export type Generation = v.InferOutput<typeof Generation>;

/** Data that is ready to be learnt from, or on its way. */
export const TrainerData = v.object({
  id: Id,
  name: v.string(),
  kind: DataKind,
  set: v.nullable(v.picklist(DATA_SETS)),
  /** Where it is from. */
  path: v.string(),
  /** Where its clips lie: a folder of Onset's own, or `path` itself. */
  clipsPath: v.nullable(v.string()),
  madeAt: At,
  state: v.picklist(['waiting', 'preparing', 'ready', 'failed', 'cancelled', 'gone']),
  progress01: v.nullable(Share),
  leftS: v.nullable(Finite),
  /** Null before it is ready. */
  content: v.nullable(DataContent),
  /** Null for all but generated clips. */
  generation: v.optional(v.nullable(Generation), null),
  rights: v.nullable(FaceRights),
  warnings: v.array(v.string()),
  sizeBytes: Index,
  problem: v.nullable(Problem),
});
export type TrainerData = v.InferOutput<typeof TrainerData>;

/** A licensed set and how a person comes by it. */
export const LicensedSet = v.object({
  set: v.picklist(DATA_SETS),
  title: v.string(),
  /** What is in it, in one sentence. */
  what: v.string(),
  holder: v.string(),
  /** Who may have it, and what they must not do. */
  terms: v.array(v.string()),
  /** What to do, in order. */
  steps: v.array(v.string()),
  /** To be opened by the person; Onset itself opens nothing. */
  page: v.nullable(v.string()),
  /** How the unpacked folder looks, so that the right one is chosen. */
  layout: v.string(),
});
export type LicensedSet = v.InferOutput<typeof LicensedSet>;

/** One clip of prepared data. `part`: `train`, `validation`, `test`, or `all` where it is one whole. */
export const ClipRef = v.strictObject({
  data: Id,
  part: v.picklist(['train', 'validation', 'test', 'all']),
  index: Index,
});
export type ClipRef = v.InferOutput<typeof ClipRef>;

export const ClipFacts = v.object({
  ref: ClipRef,
  /** As its set names it; of drawn clips the number. */
  name: v.string(),
  subject: v.string(),
  /** Index into the classes. */
  known: Index,
  aus: v.nullable(v.array(Index)),
  isSynthetic: v.boolean(),
  /** Of a clip that a generator made: whose movement it repeats. */
  movementOf: v.optional(v.nullable(v.string()), null),
});
export type ClipFacts = v.InferOutput<typeof ClipFacts>;

/** The frames of a clip in order, each a JPEG; those of drawn clips carry the mark of synthetic pictures. */
export const ClipPictures = v.object({
  facts: ClipFacts,
  class: v.string(),
  frames: v.array(Bytes),
  neutral: Bytes,
  widthPx: Index,
  heightPx: Index,
  /** Seconds that the window spans. */
  windowS: Finite,
  apexFrame: v.nullable(Index),
});
export type ClipPictures = v.InferOutput<typeof ClipPictures>;
