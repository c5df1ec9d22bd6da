import type { YuvPicture } from '../image.ts';

/** Reads one component of a picture in units of 8-bit levels, with the edge repeated outside. */
export type Sample = (x: number, y: number) => number;

export interface Components {
  readonly y: Sample;
  readonly u: Sample;
  readonly v: Sample;
}

export function components(image: YuvPicture): Components {
  const chromaWidth = (image.widthPx + 1) >> 1;
  const chromaHeight = (image.heightPx + 1) >> 1;
  const isInterleaved = image.layout === 'nv12' || image.layout === 'p010';
  const component = (
    plane: number,
    width: number,
    height: number,
    stride: number,
    offset: number,
  ): Sample => {
    const { data, strideBytes } = image.planes[plane]!;
    const isWide = image.layout === 'i010' || image.layout === 'p010';
    const shift = image.layout === 'p010' ? 6 : 0;
    return (x, y) => {
      const column = Math.min(Math.max(x, 0), width - 1) * stride + offset;
      const row = Math.min(Math.max(y, 0), height - 1) * strideBytes;
      if (!isWide) return data[row + column]!;
      return ((data[row + 2 * column]! | (data[row + 2 * column + 1]! << 8)) >> shift) / 4;
    };
  };
  return {
    y: component(0, image.widthPx, image.heightPx, 1, 0),
    u: component(1, chromaWidth, chromaHeight, isInterleaved ? 2 : 1, 0),
    v: component(
      isInterleaved ? 1 : 2,
      chromaWidth,
      chromaHeight,
      isInterleaved ? 2 : 1,
      isInterleaved ? 1 : 0,
    ),
  };
}

export interface Rgby {
  r: number;
  g: number;
  b: number;
  y: number;
}

/** From limited or full range YUV to RGB and full-range luma, unrounded. ITU-R BT.601-7, BT.709-6, BT.2020-2. */
export function colourOf(image: YuvPicture): (y: number, u: number, v: number, out: Rgby) => void {
  const [kr, kb] = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722], bt2020: [0.2627, 0.0593] }[
    image.matrix
  ] as [number, number];
  const full = image.layout === 'i010' || image.layout === 'p010' ? 255 / 255.75 : 1;
  const [black, lumaGain, chromaGain] = image.range === 'full' ? [0, full, full] : [16, 255 / 219, 255 / 224];
  return (y, u, v, out) => {
    out.y = lumaGain * (y - black);
    out.r = out.y + 2 * (1 - kr) * chromaGain * (v - 128);
    out.b = out.y + 2 * (1 - kb) * chromaGain * (u - 128);
    // From Y = Kr·R + Kg·G + Kb·B.
    out.g = (out.y - kr * out.r - kb * out.b) / (1 - kr - kb);
  };
}

export function toLevel(value: number): number {
  return Math.floor(Math.min(Math.max(value, 0), 255) + 0.5);
}
