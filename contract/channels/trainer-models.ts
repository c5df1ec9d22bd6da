/** Model files: shipped, trained here, brought from elsewhere; one of them is in use. */
import * as v from 'valibot';
import { At, Finite, Id, Index, Path } from './fields.ts';

export const TrainerModel = v.object({
  /** The first 16 digits of the file's SHA-256. */
  id: Id,
  name: v.string(),
  origin: v.picklist(['shipped', 'trained', 'imported']),
  /** The run that made it; null where that is gone or elsewhere. */
  run: v.nullable(Id),
  madeAt: At,
  network: v.string(),
  trainedOn: v.string(),
  sizeBytes: Index,
  sha256: v.string(),
  /** Names and values, as About shows them. */
  facts: v.array(v.tuple([v.string(), v.string()])),
  /** Live, analyses and the command `onset serve` use this one. */
  isInUse: v.boolean(),
  /** Why it cannot be used; null where it can. */
  problem: v.nullable(v.string()),
});
export type TrainerModel = v.InferOutput<typeof TrainerModel>;

export const ModelCard = v.object({
  model: Id,
  /** Markdown. */
  text: v.string(),
  /** False for what comes with Onset. */
  isEditable: v.boolean(),
});
export type ModelCard = v.InferOutput<typeof ModelCard>;

/** What the generator of a run can make. */
export const RunGenerator = v.object({
  network: v.string(),
  /** Width and height of what it makes. */
  sizePx: Index,
  /** Expressions that it is asked for by name; empty where it is asked for action units. */
  classes: v.array(v.string()),
  /** Action units that it is asked for; empty where it is asked for expressions. */
  aus: v.array(Index),
  sizeBytes: Index,
  /** Seconds that a clip took here the last time; null: none was ever made. */
  clipS: v.nullable(Finite),
});
export type RunGenerator = v.InferOutput<typeof RunGenerator>;

/** Longer than any card a person writes. */
export const CardText = v.pipe(v.string(), v.maxLength(100_000));

export const ModelInput = v.variant('kind', [
  v.strictObject({ kind: v.literal('path'), path: Path }),
  v.strictObject({ kind: v.literal('upload'), upload: Id }),
]);
