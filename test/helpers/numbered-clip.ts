import type { YuvImage } from '../../contract/frame.ts';
import { type ClipOptions, makeClip, type PictureTrack } from './make-clip.ts';

const BITS = 16;
const BLOCK_PX = 16;

/**
 * A clip whose every frame carries its number: sixteen blocks side by side, dark for 0 and bright for 1, the lowest bit
 * first.
 */
export function makeNumberedClip(
  path: string,
  track: PictureTrack,
  more: Omit<ClipOptions, 'video'> = {},
): void {
  const size = { widthPx: track.widthPx ?? BITS * BLOCK_PX, heightPx: track.heightPx ?? 64 };
  const pitch = size.widthPx / BITS;
  const lavfi =
    `nullsrc=size=${size.widthPx}x${size.heightPx}:rate=${track.fps ?? 25},` +
    `geq=lum='if(mod(floor(N/pow(2,floor(X/${pitch}))),2),220,32)':cb=128:cr=128`;
  makeClip(path, { ...more, video: [{ ...track, ...size, lavfi }] });
}

/** The number a picture carries, whatever coding has done to its grey levels. */
export function numberIn({ widthPx, heightPx, planes, layout }: YuvImage): number {
  const { data, strideBytes } = planes[0]!;
  const bytes = layout === 'i010' || layout === 'p010' ? 2 : 1;
  const shift = layout === 'i010' ? 2 : 0;
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const x = Math.floor(((bit + 0.5) * widthPx) / BITS);
    const at = (heightPx >> 1) * strideBytes + x * bytes;
    const level = bytes === 2 ? (data[at]! + 256 * data[at + 1]!) >> (shift || 8) : data[at]!;
    if (level > 126) number += 2 ** bit;
  }
  return number;
}
