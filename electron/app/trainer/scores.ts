/** What the best parameters of a run said of the clips it is scored on; kept beside the run. */
import * as v from 'valibot';

const ScoredClipSchema = v.object({
  /** Of the clip store, and the clip's number there. */
  folder: v.string(),
  index: v.number(),
  subject: v.string(),
  known: v.number(),
  said: v.number(),
  probabilities: v.array(v.number()),
});
export type ScoredClip = v.InferOutput<typeof ScoredClipSchema>;

/** What was said of the clips that a run was scored on, whether by its best parameters or by the folds of an evaluation. */
export interface ScoredClips {
  readonly classes: readonly string[];
  readonly clips: readonly (Omit<ScoredClip, 'probabilities'> & {
    /** Null where the method gives none. */
    readonly probabilities: readonly number[] | null;
  })[];
}

export const Scoring = v.object({
  /** The file of the parameters that were scored: another one makes this outdated. */
  best: v.string(),
  epoch: v.number(),
  classes: v.array(v.string()),
  clips: v.array(ScoredClipSchema),
});
export type Scoring = v.InferOutput<typeof Scoring>;
