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

/** Reads stored frames in the seen shape. */
export class Resampler {
  readonly #stored: ClipShape;
  readonly #seen: SeenShape;
  readonly #size: Resize;
  readonly #plane: Float32Array;

  constructor(stored: ClipShape, seen: SeenShape) {
    this.#stored = stored;
    this.#seen = seen;
    this.#size = new Resize(stored.sizePx, seen.sizePx);
    this.#plane = new Float32Array(stored.sizePx ** 2);
  }

  /** A stored frame as [planes, S, S] in [−1, 1]; left and right exchanged where asked. */
  frame({ frames }: ClipBytes, frame: number, isMirrored: boolean, out: Float32Array): void {
    const { planes, sizePx } = this.#stored;
    const record = planes * sizePx * sizePx;
    this.picture(frames.subarray(frame * record, (frame + 1) * record), isMirrored, out);
  }

  /** The same of one picture, [planes, S, S] levels. */
  picture(levels: Uint8Array, isMirrored: boolean, out: Float32Array): void {
    const area = this.#plane.length;
    const seen = this.#seen.sizePx ** 2;
    for (let plane = 0; plane < this.#seen.planes; plane++) {
      if (this.#stored.planes === this.#seen.planes) this.#load((i) => levels[plane * area + i]!);
      else if (this.#stored.planes === 1) this.#load((i) => levels[i]!);
      else
        this.#load(
          (i) => LUMA[0] * levels[i]! + LUMA[1] * levels[area + i]! + LUMA[2] * levels[2 * area + i]!,
        );
      const own = out.subarray(plane * seen, (plane + 1) * seen);
      this.#size.run(this.#plane, own);
      if (isMirrored) mirror(own, this.#seen.sizePx);
    }
  }

  #load(levelAt: (place: number) => number): void {
    for (let i = 0; i < this.#plane.length; i++) this.#plane[i] = levelAt(i) / 127.5 - 1;
  }
}

/** Square planes in another size. Smaller: every pixel a mean of what lies round it; larger: between pixel centres. */
export class Resize {
  readonly #from: number;
  readonly #to: number;
  readonly #taps: readonly Tap[];
  readonly #columns: Float64Array;

  constructor(fromPx: number, toPx: number) {
    this.#from = fromPx;
    this.#to = toPx;
    this.#taps = tapsOf(fromPx, toPx);
    this.#columns = new Float64Array(fromPx * toPx);
  }

  run(values: Float32Array, out: Float32Array): void {
    const [from, to] = [this.#from, this.#to];
    for (let row = 0; row < from; row++)
      for (let column = 0; column < to; column++)
        this.#columns[row * to + column] = weigh(values, row * from, 1, this.#taps[column]!);
    for (let row = 0; row < to; row++)
      for (let column = 0; column < to; column++)
        out[row * to + column] = weigh(this.#columns, column, to, this.#taps[row]!);
  }
}

function mirror(plane: Float32Array, sizePx: number): void {
  for (let row = 0; row < sizePx; row++) plane.subarray(row * sizePx, (row + 1) * sizePx).reverse();
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

function weigh(
  values: Float32Array | Float64Array,
  from: number,
  stride: number,
  { first, weights }: Tap,
): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[from + (first + k) * stride]!;
  return sum;
}
