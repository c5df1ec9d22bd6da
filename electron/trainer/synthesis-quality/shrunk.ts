import type { Picture } from '../../../models/evaluate/synthesis/index.ts';

/** Wide enough to tell faces apart, small enough for thousands of comparisons. */
const SIDE_PX = 32;

/** A picture of 32 × 32: each pixel the mean of what it covers. Sides are multiples of 32. */
export function shrunk({ widthPx, heightPx, levels }: Picture): Picture {
  const [stepX, stepY] = [widthPx / SIDE_PX, heightPx / SIDE_PX];
  const out = new Float32Array(SIDE_PX * SIDE_PX);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      out[Math.floor(y / stepY) * SIDE_PX + Math.floor(x / stepX)]! +=
        levels[y * widthPx + x]! / (stepX * stepY);
  return { widthPx: SIDE_PX, heightPx: SIDE_PX, levels: out };
}
