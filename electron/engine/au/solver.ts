import { AU_COLUMNS, type AuColumn } from './dictionary.ts';

/**
 * Which action units, how strongly, explain a motion of the regions best?
 *
 * Non-negative least squares with a small cost for every AU used,
 *
 *   minimise ½‖D·x − m‖² + λᵀx,   x ≥ 0,
 *
 * by coordinate descent: with G = DᵀD and the slope g = Dᵀm − λ − G·x, the best x_j given the others is
 * max(0, x_j + g_j / G_jj). Muscles pull and never push, hence x ≥ 0.
 *
 * The dictionary is right about small movements and only roughly about large ones (a broad grin turns, folds and
 * opens things no single direction describes). There, what is left unexplained grows with the movement, and antagonists
 * would be named against each other to explain it; so from `LARGE_IOD` on the cost grows with it:
 *
 *   λ_j = max(SPARSITY, MISFIT · (‖m‖ − LARGE_IOD) · ‖d_j‖).
 */
export class AuSolver {
  readonly columns: readonly AuColumn[];
  readonly #gram: Float64Array;
  readonly #slope: Float64Array;
  readonly #solution: Float64Array;

  /** `columns`: the dictionary D; other than the product's own only to compare with an oracle. */
  constructor(columns: readonly AuColumn[] = AU_COLUMNS) {
    const n = columns.length;
    this.columns = columns;
    this.#gram = Float64Array.from({ length: n * n }, (_, i) =>
      dot(columns[Math.floor(i / n)]!.vector, columns[i % n]!.vector),
    );
    this.#slope = new Float64Array(n);
    this.#solution = new Float64Array(n);
  }

  /**
   * `motion`: `u, v` of all regions in IOD. Returns shares of the maximum (0 = absent, 1 = FACS E) in the
   * order of `columns`; the array is reused by the next call.
   */
  solve(motion: ArrayLike<number>): Float64Array {
    const n = this.columns.length;
    const x = this.#solution.fill(0);
    const slope = this.#slope;
    const costs = this.costs(motion);
    for (let j = 0; j < n; j++) slope[j] = dot(this.columns[j]!.vector, motion) - costs[j]!;
    for (let round = 0; round < ROUNDS; round++) {
      let moved = 0;
      for (let j = 0; j < n; j++) {
        const step = Math.max(-x[j]!, slope[j]! / this.#gram[j * n + j]!);
        if (step === 0) continue;
        x[j]! += step;
        for (let k = 0; k < n; k++) slope[k]! -= step * this.#gram[j * n + k]!;
        moved = Math.max(moved, Math.abs(step));
      }
      if (moved < SETTLED) break;
    }
    return x;
  }

  /** λ: what a whole unit of each column costs in explaining `motion`. */
  costs(motion: ArrayLike<number>): number[] {
    const n = this.columns.length;
    const misfit = MISFIT * Math.max(0, Math.sqrt(dot(motion, motion)) - LARGE_IOD);
    return this.columns.map((_, j) => Math.max(SPARSITY, misfit * Math.sqrt(this.#gram[j * n + j]!)));
  }
}

/**
 * Alone, an AU is named where the motion along its column exceeds SPARSITY / |column|, which is 0.1 % of IOD for the
 * strongest pulls and 0.3 % for the weakest: about the noise of a region.
 */
const SPARSITY = 0.0002;

/** Length of the motion of all regions together. A micro-expression of 4 % of IOD has some 0.06, a broad grin 0.6. */
const LARGE_IOD = 0.1;
/**
 * On a real grin (0.6) a tenth names 12, 10, 20, 25 and 9; without it, 14 and 20 of one side at three times their
 * maximum.
 */
const MISFIT = 0.1;

/**
 * Coordinate descent on thirty correlated columns takes some fifty rounds in the median and ten times that where
 * neighbours share most of their pull; stopped at a step of 1e-5 it is within 0.001 of the minimum (0.005 on the
 * scale of 5).
 */
const ROUNDS = 1000;
const SETTLED = 1e-5;

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
