/** What an evaluation has left in its folder so far: what its folds are of, and those that are done. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import { FoldSchema } from '../../trainer/evaluation/fold-file.ts';
import { readJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

/** Written when it starts. */
export const STARTED_FILE = 'started.json';

const Started = v.object({ classes: v.array(v.string()), protocol: v.string(), foldCount: v.number() });

export interface EvaluationSoFar extends v.InferOutput<typeof Started> {
  /** By who is held out. */
  readonly folds: readonly EvaluatedFold[];
}

/** Null before the first fold is done. */
export function readEvaluation(folder: string, log: Log): EvaluationSoFar | null {
  const started = readJson(join(folder, STARTED_FILE), Started, log);
  const folds = foldsIn(join(folder, 'folds'), log);
  return started === null || folds.length === 0 ? null : { ...started, folds };
}

function foldsIn(folder: string, log: Log): EvaluatedFold[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readJson(join(folder, name), FoldSchema, log) ?? [])
    .sort((one, other) => one.held.localeCompare(other.held, 'en', { numeric: true }));
}
