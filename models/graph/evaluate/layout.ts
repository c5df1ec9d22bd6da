import type { SliceAttributes } from '../attributes.ts';
import { aroundAxis, filled, offsetsOf, pick, stridesOf, type Values } from './values.ts';

export function Transpose(x: Values, perm: readonly number[]): Values {
  const strides = stridesOf(x.shape);
  const shape = perm.map((axis) => x.shape[axis]!);
  return {
    shape,
    data: pick(
      x.data,
      offsetsOf(
        shape,
        perm.map((axis) => strides[axis]!),
      ),
    ),
  };
}

export function Concat(inputs: readonly Values[], axis: number): Values {
  const total = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const y = filled(inputs[0]!.shape.map((size, at) => (at === axis ? total : size)));
  let from = 0;
  for (const { shape, data } of inputs) {
    const { outer, size, inner } = aroundAxis(shape, axis);
    for (let o = 0; o < outer; o++)
      y.data.set(data.subarray(o * size * inner, (o + 1) * size * inner), (o * total + from) * inner);
    from += size;
  }
  return y;
}

/** `shape` is the result's, which the attributes determine (`infer.ts`). */
export function Slice(x: Values, { axes, starts, steps }: SliceAttributes, shape: readonly number[]): Values {
  const strides = stridesOf(x.shape);
  const start = axes.reduce((sum, axis, k) => sum + starts[k]! * strides[axis]!, 0);
  for (const [k, axis] of axes.entries()) strides[axis]! *= steps[k]!;
  return { shape, data: pick(x.data, offsetsOf(shape, strides, start)) };
}

export function Pad(x: Values, before: readonly number[], value: number, shape: readonly number[]): Values {
  const y = filled(shape, value);
  const strides = stridesOf(shape);
  const start = before.reduce((sum, count, axis) => sum + count * strides[axis]!, 0);
  for (const [place, into] of offsetsOf(x.shape, strides, start).entries()) y.data[into] = x.data[place]!;
  return y;
}
