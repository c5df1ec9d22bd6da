/** What came of an evaluation, as far as it is: from the folds that are done. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { EvaluationResult } from '../../../contract/evaluation.ts';
import type { Run, RunResult } from '../../../contract/channels/trainer-runs.ts';
import { bootstrapBySubject, type ScoreName } from '../../../models/evaluate/index.ts';
import { countConfusion } from '../../../models/train/metrics.ts';
import { readJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

/** In the run's folder: what the folds are of. */
export const STARTED_FILE = 'started.json';
const RESULT_FILE = 'result.json';

const Started = v.object({ classes: v.array(v.string()), protocol: v.string(), foldCount: v.number() });

/** As `EvaluationFolder` writes them; what is not read here may be more. */
const Fold = v.object({
  held: v.string(),
  trainSamples: v.number(),
  epochs: v.number(),
  wallS: v.number(),
  predictions: v.array(v.object({ subject: v.string(), known: v.number(), said: v.number() })),
});

/** Null before the first fold is done. */
export function evaluationResult({ order }: Run, folder: string, log: Log): RunResult | null {
  if (order.kind !== 'evaluation') return null;
  const started = readJson(join(folder, STARTED_FILE), Started, log);
  const folds = foldsIn(join(folder, 'folds'), log);
  if (started === null || folds.length === 0) return null;
  const { classes, protocol, foldCount } = started;
  const predictions = folds.flatMap((fold) => fold.predictions);
  const confusion = countConfusion(
    predictions.map(({ known }) => known),
    predictions.map(({ said }) => said),
    classes,
  );
  const scores = bootstrapBySubject(predictions, classes, { seed: 1, draws: DRAWS });
  return {
    protocol,
    scheme: order.scheme,
    confusion: { classes, counts: confusion.counts.map((row) => [...row]) },
    metrics: SCORES.flatMap((name) => {
      const { value, low, high } = scores[name];
      return value === null ? [] : [{ name, value, low, high }];
    }),
    folds: folds.map(({ predictions: own, ...fold }) => ({
      ...fold,
      samples: own.length,
      right: own.filter(({ known, said }) => known === said).length,
    })),
    foldCount,
    statements: [
      ...(folds.length < foldCount
        ? [`${folds.length} of ${foldCount} folds are done: figures will change.`]
        : []),
      ...statementsIn(join(folder, RESULT_FILE)),
    ],
  };
}

const SCORES: readonly ScoreName[] = ['uf1', 'uar', 'accuracy'];
/** Ends of the intervals to a hundredth, in some tenths of a second. */
const DRAWS = 1000;

function foldsIn(folder: string, log: Log): v.InferOutput<typeof Fold>[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readJson(join(folder, name), Fold, log) ?? [])
    .sort((one, other) => one.held.localeCompare(other.held, 'en', { numeric: true }));
}

/** What must be said with the figures; all of it is known when the folds are done. */
function statementsIn(path: string): string[] {
  if (!existsSync(path)) return [];
  // Written by Onset, whole or not at all.
  const { departures, sets, isSubjectDependent } = JSON.parse(readFileSync(path, 'utf8')) as EvaluationResult;
  return [
    ...(sets.some(({ isSynthetic }) => isSynthetic)
      ? ['Made clips are among them: these are no figures of people.']
      : []),
    ...(isSubjectDependent
      ? ['The same people are learnt from and tested: figures are too good for new people.']
      : []),
    ...departures,
  ];
}
