/**
 * Fréchet distance of two sets of features, taken for two normal distributions (Heusel et al. 2017): how far the
 * pictures of one set, as a network sees them, are from those of the other as a whole.
 */
import { symmetricEigen } from './symmetric-eigen.ts';

/** Rows are samples. */
export interface Features {
  readonly width: number;
  readonly rows: readonly ArrayLike<number>[];
}

/** |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁^½·Σ₂·Σ₁^½)^½). Either set wants two samples at least. */
export function frechetDistance(one: Features, other: Features): number {
  const n = one.width;
  if (other.width !== n) throw new Error(`internal: features of ${n} and ${other.width} values are compared`);
  const [a, b] = [momentsOf(one), momentsOf(other)];
  const shift = a.mean.reduce((sum, value, k) => sum + (value - b.mean[k]!) ** 2, 0);
  const root = squareRoot(a.covariance, n);
  const between = product(product(root, b.covariance, n), root, n);
  const { values } = symmetricEigen(symmetric(between, n), n);
  const overlap = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, shift + trace(a.covariance, n) + trace(b.covariance, n) - 2 * overlap);
}

interface Moments {
  readonly mean: Float64Array;
  /** [n, n], divided by the samples less one. */
  readonly covariance: Float64Array;
}

function momentsOf({ width: n, rows }: Features): Moments {
  const mean = new Float64Array(n);
  for (const row of rows) for (let k = 0; k < n; k++) mean[k]! += row[k]! / rows.length;
  const covariance = new Float64Array(n * n);
  for (const row of rows)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        covariance[i * n + j]! +=
          ((row[i]! - mean[i]!) * (row[j]! - mean[j]!)) / Math.max(1, rows.length - 1);
  return { mean, covariance };
}

/** V·√Λ·Vᵀ; what rounding makes of a zero eigenvalue below zero is zero. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const weight = Math.sqrt(Math.max(0, values[k]!));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) out[i * n + j]! += weight * vectors[i * n + k]! * vectors[j * n + k]!;
  }
  return out;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) out[i * n + j]! += a[i * n + k]! * b[k * n + j]!;
  return out;
}

const symmetric = (a: Float64Array, n: number): Float64Array =>
  a.map((value, at) => (value + a[(at % n) * n + Math.floor(at / n)]!) / 2);

const trace = (a: Float64Array, n: number): number => {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[k * n + k]!;
  return sum;
};
