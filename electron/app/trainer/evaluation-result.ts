/** What came of an evaluation, as far as it is: from the folds that are done. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationResult } from '../../../contract/evaluation.ts';
import type { Run, RunResult } from '../../../contract/channels/trainer-runs.ts';
import { bootstrapBySubject, type ScoreName } from '../../../models/evaluate/index.ts';
import { countConfusion } from '../../../models/train/metrics.ts';
import type { Log } from '../problem.ts';
import { readEvaluation } from './evaluation-folds.ts';

const RESULT_FILE = 'result.json';

/** Null before the first fold is done. */
export function evaluationResult({ order }: Run, folder: string, log: Log): RunResult | null {
  if (order.kind !== 'evaluation') return null;
  const evaluation = readEvaluation(folder, log);
  if (evaluation === null) return null;
  const { classes, protocol, foldCount, folds } = evaluation;
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
