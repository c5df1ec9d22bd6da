/** Sessions a person has, and the analyses and exports that run. */
import * as v from 'valibot';
import { At, Finite, Id, Index, Line, Nothing, Path, Problem, Share } from './fields.ts';

export const SessionSummary = v.object({
  id: Id,
  name: v.string(),
  madeAt: At,
  /** `live`: recorded from a camera or stream. */
  origin: v.picklist(['file', 'live', 'sample']),
  durationS: Finite,
  widthPx: Index,
  heightPx: Index,
  fps: Finite,
  tracks: Index,
  micro: Index,
  macro: Index,
  /** Events that no rater has decided about. */
  unreviewed: Index,
  /** False for what a crash or a loss of power left: readable up to about its last second. */
  isFinished: v.boolean(),
  /** Whether the video the session was made from is where it was. */
  hasMedia: v.boolean(),
  /** False where there never was one: something watched live that nobody recorded. */
  wasRecorded: v.boolean(),
  participants: v.array(v.string()),
  /** When the retention timer deletes it; null: never. */
  expiresAt: v.nullable(At),
  sizeBytes: Index,
});
export type SessionSummary = v.InferOutput<typeof SessionSummary>;

/** Something that takes longer than a moment. */
export const Job = v.object({
  id: Id,
  kind: v.picklist(['analysis', 'export']),
  /** The input's or session's name. */
  title: v.string(),
  state: v.picklist(['waiting', 'running', 'done', 'failed', 'cancelled']),
  progress01: v.nullable(Share),
  leftS: v.nullable(Finite),
  /** Runs, and goes on when nothing is watched live. */
  waitsForLive: v.boolean(),
  /** Media seconds per wall second, for analyses that run. */
  realtimeFactor: v.nullable(Finite),
  session: v.nullable(Id),
  /** What has been written: names that `/files` or the shell can show. */
  files: v.array(v.object({ name: v.string(), path: v.string(), sizeBytes: Index })),
  warnings: v.array(v.string()),
  problem: v.nullable(Problem),
});
export type Job = v.InferOutput<typeof Job>;

const AnalysisInput = v.variant('kind', [
  v.strictObject({ kind: v.literal('path'), path: Path }),
  /** What the page sent to `/upload`. */
  v.strictObject({ kind: v.literal('upload'), upload: Id }),
]);

export const AnalysisSettings = v.strictObject({
  /** `shipped`: the recognizer in use, which is the one that comes with Onset unless another was installed. */
  model: v.union([v.picklist(['shipped', 'none']), v.strictObject({ path: Path })]),
  faces: v.pipe(Index, v.minValue(1), v.maxValue(16)),
  /** A span at rest in seconds; null: found by itself. */
  neutral: v.nullable(v.strictObject({ fromS: Finite, toS: Finite })),
});
export type AnalysisSettings = v.InferOutput<typeof AnalysisSettings>;

export const LIBRARY_REQUESTS = {
  'library.list': { takes: Nothing, gives: v.array(SessionSummary) },
  /** A session file from elsewhere joins the list; it stays where it is, or is kept here where the page has sent it. */
  'library.open': {
    takes: v.union([v.strictObject({ path: Path }), v.strictObject({ upload: Id })]),
    gives: v.object({ session: Id }),
  },
  /** Leaves the list. Files stay where they are. */
  'library.forget': { takes: v.strictObject({ session: Id }), gives: Nothing },
  'library.rename': { takes: v.strictObject({ session: Id, name: Line }), gives: Nothing },
  /** The built-in made clip: its session, or the job that makes it. */
  'library.sample': {
    takes: Nothing,
    gives: v.object({ session: v.nullable(Id), job: v.nullable(Id) }),
  },
  'analysis.start': {
    takes: v.strictObject({ input: AnalysisInput, settings: AnalysisSettings }),
    gives: v.object({ job: Id }),
  },
  'jobs.list': { takes: Nothing, gives: v.array(Job) },
  'jobs.cancel': { takes: v.strictObject({ job: Id }), gives: Nothing },
  /** Forgets a job that has ended. */
  'jobs.dismiss': { takes: v.strictObject({ job: Id }), gives: Nothing },
} as const;

export const LIBRARY_EVENTS = {
  'library.changed': v.array(SessionSummary),
  'jobs.changed': Job,
} as const;
