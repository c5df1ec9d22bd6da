/** Pooling over spatial axes of [N,C,…]. */
import { Mul } from './elementwise.ts';
import { perAxis } from './linear.ts';
import { spatial } from './infer.ts';
import { constant } from './leaves.ts';
import { ReduceMean } from './reductions.ts';
import { apply, type Tensor } from './tensor.ts';
import type { PoolAttributes } from './attributes.ts';
import { product, range } from './shape.ts';

export interface PoolOptions {
  readonly strides?: number | readonly number[];
  readonly pads?: number | readonly number[];
}

/** Padding never wins. Strides are the kernel's unless told. */
export const MaxPool = (x: Tensor, kernel: number | readonly number[], options: PoolOptions = {}): Tensor =>
  apply('MaxPool', [x], attributes(x, kernel, options));

/** Padding counts as zeros with `countsPadding`; otherwise only what lies inside is averaged. */
export function AveragePool(
  x: Tensor,
  kernel: number | readonly number[],
  options: PoolOptions & { readonly countsPadding?: boolean } = {},
): Tensor {
  const all = attributes(x, kernel, options);
  const y = apply('AveragePool', [x], all);
  const isPadded = [...all.before, ...all.after].some((count) => count > 0);
  return isPadded && options.countsPadding !== true ? Mul(y, insideCorrection(x, y, all)) : y;
}

export const GlobalAveragePool = (x: Tensor): Tensor =>
  ReduceMean(x, range(x.shape.length).slice(2), { keepDims: true });

/** kernel size / positions inside the picture, for every output. */
function insideCorrection(x: Tensor, y: Tensor, { kernel, strides, before }: PoolAttributes): Tensor {
  const [from, to] = [spatial(x.shape), spatial(y.shape)];
  const perAxisCounts = to.map((length, axis) =>
    range(length).map((place) => {
      const start = place * strides[axis]! - before[axis]!;
      return Math.min(from[axis]!, start + kernel[axis]!) - Math.max(0, start);
    }),
  );
  const counts = perAxisCounts.reduce<readonly number[]>(
    (outer, inner) => outer.flatMap((a) => inner.map((b) => a * b)),
    [1],
  );
  const all = product(kernel);
  return constant(
    counts.map((count) => all / count),
    [1, 1, ...to],
  );
}

function attributes(x: Tensor, kernel: number | readonly number[], options: PoolOptions): PoolAttributes {
  const rank = x.shape.length - 2;
  const size = perAxis(kernel, rank, 1);
  const pads = perAxis(options.pads, rank, 0);
  return { kernel: size, strides: perAxis(options.strides ?? size, rank, 1), before: pads, after: pads };
}
