import type { OverAxes } from '../attributes.ts';
import { product } from '../shape.ts';
import { aroundAxis, filled, offsetsOf, stridesOf, type Values } from './values.ts';

/** Folds the values that meet in each place of the result, in order. */
export function reduced(
  x: Values,
  { axes, keepDims }: OverAxes,
  start: number,
  fold: (sum: number, value: number) => number,
): Values {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  const { data } = filled(shape, start);
  for (const [place, into] of offsetsOf(x.shape, strides).entries())
    data[into] = fold(data[into]!, x.data[place]!);
  return { shape, data };
}

export const sumOver = (x: Values, over: OverAxes): Values =>
  reduced(x, over, 0, (sum, value) => sum + value);

export function meanOver(x: Values, over: OverAxes): Values {
  const count = product(over.axes.map((axis) => x.shape[axis]!));
  const { shape, data } = sumOver(x, over);
  return { shape, data: data.map((sum) => sum / count) };
}

/** The first of the largest. */
export function ArgMax(x: Values, axis: number, keepDims: boolean): Values {
  const { outer, size, inner } = aroundAxis(x.shape, axis);
  const shape = x.shape.flatMap((dim, at) => (at === axis ? (keepDims ? [1] : []) : [dim]));
  const y = filled(shape);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let at = 1; at < size; at++)
        if (x.data[(o * size + at) * inner + i]! > x.data[(o * size + best) * inner + i]!) best = at;
      y.data[o * inner + i] = best;
    }
  return y;
}

/** x − log Σ eˣ, less the largest first so that nothing overflows. */
export function LogSoftmax(x: Values, axis: number): Values {
  const { outer, size, inner } = aroundAxis(x.shape, axis);
  const y = filled(x.shape);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let [largest, sum] = [-Infinity, 0];
      for (let at = 0; at < size; at++) largest = Math.max(largest, x.data[(o * size + at) * inner + i]!);
      for (let at = 0; at < size; at++) sum += Math.exp(x.data[(o * size + at) * inner + i]! - largest);
      for (let at = 0; at < size; at++) {
        const place = (o * size + at) * inner + i;
        y.data[place] = x.data[place]! - largest - Math.log(sum);
      }
    }
  return y;
}
