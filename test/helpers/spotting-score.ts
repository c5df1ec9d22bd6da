/**
 * The published measure for spotting (MEGC): an event found is right if its intersection over union with
 * a known one is at least 0.5; each known event is matched once; F1 = 2·TP / (found + known).
 */
export interface Interval {
  readonly onsetS: number;
  readonly apexS: number;
  readonly offsetS: number;
}

export interface SpottingScore {
  readonly hits: number;
  readonly found: number;
  readonly known: number;
  /** Found minus known apex of each hit, in seconds. */
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
  known: readonly Interval[],
  least = 0.5,
): SpottingScore {
  const pairs = found
    .flatMap((f, i) => known.map((t, j) => ({ i, j, overlap: iou(f, t) })))
    .filter(({ overlap }) => overlap >= least)
    .sort((x, y) => y.overlap - x.overlap);
  const usedFound = new Set<number>();
  const usedKnown = new Set<number>();
  const apexErrorsS: number[] = [];
  for (const { i, j } of pairs) {
    if (usedFound.has(i) || usedKnown.has(j)) continue;
    usedFound.add(i);
    usedKnown.add(j);
    apexErrorsS.push(found[i]!.apexS - known[j]!.apexS);
  }
  return {
    hits: usedFound.size,
    found: found.length,
    known: known.length,
    apexErrorsS,
    missed: known.filter((_, j) => !usedKnown.has(j)),
    falseOnes: found.filter((_, i) => !usedFound.has(i)),
  };
}

/** 2·TP / (found + known); 1 where there was nothing to find and nothing was found. */
export function f1({ hits, found, known }: Pick<SpottingScore, 'hits' | 'found' | 'known'>): number {
  return found + known === 0 ? 1 : (2 * hits) / (found + known);
}
