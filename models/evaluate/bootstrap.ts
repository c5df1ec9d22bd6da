/**
 * How far a score would lie from itself with other people: people, not clips, are drawn with replacement, because clips
 * of one person resemble each other (a cluster bootstrap; Efron's percentile interval).
 */
import type { Confusion } from '../../contract/training.ts';
import { createRandom } from '../data/synth/random.ts';
import { confusionBySubject, pooledConfusion, type Prediction } from './predictions.ts';
import { tableScores } from './scores.ts';

export type ScoreName = 'accuracy' | 'uf1' | 'uar';

export interface BootstrapOptions {
  readonly seed: number;
  readonly draws?: number;
  /** Share of the draws between the two ends. */
  readonly level?: number;
}

export interface Interval {
  /** Of the samples as they are; null where a class has none. */
  readonly value: number | null;
  /** Null where hardly a draw could be scored. */
  readonly low: number | null;
  readonly high: number | null;
  /** Draws without a sample of some class: they have no score, and count for neither end. */
  readonly undefinedDraws: number;
}

/** Two decimals of a percentile's place are sure enough with this many. */
const DRAWS = 2000;
const LEVEL = 0.95;

/** For each score an interval. The same seed gives the same one, on any machine. */
export function bootstrapBySubject(
  predictions: readonly Prediction[],
  classes: readonly string[],
  { seed, draws = DRAWS, level = LEVEL }: BootstrapOptions,
): Readonly<Record<ScoreName, Interval>> {
  const parts = [...confusionBySubject(predictions, classes).values()];
  const random = createRandom(seed);
  const drawn = Array.from({ length: draws }, () => parts.map(() => random.below(parts.length)));
  const whole = tableScores(pooledConfusion(parts, classes));
  const scores = scoresOfDraws(parts, classes, drawn);
  const of = (name: ScoreName): Interval => intervalOf(whole[name], scores[name], level);
  return { accuracy: of('accuracy'), uf1: of('uf1'), uar: of('uar') };
}

/** Scores of people drawn by their places in `parts`; null where a class has no sample among them. */
export function scoresOfDraws(
  parts: readonly Confusion[],
  classes: readonly string[],
  drawn: readonly (readonly number[])[],
): Readonly<Record<ScoreName, readonly (number | null)[]>> {
  const all = drawn.map((places) =>
    tableScores(
      pooledConfusion(
        places.map((place) => parts[place]!),
        classes,
      ),
    ),
  );
  const of = (name: ScoreName): (number | null)[] => all.map((scores) => scores[name]);
  return { accuracy: of('accuracy'), uf1: of('uf1'), uar: of('uar') };
}

export function intervalOf(
  value: number | null,
  scores: readonly (number | null)[],
  level: number,
): Interval {
  const defined = scores.filter((score) => score !== null).sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  // Where fewer draws than one have a place beyond the end, the end says nothing.
  const isSaid = defined.length * tail >= 1;
  return {
    value,
    low: isSaid ? quantile(defined, tail) : null,
    high: isSaid ? quantile(defined, 1 - tail) : null,
    undefinedDraws: scores.length - defined.length,
  };
}

/** Linear between the values in order, as numpy has it. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const before = Math.floor(at);
  const after = Math.min(before + 1, sorted.length - 1);
  return sorted[before]! + (at - before) * (sorted[after]! - sorted[before]!);
}
