import { readFileSync } from 'node:fs';
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
function gaussian(random: () => number): number {
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

/**
 * The face of astronaut.png (Eileen Collins, NASA, public domain) as 128 × 128 grey levels, cut without
 * scaling at 166, 50.
 */
export function astronautFace(): { size: number; luma: Uint8Array } {
  const file = readFileSync(new URL('./astronaut-face.pgm', import.meta.url));
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 32))!;
  const size = Number(header[1]);
  return { size, luma: new Uint8Array(file.subarray(header[0].length, header[0].length + size * size)) };
}

/**
 * Moves a square picture by (dx, dy) pixels with a Lanczos kernel of radius 8, far better than what is tested with it.
 */
export function shifted(picture: ArrayLike<number>, size: number, dx: number, dy: number): Float64Array {
  const along = new Float64Array(size * size);
  const out = new Float64Array(size * size);
  const clamp = (v: number): number => Math.min(Math.max(v, 0), size - 1);
  const [kx, ky] = [lanczosTaps(dx), lanczosTaps(dy)];
  for (let i = 0; i < size * size; i++) {
    const [x, y] = [i % size, Math.floor(i / size)];
    for (const [offset, weight] of kx) along[i]! += weight * picture[y * size + clamp(x + offset)]!;
  }
  for (let i = 0; i < size * size; i++) {
    const [x, y] = [i % size, Math.floor(i / size)];
    for (const [offset, weight] of ky) out[i]! += weight * along[clamp(y + offset) * size + x]!;
  }
  return out;
}

function lanczosTaps(shift: number): [offset: number, weight: number][] {
  const sinc = (t: number): number => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
  const first = Math.floor(-shift) - 7;
  const taps = Array.from({ length: 16 }, (_, k): [number, number] => {
    const t = first + k + shift;
    return [first + k, Math.abs(t) >= 8 ? 0 : sinc(t) * sinc(t / 8)];
  });
  const sum = taps.reduce((total, [, weight]) => total + weight, 0);
  return taps.map(([offset, weight]) => [offset, weight / sum]);
}

/** Levels as a camera gives them: gain and bias of the exposure, normal noise, rounding. */
export function exposed(
  picture: ArrayLike<number>,
  {
    noise = 0,
    gain = 1,
    bias = 0,
    seed = 1,
  }: { noise?: number; gain?: number; bias?: number; seed?: number },
): Uint8Array {
  const random = randomFrom(seed);
  return Uint8Array.from(picture, (level) =>
    Math.min(Math.max(Math.round(level * gain + bias + (noise > 0 ? noise * gaussian(random) : 0)), 0), 255),
  );
}
