/**
 * Spotting as the Micro-Expression Grand Challenge counts it (2019 to 2025): an interval found is right if its
 * intersection over union with a true one is a half or more; each true one is found once; counts are summed over all
 * videos, as if they were one, before there is a score.
 */
import type { BinaryCounts } from '../train/metrics.ts';

/** Frames of a video; both ends belong to it. */
export interface FrameInterval {
  readonly onset: number;
  readonly offset: number;
}

/** What a person or a program found in one video; the two kinds are never matched with each other. */
export interface SpottedVideo {
  readonly found: Readonly<Record<ExpressionKind, readonly FrameInterval[]>>;
  readonly known: Readonly<Record<ExpressionKind, readonly FrameInterval[]>>;
}

export type ExpressionKind = 'micro' | 'macro';

export interface SpottingCounts {
  readonly micro: BinaryCounts;
  readonly macro: BinaryCounts;
  /** The sum of both. */
  readonly all: BinaryCounts;
}

export interface SpottingScores {
  readonly precision: number;
  readonly recall: number;
  /** 2·TP / (2·TP + FP + FN); 0 where nothing is right, and where there is nothing at all. */
  readonly f1: number;
}

const LEAST_OVERLAP = 0.5;

/** Videos of one data set, or of several: counts are added, F1s never averaged. */
export function countSpotting(videos: readonly SpottedVideo[]): SpottingCounts {
  const of = (kind: ExpressionKind): BinaryCounts =>
    addCounts(videos.map(({ found, known }) => countIntervals(found[kind], known[kind])));
  const [micro, macro] = [of('micro'), of('macro')];
  return { micro, macro, all: addCounts([micro, macro]) };
}

function countIntervals(found: readonly FrameInterval[], known: readonly FrameInterval[]): BinaryCounts {
  const truePositives = matchIntervals(found, known).length;
  return {
    truePositives,
    falsePositives: found.length - truePositives,
    falseNegatives: known.length - truePositives,
  };
}

/**
 * Which of the found is which of the known, by their places. One-to-one, the largest overlap first. Where neither the
 * found nor the true ones overlap among themselves, an overlap of more than a half leaves no choice; otherwise this is
 * one matching of the largest sizes.
 */
export function matchIntervals(
  found: readonly FrameInterval[],
  known: readonly FrameInterval[],
): readonly { readonly found: number; readonly known: number }[] {
  const pairs = found
    .flatMap((one, i) => known.map((other, j) => ({ found: i, known: j, overlap: overlapOf(one, other) })))
    .filter(({ overlap }) => overlap >= LEAST_OVERLAP)
    .sort((a, b) => b.overlap - a.overlap);
  const [usedFound, usedKnown] = [new Set<number>(), new Set<number>()];
  return pairs.filter((pair) => {
    if (usedFound.has(pair.found) || usedKnown.has(pair.known)) return false;
    usedFound.add(pair.found);
    usedKnown.add(pair.known);
    return true;
  });
}

/** |P ∩ G| / |P ∪ G| in frames. */
export function overlapOf(one: FrameInterval, other: FrameInterval): number {
  const length = ({ onset, offset }: FrameInterval): number => offset - onset + 1;
  const shared = Math.max(0, Math.min(one.offset, other.offset) - Math.max(one.onset, other.onset) + 1);
  return shared / (length(one) + length(other) - shared);
}

export function addCounts(parts: readonly BinaryCounts[]): BinaryCounts {
  const sum = (name: keyof BinaryCounts): number => parts.reduce((total, part) => total + part[name], 0);
  return {
    truePositives: sum('truePositives'),
    falsePositives: sum('falsePositives'),
    falseNegatives: sum('falseNegatives'),
  };
}

export function spottingScores({
  truePositives,
  falsePositives,
  falseNegatives,
}: BinaryCounts): SpottingScores {
  const share = (whole: number): number => (whole === 0 ? 0 : truePositives / whole);
  return {
    precision: share(truePositives + falsePositives),
    recall: share(truePositives + falseNegatives),
    f1: 2 * share(2 * truePositives + falsePositives + falseNegatives),
  };
}
