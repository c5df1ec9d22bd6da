import type { ColourMatrix, ColourRange } from '../../../../contract/frame.ts';

/** Red, green, blue, 0–255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];
/** Luma and the two chroma levels of an 8-bit picture. */
export type Yuv = readonly [y: number, u: number, v: number];

/** Shares of red and blue in luma (ITU-R BT.601, BT.709, BT.2020). */
const SHARES: Readonly<Record<ColourMatrix, readonly [red: number, blue: number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
};

export function toYuv([r, g, b]: Rgb, matrix: ColourMatrix, range: ColourRange): Yuv {
  const [kr, kb] = SHARES[matrix];
  const light = kr * r + (1 - kr - kb) * g + kb * b;
  const [black, lumaSpan, chromaSpan] = range === 'full' ? [0, 255, 255] : [16, 219, 224];
  return [
    black + (lumaSpan * light) / 255,
    128 + (chromaSpan * (b - light)) / (2 * (1 - kb) * 255),
    128 + (chromaSpan * (r - light)) / (2 * (1 - kr) * 255),
  ];
}
