/**
 * Made faces side by side, to be looked at: rest, what was made, what differs from the rest with the places of action
 * units boxed.
 */
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { AU_BOXES, type Picture } from '../../../models/evaluate/synthesis/index.ts';
import { encodePng } from '../png.ts';

/** Differences are shown so many times as large: a quarter of all levels is white. */
const DIFFERENCE_GAIN = 4;
const GAP_PX = 2;

/** A row of pictures of one size for each face. */
export function pictureGrid(rows: readonly (readonly Picture[])[]): Uint8Array {
  const columns = Math.max(...rows.map(({ length }) => length));
  const [first] = rows.flat();
  const [width, height] = [first!.widthPx + GAP_PX, first!.heightPx + GAP_PX];
  const grid = new Uint8Array(columns * width * rows.length * height).fill(255);
  for (const [row, pictures] of rows.entries())
    for (const [column, picture] of pictures.entries())
      for (let y = 0; y < picture.heightPx; y++)
        for (let x = 0; x < picture.widthPx; x++) {
          const level = 255 * picture.levels[y * picture.widthPx + x]!;
          grid[(row * height + y) * columns * width + column * width + x] = Math.min(255, Math.max(0, level));
        }
  return encodePng(
    { widthPx: columns * width, heightPx: rows.length * height, channels: 1, bytes: grid },
    { Comment: SYNTHETIC_MARK },
  );
}

/** |made − rest|, with the boxes of what action units move drawn round it. */
export function differencePicture(made: Picture, rest: Picture): Picture {
  const { widthPx, heightPx } = made;
  const levels = made.levels.map((level, at) =>
    Math.min(1, DIFFERENCE_GAIN * Math.abs(level - rest.levels[at]!)),
  );
  for (const { x, y, width, height } of AU_BOXES) {
    const [left, right] = [x, x + width].map((share) => Math.min(widthPx - 1, Math.round(share * widthPx)));
    const [top, bottom] = [y, y + height].map((share) =>
      Math.min(heightPx - 1, Math.round(share * heightPx)),
    );
    for (let column = left!; column <= right!; column++)
      for (const row of [top!, bottom!]) levels[row * widthPx + column] = 0.6;
    for (let row = top!; row <= bottom!; row++)
      for (const column of [left!, right!]) levels[row * widthPx + column] = 0.6;
  }
  return { widthPx, heightPx, levels };
}
