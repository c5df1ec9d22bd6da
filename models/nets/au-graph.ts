/** Which action units belong together: from the training clips' labels, and from anatomy where labels are few. */
import { range } from '../graph/index.ts';

/** The 19 codes of CASME II's coding sheet. */
export const CASME_II_AUS = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 16, 17, 18, 20, 24, 25, 26, 38] as const;

/** Units of one muscle, of neighbouring muscles, or of one movement (lips part as a lip corner rises). */
const ANATOMICAL_PAIRS: readonly (readonly [number, number])[] = [
  [1, 2],
  [1, 4],
  [2, 5],
  [4, 7],
  [4, 9],
  [6, 7],
  [6, 12],
  [9, 10],
  [10, 25],
  [12, 14],
  [12, 25],
  [15, 17],
  [17, 24],
  [18, 25],
  [20, 25],
  [25, 26],
];

/** What an anatomical pair counts where the labels say too little. */
const ANATOMICAL_WEIGHT = 0.5;

/** Clips that must show two units together before their frequency is believed. */
const FEWEST_TOGETHER = 2;

/**
 * Â = D^−½ (A + I) D^−½, row-major [A, A], for a graph convolution. `labels` has one row of 0 and 1 per training clip,
 * in the order of `aus`; none means anatomy alone. Use the training fold only.
 */
export const auAdjacency = (
  aus: readonly number[],
  labels: Iterable<ArrayLike<number>> = [],
): readonly number[] => normalizeAdjacency(auEdges(aus, labels), aus.length);

/**
 * The weights of edges before normalization, symmetric and without a diagonal: max(P(j|i), P(i|j)) with
 * P(j|i) = n_ij / n_i where at least two clips show both, else 0.5 for anatomical pairs, else 0.
 */
export function auEdges(aus: readonly number[], labels: Iterable<ArrayLike<number>>): readonly number[] {
  const count = aus.length;
  const together = countTogether(count, labels);
  const edges = new Array<number>(count * count).fill(0);
  for (const i of range(count))
    for (const j of range(count)) {
      if (i === j) continue;
      const both = together[i * count + j]!;
      const rarer = Math.min(together[i * count + i]!, together[j * count + j]!);
      if (both >= FEWEST_TOGETHER) edges[i * count + j] = both / rarer;
      else if (isAnatomicalPair(aus[i]!, aus[j]!)) edges[i * count + j] = ANATOMICAL_WEIGHT;
    }
  return edges;
}

/** Clips with both units; on the diagonal, with the unit. */
function countTogether(count: number, labels: Iterable<ArrayLike<number>>): Float64Array {
  const together = new Float64Array(count * count);
  for (const row of labels) {
    if (row.length !== count)
      throw new Error(`internal: a clip has ${String(row.length)} labels for ${String(count)} action units`);
    const shown = range(count).filter((au) => row[au]! > 0.5);
    for (const i of shown) for (const j of shown) together[i * count + j]! += 1;
  }
  return together;
}

const isAnatomicalPair = (one: number, two: number): boolean =>
  ANATOMICAL_PAIRS.some(([a, b]) => (a === one && b === two) || (a === two && b === one));

/** With every node its own neighbour, the edge between i and j is divided by √(degree i · degree j). */
function normalizeAdjacency(edges: readonly number[], count: number): readonly number[] {
  const looped = edges.map((weight, at) => (at % (count + 1) === 0 ? weight + 1 : weight));
  const degrees = range(count).map((i) =>
    looped.slice(i * count, (i + 1) * count).reduce((sum, weight) => sum + weight, 0),
  );
  return looped.map(
    (weight, at) => weight / Math.sqrt(degrees[Math.floor(at / count)]! * degrees[at % count]!),
  );
}
