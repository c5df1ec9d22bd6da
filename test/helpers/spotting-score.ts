/**
 * The published measure for spotting (MEGC): an event found is right if its intersection over union with
 * a true one is at least 0.5; each true event is matched once; F1 = 2·TP / (found + true).
 */
export interface Interval {
  readonly onsetS: number;
  readonly apexS: number;
  readonly offsetS: number;
}

export interface SpottingScore {
  readonly hits: number;
  readonly found: number;
  readonly truth: number;
  /** Found minus true apex of each hit, in seconds. */
  readonly apexErrorsS: readonly number[];
  readonly missed: readonly Interval[];
  readonly falseOnes: readonly Interval[];
}

export function iou(x: Interval, y: Interval): number {
  const shared = Math.min(x.offsetS, y.offsetS) - Math.max(x.onsetS, y.onsetS);
  const union = Math.max(x.offsetS, y.offsetS) - Math.min(x.onsetS, y.onsetS);
  return union > 0 ? Math.max(0, shared) / union : 0;
}

/** Greedy one-to-one matching, the best overlap first. */
export function scoreSpotting(
  found: readonly Interval[],
  truth: readonly Interval[],
  least = 0.5,
): SpottingScore {
  const pairs = found
    .flatMap((f, i) => truth.map((t, j) => ({ i, j, overlap: iou(f, t) })))
    .filter(({ overlap }) => overlap >= least)
    .sort((x, y) => y.overlap - x.overlap);
  const usedFound = new Set<number>();
  const usedTruth = new Set<number>();
  const apexErrorsS: number[] = [];
  for (const { i, j } of pairs) {
    if (usedFound.has(i) || usedTruth.has(j)) continue;
    usedFound.add(i);
    usedTruth.add(j);
    apexErrorsS.push(found[i]!.apexS - truth[j]!.apexS);
  }
  return {
    hits: usedFound.size,
    found: found.length,
    truth: truth.length,
    apexErrorsS,
    missed: truth.filter((_, j) => !usedTruth.has(j)),
    falseOnes: found.filter((_, i) => !usedFound.has(i)),
  };
}

/** 2·TP / (found + true); 1 where there was nothing to find and nothing was found. */
export function f1({ hits, found, truth }: Pick<SpottingScore, 'hits' | 'found' | 'truth'>): number {
  return found + truth === 0 ? 1 : (2 * hits) / (found + truth);
}
