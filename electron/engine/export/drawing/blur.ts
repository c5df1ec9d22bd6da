import type { ImagePlane, YuvImage } from '../../../../contract/frame.ts';
import type { Rect } from './canvas.ts';

/**
 * Cells across the shorter side of a blurred box. The box is about 1.6 faces wide, so a face keeps four cells from ear
 * to ear: an eye, a nose and a mouth are less than one each.
 */
const CELLS = 6;

/**
 * Replaces all detail in the box by means over large cells and smooth steps between them: downscaled, then enlarged.
 * Nothing of what was there within a cell is left but its mean. The picture is 8-bit `i420`.
 */
export function blurBox(image: YuvImage, box: Rect): void {
  // Even edges, so that luma and chroma cover the same pixels.
  const left = 2 * Math.floor(Math.max(0, box.x) / 2);
  const top = 2 * Math.floor(Math.max(0, box.y) / 2);
  const right = Math.min(image.widthPx, 2 * Math.ceil((box.x + box.width) / 2));
  const bottom = Math.min(image.heightPx, 2 * Math.ceil((box.y + box.height) / 2));
  if (right <= left || bottom <= top) return;
  // Cells count for the whole box: one half out of the picture does not get smaller ones.
  const cellPx = Math.max(4, Math.min(box.width, box.height) / CELLS);
  const columns = Math.max(1, Math.round((right - left) / cellPx));
  const rows = Math.max(1, Math.round((bottom - top) / cellPx));
  image.planes.forEach((plane, i) => {
    const scale = i === 0 ? 1 : 2;
    smooth(plane, left / scale, top / scale, (right - left) / scale, (bottom - top) / scale, columns, rows);
  });
}

function smooth(
  { data, strideBytes }: ImagePlane,
  left: number,
  top: number,
  width: number,
  height: number,
  columns: number,
  rows: number,
): void {
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    const start = (top + y) * strideBytes + left;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * columns) / width);
      sums[cell] = sums[cell]! + data[start + x]!;
      counts[cell] = counts[cell]! + 1;
    }
  }
  // A chroma plane of few pixels may leave a cell without any.
  const means = sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : 128));
  const mean = (column: number, row: number): number =>
    means[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))]!;
  for (let y = 0; y < height; y++) {
    const v = ((y + 0.5) * rows) / height - 0.5;
    const [row, down] = [Math.floor(v), v - Math.floor(v)];
    const start = (top + y) * strideBytes + left;
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * columns) / width - 0.5;
      const [column, along] = [Math.floor(u), u - Math.floor(u)];
      const above = mean(column, row) * (1 - along) + mean(column + 1, row) * along;
      const below = mean(column, row + 1) * (1 - along) + mean(column + 1, row + 1) * along;
      data[start + x] = above * (1 - down) + below * down + 0.5;
    }
  }
}
