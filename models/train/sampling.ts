/** Which samples an epoch sees, and in what order: shuffled, balanced between classes, mixed from several sources. */
import type { Random } from '../data/synth/random.ts';
import type { Dataset, MixedDataset } from './dataset.ts';
import { seeded } from './seeded.ts';

export interface SamplingOptions {
  /** Every class as often as every other; samples without a class are left out. */
  readonly isBalanced: boolean;
  /** How much of an epoch each source gives, in any unit; null: as many as it holds. */
  readonly shares: readonly number[] | null;
}

/** Samples that may stand for one another, and how much of the epoch they make up. */
interface Group {
  readonly indices: readonly number[];
  readonly weight: number;
}

/**
 * The order of one epoch, as long as the set. Without balancing and shares every sample comes once; with them each
 * group gives its share, every sample of a group once before any of them twice.
 */
export function epochOrder(
  dataset: Dataset | MixedDataset,
  options: SamplingOptions,
  seed: number,
  epoch: number,
): Int32Array {
  const random = seeded(seed, 'order', epoch);
  const groups = groupsOf(dataset, options);
  const counts = apportion(
    groups.map(({ weight }) => weight),
    dataset.length,
    random,
  );
  const drawn = groups.flatMap(({ indices }, at) => drawInTurns(indices, counts[at]!, random));
  return Int32Array.from(shuffle(drawn, random));
}

function groupsOf(dataset: Dataset | MixedDataset, { isBalanced, shares }: SamplingOptions): Group[] {
  const all = Array.from({ length: dataset.length }, (_, index) => index);
  const bySource =
    shares === null || !('sources' in dataset)
      ? [{ indices: all, weight: 1 }]
      : shares.map((weight, source) => ({
          indices: all.filter((index) => dataset.sourceOf(index) === source),
          weight,
        }));
  const { classes } = dataset;
  const groups =
    isBalanced && classes !== null ? bySource.flatMap((group) => splitByClass(group, classes)) : bySource;
  return groups.filter(({ indices, weight }) => indices.length > 0 && weight > 0);
}

function splitByClass({ indices, weight }: Group, classes: ArrayLike<number>): Group[] {
  const present = [...new Set(indices.map((index) => classes[index]!))].filter((label) => label >= 0).sort();
  return present.map((label) => ({
    indices: indices.filter((index) => classes[index] === label),
    weight: weight / present.length,
  }));
}

/** Whole numbers in proportion to the weights that add up to `count`; what rounding leaves goes by lot. */
function apportion(weights: readonly number[], count: number, random: Random): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const exact = weights.map((weight) => (count * weight) / sum);
  const counts = exact.map(Math.floor);
  const rest = count - counts.reduce((total, whole) => total + whole, 0);
  const byLot = shuffle([...weights.keys()], random).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1));
  for (const at of byLot.slice(0, rest)) counts[at]!++;
  return counts;
}

function drawInTurns(indices: readonly number[], count: number, random: Random): number[] {
  const drawn: number[] = [];
  while (drawn.length < count) drawn.push(...shuffle([...indices], random).slice(0, count - drawn.length));
  return drawn;
}

/** Fisher–Yates, in place. */
function shuffle<T>(list: T[], random: Random): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}
