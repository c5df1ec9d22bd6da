/**
 * What is counted on held-out samples, as the field's tables count it (MEGC 2019): true and false positives summed
 * over everything first, then scored.
 */
import type { Confusion } from '../../contract/training.ts';

/** Counts by known class (row) and predicted class (column). Samples of class −1 are not counted. */
export function countConfusion(
  known: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: readonly string[],
): Confusion {
  const counts = classes.map(() => classes.map(() => 0));
  for (let i = 0; i < known.length; i++) {
    const row = counts[known[i]!];
    if (row !== undefined) row[predicted[i]!]!++;
  }
  return { classes, counts };
}

export interface ClassScores {
  /** Share of samples that are named right; chance depends on how many there are of each class. */
  readonly accuracy: number;
  /** Unweighted F1: mean over classes of 2·TP / (2·TP + FP + FN). */
  readonly uf1: number;
  /** Unweighted average recall: mean over classes of TP / n. */
  readonly uar: number;
}

/** Scores over the classes that occur in what is known: one that is not there can neither be found nor missed. */
export function scoreConfusion({ counts }: Confusion): ClassScores {
  const present = [...counts.keys()].filter((label) => sum(counts[label]!) > 0);
  const all = sum(counts.map(sum));
  const hits = sum(counts.map((row, label) => row[label]!));
  return {
    accuracy: ratio(hits, all),
    uf1: mean(present.map((label) => f1Of(counts, label))),
    uar: mean(present.map((label) => ratio(counts[label]![label]!, sum(counts[label]!)))),
  };
}

function f1Of(counts: Confusion['counts'], label: number): number {
  const hits = counts[label]![label]!;
  const missed = sum(counts[label]!) - hits;
  const wrong = sum(counts.map((row) => row[label]!)) - hits;
  return ratio(2 * hits, 2 * hits + wrong + missed);
}

/** Found, falsely found and missed, for one yes-or-no label. */
export interface BinaryCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/**
 * Counts for each of `labels` columns of `[samples, labels]`: `scores` at or above `threshold` are a yes. For logits 0
 * is the threshold that a probability of 0.5 has. Where what is known is below 0, nobody said, and nothing is counted.
 */
export function countLabels(
  known: ArrayLike<number>,
  scores: ArrayLike<number>,
  labels: number,
  threshold: number,
): BinaryCounts[] {
  return Array.from({ length: labels }, (_, label) => {
    const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0 };
    for (let at = label; at < known.length; at += labels) {
      if (known[at]! < 0) continue;
      const isYes = scores[at]! >= threshold;
      if (known[at]! >= 0.5) counts[isYes ? 'truePositives' : 'falseNegatives']++;
      else if (isYes) counts.falsePositives++;
    }
    return counts;
  });
}

/** F1 of one label; null where it neither occurs nor is ever said: there is nothing to score. */
export function f1OfLabel({ truePositives, falsePositives, falseNegatives }: BinaryCounts): number | null {
  const all = 2 * truePositives + falsePositives + falseNegatives;
  return all === 0 ? null : (2 * truePositives) / all;
}

/** Mean F1 over the labels that occur in what is known. */
export function macroF1(counts: readonly BinaryCounts[]): number {
  const present = counts.filter(({ truePositives, falseNegatives }) => truePositives + falseNegatives > 0);
  return mean(present.map((label) => f1OfLabel(label) ?? 0));
}

/** The column with the largest value in each row of `[rows, columns]`; the first of equal ones. */
export function argmaxRows(values: ArrayLike<number>, columns: number): Int32Array {
  return Int32Array.from({ length: values.length / columns }, (_, row) => {
    let best = 0;
    for (let column = 1; column < columns; column++)
      if (values[row * columns + column]! > values[row * columns + best]!) best = column;
    return best;
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const mean = (values: readonly number[]): number => ratio(sum(values), values.length);
