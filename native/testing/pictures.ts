import type { YuvPicture } from '../index.ts';

/** A repeatable stream of numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A normally distributed number: Box and Muller. */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface PictureOptions {
  readonly layout?: YuvPicture['layout'];
  readonly matrix?: YuvPicture['matrix'];
  readonly range?: YuvPicture['range'];
  /** Bytes at the end of each row that belong to no pixel. They hold 0xAB, which must never show. */
  readonly padding?: number;
  readonly isShared?: boolean;
}

/** A picture whose components are given in 8-bit levels by luma position (chroma at its siting). */
export function pictureOf(
  widthPx: number,
  heightPx: number,
  levels: (component: 'y' | 'u' | 'v', x: number, y: number) => number,
  options: PictureOptions = {},
): YuvPicture {
  const { layout = 'i420', matrix = 'bt709', range = 'limited', padding = 0, isShared = false } = options;
  const isWide = layout === 'i010' || layout === 'p010';
  const isInterleaved = layout === 'nv12' || layout === 'p010';
  const word = isWide ? 2 : 1;
  const [chromaWidth, chromaHeight] = [(widthPx + 1) >> 1, (heightPx + 1) >> 1];
  const plane = (names: readonly ('y' | 'u' | 'v')[], width: number, height: number) => {
    const strideBytes = width * names.length * word + padding;
    const length = strideBytes * height;
    // One byte in front, so that 16-bit words lie at odd addresses.
    const buffer = isShared ? new SharedArrayBuffer(length + 1) : new ArrayBuffer(length + 1);
    const data = new Uint8Array(buffer, 1, length).fill(0xab);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        names.forEach((name, k) => {
          const [atX, atY] = name === 'y' ? [x, y] : [2 * x, 2 * y + 0.5];
          const level = Math.min(Math.max(levels(name, atX, atY), 0), 255);
          const at = y * strideBytes + (x * names.length + k) * word;
          const bits = isWide ? Math.round(level * 4) << (layout === 'p010' ? 6 : 0) : Math.round(level);
          data[at] = bits & 255;
          if (isWide) data[at + 1] = bits >> 8;
        });
      }
    }
    return { data, strideBytes };
  };
  const luma = plane(['y'], widthPx, heightPx);
  const planes = isInterleaved
    ? [luma, plane(['u', 'v'], chromaWidth, chromaHeight)]
    : [luma, plane(['u'], chromaWidth, chromaHeight), plane(['v'], chromaWidth, chromaHeight)];
  return { layout, widthPx, heightPx, planes, matrix, range };
}

/** Noise in every component: the hardest input for a comparison of two samplers. */
export function noisePicture(
  widthPx: number,
  heightPx: number,
  seed: number,
  options?: PictureOptions,
): YuvPicture {
  const random = randomFrom(seed);
  return pictureOf(widthPx, heightPx, () => random() * 255, options);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
