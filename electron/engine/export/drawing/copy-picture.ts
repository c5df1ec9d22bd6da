import type { YuvImage } from '../../../../contract/frame.ts';

/**
 * Copies the upper left part of a picture of any layout into an 8-bit `i420` one, as much as both have. Ten bits are
 * rounded to eight.
 */
export function copyPicture(from: YuvImage, to: YuvImage): void {
  const widthPx = Math.min(from.widthPx, to.widthPx);
  const heightPx = Math.min(from.heightPx, to.heightPx);
  for (let plane = 0; plane < 3; plane++) {
    const isLuma = plane === 0;
    const source = samplesOf(from, plane);
    const target = to.planes[plane]!;
    const columns = isLuma ? widthPx : (widthPx + 1) >> 1;
    const rows = isLuma ? heightPx : (heightPx + 1) >> 1;
    for (let y = 0; y < rows; y++) {
      const start = y * target.strideBytes;
      const row = y * source.strideBytes;
      if (source.isPlain) target.data.set(source.data.subarray(row, row + columns), start);
      else for (let x = 0; x < columns; x++) target.data[start + x] = source.at(row, x);
    }
  }
}

interface Samples {
  readonly data: Uint8Array;
  readonly strideBytes: number;
  /** Whether a row's samples are bytes one after the other. */
  readonly isPlain: boolean;
  /** The sample in column `x` of the row that begins at byte `row`, as 8 bits. */
  readonly at: (row: number, x: number) => number;
}

function samplesOf({ layout, planes }: YuvImage, plane: number): Samples {
  const isInterleaved = (layout === 'nv12' || layout === 'p010') && plane > 0;
  const { data, strideBytes } = planes[isInterleaved ? 1 : plane]!;
  const [step, first] = isInterleaved ? [2, plane - 1] : [1, 0];
  const word = (row: number, x: number): number => {
    const i = row + 2 * (step * x + first);
    return data[i]! | (data[i + 1]! << 8);
  };
  // `i010` has its ten bits below, `p010` above.
  const readers: Record<YuvImage['layout'], Samples['at']> = {
    i420: (row, x) => data[row + x]!,
    nv12: (row, x) => data[row + step * x + first]!,
    i010: (row, x) => Math.min(255, (word(row, x) + 2) >> 2),
    p010: (row, x) => Math.min(255, ((word(row, x) >> 6) + 2) >> 2),
  };
  return { data, strideBytes, isPlain: layout === 'i420', at: readers[layout] };
}
