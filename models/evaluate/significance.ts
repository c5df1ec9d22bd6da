/**
 * Whether one network is better than another on the same samples.
 *
 * The test to go by is `permutationBySubject`: if the networks did equally well, each person's clips could as well have
 * been named by the other. It swaps whole people, so it does not take clips of one person for independent, and it tests
 * the very score that tables are compared by. `mcNemar` is what papers print; it takes each clip for a person of its
 * own, which makes it too sure of itself, and it tests accuracy alone.
 */
import type { Confusion } from '../../contract/training.ts';
import { createRandom } from '../data/synth/random.ts';
import type { ScoreName } from './bootstrap.ts';
import { confusionBySubject, pooledConfusion, type Prediction } from './predictions.ts';
import { tableScores } from './scores.ts';

/** The same sample as two networks named it. */
export interface PairedPrediction {
  readonly subject: string;
  readonly known: number;
  readonly first: number;
  readonly second: number;
}

export interface McNemar {
  /** Samples that only the first, and only the second, named right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Two-sided and exact: by the binomial distribution with ½. */
  readonly p: number;
}

export function mcNemar(pairs: readonly PairedPrediction[]): McNemar {
  const onlyFirst = pairs.filter(({ known, first, second }) => first === known && second !== known).length;
  const onlySecond = pairs.filter(({ known, first, second }) => first !== known && second === known).length;
  return { onlyFirst, onlySecond, p: twoSidedHalf(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond) };
}

/** Twice the probability of at most `few` of `all` tosses of a fair coin; 1 at most. */
function twoSidedHalf(few: number, all: number): number {
  let sum = 0;
  let logChoose = 0;
  for (let heads = 0; heads <= few; heads++) {
    sum += Math.exp(logChoose - all * Math.LN2);
    logChoose += Math.log(all - heads) - Math.log(heads + 1);
  }
  return Math.min(1, 2 * sum);
}

export interface PermutationOptions {
  readonly score: ScoreName;
  readonly seed: number;
  /** Draws where there are too many ways to swap to try them all. */
  readonly draws?: number;
}

export interface Permutation {
  /** The first's score less the second's; null where a class has no sample. */
  readonly difference: number | null;
  /** Share of the ways of swapping with a difference at least as large, in either direction. */
  readonly p: number | null;
  /** Whether all ways were tried. */
  readonly isExact: boolean;
}

/** Up to this many people all 2ⁿ ways are tried. */
const EXACT_SUBJECTS = 12;
const DRAWS = 10_000;
/** Differences that are equal but for rounding count as equal. */
const ROUNDING = 1e-12;

export function permutationBySubject(
  pairs: readonly PairedPrediction[],
  classes: readonly string[],
  { score, seed, draws = DRAWS }: PermutationOptions,
): Permutation {
  const one = partsOf(pairs, classes, 'first');
  const two = partsOf(pairs, classes, 'second');
  const count = one.length;
  const differenceOf = (isSwapped: (subject: number) => boolean): number | null => {
    const scoreOf = (mine: readonly Confusion[], other: readonly Confusion[]): number | null =>
      tableScores(
        pooledConfusion(
          mine.map((part, subject) => (isSwapped(subject) ? other[subject]! : part)),
          classes,
        ),
      )[score];
    const [first, second] = [scoreOf(one, two), scoreOf(two, one)];
    return first === null || second === null ? null : first - second;
  };
  const isExact = count <= EXACT_SUBJECTS;
  const difference = differenceOf(() => false);
  if (difference === null) return { difference, p: null, isExact };
  const random = createRandom(seed);
  const ways = isExact ? 2 ** count : draws;
  let extreme = 0;
  for (let way = 0; way < ways; way++) {
    const drawn = one.map(() => !isExact && random.chance(0.5));
    const found = differenceOf((subject) => (isExact ? ((way >> subject) & 1) === 1 : drawn[subject]!));
    if (Math.abs(found!) >= Math.abs(difference) - ROUNDING) extreme++;
  }
  // What was seen is itself one of the ways; where only some are drawn it is counted with them (Phipson and Smyth
  // 2010).
  return { difference, p: isExact ? extreme / ways : (extreme + 1) / (ways + 1), isExact };
}

function partsOf(
  pairs: readonly PairedPrediction[],
  classes: readonly string[],
  network: 'first' | 'second',
): readonly Confusion[] {
  const predictions = pairs.map((pair): Prediction => ({ ...pair, said: pair[network] }));
  return [...confusionBySubject(predictions, classes).values()];
}
