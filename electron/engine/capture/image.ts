import type { Frame } from 'node-av/lib';
import type { ColourMatrix, ColourRange, YuvImage } from '../../../contract/frame.ts';
import { layoutOf, planeCount } from './pixel-format.ts';

export interface Colour {
  readonly matrix: ColourMatrix;
  readonly range: ColourRange;
}

/** FFmpeg's frame as the contract's image: views of its memory, no copy. The frame must be in a known layout. */
export function imageOf(frame: Frame, { matrix, range }: Colour): YuvImage {
  const layout = layoutOf(frame.format);
  const data = frame.data;
  if (!layout || !data) throw new Error(`internal: a frame of format ${frame.format} reached the outside`);
  const strides = frame.linesize;
  const planes = data
    .slice(0, planeCount(layout))
    .map((plane, i) => ({ data: plane, strideBytes: strides[i]! }));
  return { layout, widthPx: frame.width, heightPx: frame.height, planes, matrix, range };
}
