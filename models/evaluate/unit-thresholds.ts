/**
 * From which logit on an action unit is best said to move. A network that was taught with rare units says them too
 * seldom or too often at 0; where the harmonic mean of precision and recall is highest is found on clips of people that
 * it has not learnt from.
 */
import { countLabels, f1OfLabel } from '../train/metrics.ts';

export interface UnitThreshold {
  /** A logit; 0 where there is nothing to find it by. */
  readonly threshold: number;
  /** Clips that are known to show the unit. */
  readonly positives: number;
  /** F1 at 0, and at the threshold; null where the unit neither occurs nor is said. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Logits beyond ±5 are probabilities within a hundredth of 0 or 1. */
const FURTHEST = 5;
const STEP = 0.05;
/** The curve of F1 is averaged over ±½, so that a handful of clips does not choose. */
const SMOOTHED_OVER = 10;
/** With fewer clips that show a unit its threshold would be theirs alone. */
const LEAST_POSITIVES = 20;

/**
 * `logits` and `known` are [clips, units]; `known` is 1, 0, or below 0 where nobody coded it.
 *
 *     const thresholds = fitUnitThresholds(logits, known, 16);
 */
export function fitUnitThresholds(
  logits: ArrayLike<number>,
  known: ArrayLike<number>,
  units: number,
): readonly UnitThreshold[] {
  const places = Array.from({ length: 2 * (FURTHEST / STEP) + 1 }, (_, at) => at * STEP - FURTHEST);
  const counts = places.map((threshold) => countLabels(known, logits, units, threshold));
  const atZero = countLabels(known, logits, units, 0);
  return atZero.map((zero, unit) => {
    const curve = counts.map((all) => f1OfLabel(all[unit]!) ?? 0);
    const positives = zero.truePositives + zero.falseNegatives;
    const best = positives < LEAST_POSITIVES ? places.indexOf(0) : highest(smoothed(curve));
    const threshold = best < 0 ? 0 : places[best]!;
    return {
      threshold,
      positives,
      before: f1OfLabel(zero),
      after: f1OfLabel(countLabels(known, logits, units, threshold)[unit]!),
    };
  });
}

const highest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** Means over the neighbours; beyond the ends the last value goes on. */
const smoothed = (values: readonly number[]): readonly number[] =>
  values.map((_, at) => {
    let sum = 0;
    for (let by = -SMOOTHED_OVER; by <= SMOOTHED_OVER; by++)
      sum += values[Math.min(values.length - 1, Math.max(0, at + by))]!;
    return sum / (2 * SMOOTHED_OVER + 1);
  });
