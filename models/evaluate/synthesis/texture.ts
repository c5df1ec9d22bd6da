/**
 * How far apart two faces' textures are. Crops are aligned by landmarks, so the same place is the same part of a face;
 * light is taken out of it: every picture is brought to mean 0 and deviation 1 over the places that are compared.
 */
import type { Box } from './regions.ts';
import { type Picture, refuseOtherSize } from './picture.ts';

/**
 * Root mean square of the difference, 0 … 2; 1.41 of textures that have nothing to do with each other. `where`: all
 * unless told.
 */
export function textureDistance(one: Picture, other: Picture, where: Uint8Array | null = null): number {
  refuseOtherSize(one, other);
  const [a, b] = [normalized(one, where), normalized(other, where)];
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return Math.sqrt(sum / Math.max(1, a.length));
}

/** Values of the places that count, less their mean, over their deviation. */
function normalized({ levels }: Picture, where: Uint8Array | null): Float64Array {
  const values = Float64Array.from(where === null ? levels : levels.filter((_, at) => where[at] === 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / Math.max(deviation, SMALLEST));
}

/** Of levels 0 … 1: a flat picture has no texture to bring to a deviation of 1. */
const SMALLEST = 1e-6;

/** 1 where no box lies: what of a face an expression leaves alone. */
export function outside(boxes: readonly Box[], widthPx: number, heightPx: number): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx).fill(1);
  for (const { x, y, width, height } of boxes)
    for (let row = Math.floor(y * heightPx); row < Math.min(heightPx, (y + height) * heightPx); row++)
      for (let column = Math.floor(x * widthPx); column < Math.min(widthPx, (x + width) * widthPx); column++)
        if (row >= 0 && column >= 0) mask[row * widthPx + column] = 0;
  return mask;
}

/** For each picture the nearest of the others: its place among them and how far it is. */
export const nearest = (
  picture: Picture,
  others: readonly Picture[],
): { readonly index: number; readonly distance: number } =>
  others.reduce(
    (best, other, index) => {
      const distance = textureDistance(picture, other);
      return distance < best.distance ? { index, distance } : best;
    },
    { index: -1, distance: Infinity },
  );
