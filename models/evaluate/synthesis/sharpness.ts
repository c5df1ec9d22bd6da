import type { Picture } from './picture.ts';

/**
 * Variance of the Laplacian (the sum of the four neighbours less four times the pixel) over the inside of a picture:
 * the usual measure of sharpness (Pech-Pacheco et al. 2000). Blur takes it away; noise adds to it.
 */
export function laplacianVariance({ widthPx, heightPx, levels }: Picture): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < heightPx - 1; y++)
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x;
      const value =
        levels[at - 1]! + levels[at + 1]! + levels[at - widthPx]! + levels[at + widthPx]! - 4 * levels[at]!;
      sum += value;
      squares += value * value;
      count++;
    }
  return squares / count - (sum / count) ** 2;
}
