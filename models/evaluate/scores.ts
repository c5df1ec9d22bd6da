/** Scores over a fixed list of classes. A class that is not there makes a mean undefined, never shorter. */
import type { Confusion } from '../../contract/training.ts';

export interface OneClass {
  readonly name: string;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Null where it is neither known nor said anywhere. */
  readonly f1: number | null;
  /** TP / n; null where no sample is of it. */
  readonly recall: number | null;
}

export interface TableScores {
  readonly samples: number;
  /** Also called WAR, and micro F1; null without samples. */
  readonly accuracy: number | null;
  /** UF1, macro F1: the mean over all classes of the list; null where one is not among the samples. */
  readonly uf1: number | null;
  /** UAR, balanced accuracy: as UF1. */
  readonly uar: number | null;
  /** Weighted by how many samples are of each class. */
  readonly weightedF1: number | null;
  readonly byClass: readonly OneClass[];
}

export function tableScores({ classes, counts }: Confusion): TableScores {
  const byClass = classes.map((name, at): OneClass => {
    const truePositives = counts[at]![at]!;
    const falseNegatives = sum(counts[at]!) - truePositives;
    const falsePositives = sum(counts.map((row) => row[at]!)) - truePositives;
    return {
      name,
      truePositives,
      falsePositives,
      falseNegatives,
      f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
      recall: share(truePositives, truePositives + falseNegatives),
    };
  });
  const samples = sum(counts.map(sum));
  const isWhole = byClass.every(({ recall }) => recall !== null);
  const mean = (of: 'f1' | 'recall'): number | null =>
    isWhole ? sum(byClass.map((one) => one[of]!)) / classes.length : null;
  const weighted = sum(
    byClass.map(({ f1, truePositives, falseNegatives }) => (f1 ?? 0) * (truePositives + falseNegatives)),
  );
  return {
    samples,
    accuracy: share(sum(byClass.map(({ truePositives }) => truePositives)), samples),
    uf1: mean('f1'),
    uar: mean('recall'),
    weightedF1: share(weighted, samples),
    byClass,
  };
}

/** What a network gets that names the most frequent class always: to be printed beside every score. */
export function majorityFloor({ classes, counts }: Confusion): TableScores {
  const sizes = counts.map(sum);
  const most = sizes.indexOf(Math.max(...sizes));
  return tableScores({
    classes,
    counts: sizes.map((size) => classes.map((_, column) => (column === most ? size : 0))),
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
