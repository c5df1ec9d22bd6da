import type { YuvPicture } from '../image.ts';
import type { FrameRegion } from '../shrink.ts';
import { colourOf, components, toLevel, type Rgby, type Sample } from './image.ts';
import { resizeWeights, type Weight } from './weights.ts';

/** The twin of `shrinkToRgba`: every output pixel sums its own weighted samples. */
export function shrinkToRgba(
  image: YuvPicture,
  region: FrameRegion,
  outWidth: number,
  outHeight: number,
  out: Uint8Array | Uint8ClampedArray,
): void {
  const { y, u, v } = components(image);
  const toRgb = colourOf(image);
  const rgb: Rgby = { r: 0, g: 0, b: 0, y: 0 };
  const [stepX, stepY] = [region.width / outWidth, region.height / outHeight];
  for (let row = 0; row < outHeight; row++) {
    const lumaRows = resizeWeights(region.y, stepY, row);
    const chromaRows = resizeWeights(region.y / 2, stepY / 2, row);
    for (let column = 0; column < outWidth; column++) {
      const lumaColumns = resizeWeights(region.x, stepX, column);
      // Chroma sample i is centred on luma column 2i, that is on 2i + ½ in edge coordinates.
      const chromaColumns = resizeWeights((region.x + 0.5) / 2, stepX / 2, column);
      toRgb(
        weighted(y, lumaColumns, lumaRows),
        weighted(u, chromaColumns, chromaRows),
        weighted(v, chromaColumns, chromaRows),
        rgb,
      );
      const at = 4 * (row * outWidth + column);
      out[at] = toLevel(rgb.r);
      out[at + 1] = toLevel(rgb.g);
      out[at + 2] = toLevel(rgb.b);
      out[at + 3] = 255;
    }
  }
}

function weighted(sample: Sample, columns: readonly Weight[], rows: readonly Weight[]): number {
  let sum = 0;
  for (const row of rows) {
    for (const column of columns) sum += row.weight * column.weight * sample(column.index, row.index);
  }
  return sum;
}
