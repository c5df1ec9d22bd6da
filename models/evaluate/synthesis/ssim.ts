/**
 * Structural similarity (Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity"):
 * luminance, contrast and structure of two pictures round every pixel, 1 where they are the same.
 */
import { type Picture, refuseOtherSize } from './picture.ts';

/** The paper's window: a Gaussian of 1.5 px, cut off at 3.5 of them. */
const [DEVIATION_PX, RADIUS_PX] = [1.5, 5];
/** (K₁·L)² and (K₂·L)² for levels up to L = 1. */
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/** The mean over all pixels whose window lies inside, as scikit-image has it with `gaussian_weights`. */
export function ssim(one: Picture, other: Picture): number {
  refuseOtherSize(one, other);
  const { widthPx, heightPx } = one;
  const blurred = (value: (at: number) => number): Float64Array =>
    blurInside(
      Float64Array.from(one.levels, (_, at) => value(at)),
      widthPx,
      heightPx,
    );
  const [a, b] = [one.levels, other.levels];
  const [meanA, meanB] = [blurred((at) => a[at]!), blurred((at) => b[at]!)];
  const [squareA, squareB] = [blurred((at) => a[at]! ** 2), blurred((at) => b[at]! ** 2)];
  const product = blurred((at) => a[at]! * b[at]!);
  let sum = 0;
  for (let at = 0; at < product.length; at++) {
    const [x, y] = [meanA[at]!, meanB[at]!];
    const [varianceA, varianceB] = [squareA[at]! - x * x, squareB[at]! - y * y];
    const covariance = product[at]! - x * y;
    sum += ((2 * x * y + C1) * (2 * covariance + C2)) / ((x * x + y * y + C1) * (varianceA + varianceB + C2));
  }
  return sum / product.length;
}

const WEIGHTS = gaussian();

function gaussian(): readonly number[] {
  const raw = Array.from({ length: 2 * RADIUS_PX + 1 }, (_, at) =>
    Math.exp(-((at - RADIUS_PX) ** 2) / (2 * DEVIATION_PX ** 2)),
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/** Rows, then columns; only where the whole window lies inside. */
function blurInside(values: Float64Array, widthPx: number, heightPx: number): Float64Array {
  const [width, height] = [widthPx - 2 * RADIUS_PX, heightPx - 2 * RADIUS_PX];
  const rows = new Float64Array(width * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [k, weight] of WEIGHTS.entries()) sum += weight * values[y * widthPx + x + k]!;
      rows[y * width + x] = sum;
    }
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [k, weight] of WEIGHTS.entries()) sum += weight * rows[(y + k) * width + x]!;
      out[y * width + x] = sum;
    }
  return out;
}
