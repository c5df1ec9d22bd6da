/** Stored windows in a generator's size: fewer frames, fewer pixels, planes as they are wanted, in [−1, 1]. */
import type { ClipBytes, ClipShape } from '../../data/clips/index.ts';

export interface SeenShape {
  readonly frames: number;
  readonly sizePx: number;
  readonly planes: 1 | 3;
}

/** Which of `stored` frames a clip of `seen` frames is made of: evenly spaced, the first and the last among them. */
export const seenFrames = (stored: number, seen: number): readonly number[] =>
  Array.from({ length: seen }, (_, k) => (seen === 1 ? 0 : Math.round((k * (stored - 1)) / (seen - 1))));

/** ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

export class Resampler {
  readonly #stored: ClipShape;
  readonly #seen: SeenShape;
  readonly #taps: readonly Tap[];
  readonly #plane: Float64Array;
  readonly #rows: Float64Array;

  constructor(stored: ClipShape, seen: SeenShape) {
    this.#stored = stored;
    this.#seen = seen;
    this.#taps = tapsOf(stored.sizePx, seen.sizePx);
    this.#plane = new Float64Array(stored.sizePx ** 2);
    this.#rows = new Float64Array(stored.sizePx * seen.sizePx);
  }

  /** A stored frame as [planes, S, S]; mirrored where asked. */
  frame({ frames }: ClipBytes, frame: number, isMirrored: boolean, out: Float32Array): void {
    const { planes, sizePx } = this.#stored;
    this.#picture(frames, frame * planes * sizePx * sizePx, isMirrored, out);
  }

  #picture(bytes: Uint8Array, from: number, isMirrored: boolean, out: Float32Array): void {
    const { planes, sizePx } = this.#stored;
    const area = sizePx * sizePx;
    const seenArea = this.#seen.sizePx ** 2;
    for (let plane = 0; plane < this.#seen.planes; plane++) {
      if (planes === this.#seen.planes) this.#load((i) => bytes[from + plane * area + i]!);
      else if (planes === 1) this.#load((i) => bytes[from + i]!);
      else
        this.#load(
          (i) =>
            LUMA[0] * bytes[from + i]! +
            LUMA[1] * bytes[from + area + i]! +
            LUMA[2] * bytes[from + 2 * area + i]!,
        );
      this.#shrink(isMirrored, out.subarray(plane * seenArea, (plane + 1) * seenArea));
    }
  }

  #load(levelAt: (place: number) => number): void {
    for (let i = 0; i < this.#plane.length; i++) this.#plane[i] = levelAt(i);
  }

  /** Columns, then rows; levels 0–255 become −1–1. */
  #shrink(isMirrored: boolean, out: Float32Array): void {
    const [stored, seen] = [this.#stored.sizePx, this.#seen.sizePx];
    for (let row = 0; row < stored; row++)
      for (let column = 0; column < seen; column++)
        this.#rows[row * seen + column] = weigh(this.#plane, row * stored, 1, this.#taps[column]!);
    for (let column = 0; column < seen; column++) {
      const to = isMirrored ? seen - 1 - column : column;
      for (let row = 0; row < seen; row++)
        out[row * seen + to] = weigh(this.#rows, column, seen, this.#taps[row]!) / 127.5 - 1;
    }
  }
}

/** Pixels that one pixel is made of, from `first` on. */
interface Tap {
  readonly first: number;
  readonly weights: readonly number[];
}

/** A triangle as wide as two pixels of the coarser side, so that nothing finer than the new pixels is left. */
function tapsOf(from: number, to: number): readonly Tap[] {
  if (from === to) return Array.from({ length: to }, (_, k) => ({ first: k, weights: [1] }));
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, k) => {
    const centre = (k + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const raw = Array.from({ length: last - first + 1 }, (_value, i) =>
      Math.max(0, 1 - Math.abs(first + i - centre) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

function weigh(values: Float64Array, from: number, stride: number, { first, weights }: Tap): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[from + (first + k) * stride]!;
  return sum;
}
