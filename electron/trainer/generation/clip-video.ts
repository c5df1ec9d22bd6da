/** A made clip as an MP4 that says so. */
import type { YuvImage } from '../../../contract/frame.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { openVideoWriter } from '../../engine/export/index.ts';
import type { Look } from './contact-sheet.ts';
import { stripe } from './stripe.ts';

/** Without the halving of colour's size a loss would show: x264 near lossless. */
const CRF = 10;

/** `frames` [planes, S, S] in [0, 1]; S even. Throws `output-unwritable`. */
export async function writeClipVideo(
  path: string,
  frames: readonly Float32Array[],
  { sizePx, planes, fps, hasMark }: Look & { readonly fps: number },
): Promise<void> {
  await using writer = await openVideoWriter(path, {
    widthPx: sizePx,
    heightPx: sizePx,
    fps,
    crf: CRF,
    threads: 1,
    matrix: 'bt601',
    range: 'full',
    metadata: { comment: SYNTHETIC_MARK, title: 'Synthetic face' },
  });
  for (const [frame, levels] of frames.entries()) {
    const picture = levels.slice();
    if (hasMark) stripe(picture, sizePx);
    await writer.write(yuvOf(picture, sizePx, planes), Math.round((1e6 * frame) / fps));
  }
  await writer.close();
}

/** ITU-R BT.601 in full range: luma, and blue and red differences at half the size. */
function yuvOf(picture: Float32Array, sizePx: number, planes: 1 | 3): YuvImage {
  const area = sizePx * sizePx;
  const channel = (plane: number, at: number): number => picture[(planes === 1 ? 0 : plane) * area + at]!;
  const luma = Uint8Array.from({ length: area }, (_, at) => Math.round(255 * lumaAt(at)));
  const half = sizePx / 2;
  const chroma = (plane: 0 | 2, scale: number): Uint8Array =>
    Uint8Array.from({ length: half * half }, (_, place) => {
      const at = 2 * Math.floor(place / half) * sizePx + 2 * (place % half);
      const of = (i: number): number => channel(plane, i) - lumaAt(i);
      const mean = (of(at) + of(at + 1) + of(at + sizePx) + of(at + sizePx + 1)) / 4;
      return Math.round(128 + (255 * mean) / scale);
    });
  return {
    layout: 'i420',
    widthPx: sizePx,
    heightPx: sizePx,
    planes: [
      { data: luma, strideBytes: sizePx },
      { data: chroma(2, 1.772), strideBytes: half },
      { data: chroma(0, 1.402), strideBytes: half },
    ],
    matrix: 'bt601',
    range: 'full',
  };

  function lumaAt(at: number): number {
    return 0.299 * channel(0, at) + 0.587 * channel(1, at) + 0.114 * channel(2, at);
  }
}
