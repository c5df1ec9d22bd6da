import type { Similarity } from '../../../contract/align.ts';

/**
 * Algebra and robust fitting of similarity transforms
 *
 *   x' = a·x − b·y + tx,   y' = b·x + a·y + ty.
 */
export const IDENTITY: Similarity = { a: 1, b: 0, tx: 0, ty: 0 };

/** `outer ∘ inner`: first `inner`, then `outer`. */
export function compose(outer: Similarity, inner: Similarity): Similarity {
  return {
    a: outer.a * inner.a - outer.b * inner.b,
    b: outer.a * inner.b + outer.b * inner.a,
    tx: outer.a * inner.tx - outer.b * inner.ty + outer.tx,
    ty: outer.b * inner.tx + outer.a * inner.ty + outer.ty,
  };
}

/** Image of (x, y). */
export function apply({ a, b, tx, ty }: Similarity, x: number, y: number): [x: number, y: number] {
  return [a * x - b * y + tx, b * x + a * y + ty];
}

/** How many target pixels one source pixel spans. */
export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export interface SimilarityFit {
  readonly transform: Similarity;
  /** Weighted root mean square distance between the fitted and the wanted places, in target pixels. */
  readonly residualPx: number;
}

/** Rounds of reweighting: the weights of a fit of some twenty points settle within five. */
const ROUNDS = 6;

/**
 * The similarity that takes points `from` to points `to` (each x0, y0, x1, y1, …), by least squares with
 * Tukey's biweight, so that a few points that moved on their own do not pull the rest along. `weights`
 * (one a point) are prior trust. Null with fewer than two points of any weight.
 *
 * Weighted least squares has a closed form: with p, q centred on their weighted means and W = Σ w|p|²,
 *
 *   a = Σ w (p·q) / W,   b = Σ w (p×q) / W.
 */
export function fitSimilarity(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights?: ArrayLike<number>,
): SimilarityFit | null {
  const count = from.length / 2;
  const trust = Float64Array.from({ length: count }, (_, i) => weights?.[i] ?? 1);
  const used = Float64Array.from(trust);
  const distances = new Float64Array(count);
  let transform: Similarity | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    transform = solve(from, to, used);
    if (!transform) return null;
    for (let i = 0; i < count; i++) {
      const [x, y] = apply(transform, from[2 * i]!, from[2 * i + 1]!);
      distances[i] = Math.hypot(x - to[2 * i]!, y - to[2 * i + 1]!);
    }
    // 4.685 σ gives Tukey's biweight 95 % of least squares' efficiency; σ from the median distance of
    // a two-dimensional normal law, median = 1.177 σ. The floor keeps exact fits from dividing by zero.
    const cut = 4.685 * Math.max(median(distances) / 1.177, 1e-6);
    for (let i = 0; i < count; i++) {
      const u = distances[i]! / cut;
      used[i] = u < 1 ? trust[i]! * (1 - u * u) ** 2 : 0;
    }
  }
  let sum = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    sum += used[i]! * distances[i]! ** 2;
    total += used[i]!;
  }
  return { transform: transform!, residualPx: Math.sqrt(sum / Math.max(total, 1e-12)) };
}

function solve(from: ArrayLike<number>, to: ArrayLike<number>, weights: Float64Array): Similarity | null {
  let total = 0;
  let px = 0;
  let py = 0;
  let qx = 0;
  let qy = 0;
  let used = 0;
  weights.forEach((w, i) => {
    if (w > 0) used++;
    total += w;
    px += w * from[2 * i]!;
    py += w * from[2 * i + 1]!;
    qx += w * to[2 * i]!;
    qy += w * to[2 * i + 1]!;
  });
  if (used < 2) return null;
  px /= total;
  py /= total;
  qx /= total;
  qy /= total;
  let square = 0;
  let dot = 0;
  let cross = 0;
  weights.forEach((w, i) => {
    const x = from[2 * i]! - px;
    const y = from[2 * i + 1]! - py;
    const u = to[2 * i]! - qx;
    const v = to[2 * i + 1]! - qy;
    square += w * (x * x + y * y);
    dot += w * (x * u + y * v);
    cross += w * (x * v - y * u);
  });
  if (square === 0) return null;
  const a = dot / square;
  const b = cross / square;
  return { a, b, tx: qx - (a * px - b * py), ty: qy - (b * px + a * py) };
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
