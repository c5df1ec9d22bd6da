/** All numbers of a report, from the predictions alone. */
import type { EvaluatedSample, EvaluationResult } from '../../../contract/evaluation.ts';
import type { Confusion } from '../../../contract/training.ts';
import { bootstrapBySubject, type Interval, type ScoreName } from '../bootstrap.ts';
import { confusionBySubject, pooledConfusion } from '../predictions.ts';
import { publishedTask, type RecognitionTask } from '../published/index.ts';
import { majorityFloor, tableScores, type TableScores } from '../scores.ts';
import { meanUnitF1, type UnitScores, unitScores } from './units.ts';

export interface Scored {
  readonly subjects: number;
  readonly confusion: Confusion;
  readonly scores: TableScores;
  /** What naming the most frequent class always would get on the same samples. */
  readonly floor: TableScores;
  readonly intervals: Readonly<Record<ScoreName, Interval>>;
}

export interface Summary {
  readonly result: EvaluationResult;
  readonly samples: readonly EvaluatedSample[];
  readonly all: Scored;
  /** The same predictions, restricted; empty where a single set was tested. */
  readonly bySet: readonly (Scored & { readonly set: string })[];
  readonly bySubject: ReadonlyMap<string, Confusion>;
  readonly units: readonly UnitScores[];
  readonly meanUnitF1: number | null;
  /** Published numbers of the same protocol, classes and sets; null where there are none, and of made clips. */
  readonly published: RecognitionTask | null;
}

export function summarize(result: EvaluationResult): Summary {
  const samples = result.folds.flatMap(({ predictions }) => predictions);
  const { classes, seed } = result;
  const bySet = [...Map.groupBy(samples, setOf)].map(([set, own]) => ({
    set,
    ...scored(own, classes, seed),
  }));
  const units = unitScores(samples, result.aus);
  return {
    result,
    samples,
    all: scored(samples, classes, seed),
    bySet: bySet.length > 1 ? bySet : [],
    bySubject: confusionBySubject(samples, classes),
    units,
    meanUnitF1: meanUnitF1(units),
    published: publishedBeside(result),
  };
}

/** A sample is named after its set first. */
export const setOf = ({ sample }: EvaluatedSample): string => sample.slice(0, sample.indexOf('/'));

function scored(samples: readonly EvaluatedSample[], classes: readonly string[], seed: number): Scored {
  const parts = confusionBySubject(samples, classes);
  const confusion = pooledConfusion(parts.values(), classes);
  return {
    subjects: parts.size,
    confusion,
    scores: tableScores(confusion),
    floor: majorityFloor(confusion),
    intervals: bootstrapBySubject(samples, classes, { seed }),
  };
}

/** Sets that something was tested on, in the order of the first tested sample. */
export const testedSets = ({ folds }: EvaluationResult): string[] => [
  ...new Set(folds.flatMap(({ predictions }) => predictions.map(setOf))),
];

export const isSynthetic = ({ sets }: EvaluationResult): boolean => sets.some((set) => set.isSynthetic);

function publishedBeside(result: EvaluationResult): RecognitionTask | null {
  if (isSynthetic(result)) return null;
  const { protocol, scheme, classes, sets } = result;
  const tested = testedSets(result);
  const learnt =
    protocol === 'cross' ? sets.map(({ name }) => name).filter((name) => !tested.includes(name)) : [];
  return publishedTask({ protocol, scheme, classes: classes.length, tested, learnt });
}
