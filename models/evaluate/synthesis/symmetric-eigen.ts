/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: small matrices, to the last digits. */
export interface Eigen {
  readonly values: Float64Array;
  /** [n, n]: column k belongs to value k. */
  readonly vectors: Float64Array;
}

/** Sweeps converge quadratically; ten are far more than 20 × 20 or 200 × 200 need. */
const MOST_SWEEPS = 60;

export function symmetricEigen(matrix: ArrayLike<number>, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const vectors = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const scale = Math.max(...Array.from({ length: n }, (_, k) => Math.abs(a[k * n + k]!)), Number.MIN_VALUE);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off = Math.max(off, Math.abs(a[p * n + q]!));
        rotate(a, vectors, n, p, q);
      }
    if (off <= Number.EPSILON * scale) break;
  }
  return { values: Float64Array.from({ length: n }, (_, k) => a[k * n + k]!), vectors };
}

/** Turns the plane of axes p and q so that their common element becomes 0 (Golub and Van Loan, 8.5). */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const common = a[p * n + q]!;
  if (common === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * common);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [a[k * n + p]!, a[k * n + q]!];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const [vp, vq] = [vectors[k * n + p]!, vectors[k * n + q]!];
    vectors[k * n + p] = c * vp - s * vq;
    vectors[k * n + q] = s * vp + c * vq;
  }
}
