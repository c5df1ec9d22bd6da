/** Action units as a yes or no each, where somebody coded them. */
import type { EvaluatedSample } from '../../../contract/evaluation.ts';
import { type BinaryCounts, countLabels, f1OfLabel } from '../../train/metrics.ts';

export interface UnitScores {
  readonly au: number;
  /** Samples of which it is known whether the unit moves. */
  readonly coded: number;
  readonly positives: number;
  readonly counts: BinaryCounts;
  /** Null where the unit does not occur: there is nothing to find. */
  readonly f1: number | null;
  /** What always saying yes gets, 2p / (n + p); null where the unit does not occur. */
  readonly floor: number | null;
}

/** A logit of 0 is a probability of one half. */
const THRESHOLD = 0;

/** Of each unit of the list; samples without units, and units that nobody coded, count for nothing. */
export function unitScores(samples: readonly EvaluatedSample[], aus: readonly number[]): UnitScores[] {
  return aus.map((au, at) => {
    const coded = samples.flatMap(({ aus: units }) => {
      const unit = units?.[at];
      return unit === undefined || unit.known === null ? [] : [{ known: unit.known, logit: unit.logit }];
    });
    const [counts] = countLabels(
      coded.map(({ known }) => known),
      coded.map(({ logit }) => logit),
      1,
      THRESHOLD,
    );
    const positives = counts!.truePositives + counts!.falseNegatives;
    return {
      au,
      coded: coded.length,
      positives,
      counts: counts!,
      f1: positives === 0 ? null : f1OfLabel(counts!),
      floor: positives === 0 ? null : (2 * positives) / (coded.length + positives),
    };
  });
}

/** Mean over the units that occur; null where none does. */
export function meanUnitF1(units: readonly UnitScores[], of: 'f1' | 'floor' = 'f1'): number | null {
  const present = units.filter(({ positives }) => positives > 0);
  if (present.length === 0) return null;
  return present.reduce((sum, unit) => sum + (unit[of] ?? 0), 0) / present.length;
}
