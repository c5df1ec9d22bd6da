import { aroundAxis, filled, offsetsOf, pick, stridesOf, type Values } from './values.ts';

export function Gather(x: Values, indices: Values, axis: number): Values {
  const { outer, size, inner } = aroundAxis(x.shape, axis);
  const y = filled([...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
  let to = 0;
  for (let o = 0; o < outer; o++)
    for (const index of indices.data) {
      const from = (o * size + checked(index, size)) * inner;
      y.data.set(x.data.subarray(from, from + inner), to);
      to += inner;
    }
  return y;
}

export const GatherElements = (x: Values, indices: Values, axis: number): Values => ({
  shape: indices.shape,
  data: pick(x.data, places(x.shape, indices, axis)),
});

export function ScatterElements(x: Values, indices: Values, updates: Values, axis: number): Values {
  const y = { shape: x.shape, data: x.data.slice() };
  for (const [place, into] of places(x.shape, indices, axis).entries()) y.data[into]! += updates.data[place]!;
  return y;
}

/** Of equals the one with the lower index first. */
export function TopK(x: Values, axis: number, k: number, largest: boolean): readonly [Values, Values] {
  const { outer, size, inner } = aroundAxis(x.shape, axis);
  const shape = x.shape.map((dim, at) => (at === axis ? k : dim));
  const [values, indices] = [filled(shape), filled(shape)];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const row = Array.from({ length: size }, (_, at) => x.data[(o * size + at) * inner + i]!);
      const order = row.map((_, at) => at).sort((a, b) => (row[b]! - row[a]!) * (largest ? 1 : -1) || a - b);
      for (let rank = 0; rank < k; rank++) {
        values.data[(o * k + rank) * inner + i] = row[order[rank]!]!;
        indices.data[(o * k + rank) * inner + i] = order[rank]!;
      }
    }
  return [values, indices];
}

/** Where each index points: its own place on every axis but one, where it says which. */
function places(shape: readonly number[], indices: Values, axis: number): Int32Array {
  const strides = stridesOf(shape);
  const step = strides[axis]!;
  strides[axis] = 0;
  return offsetsOf(indices.shape, strides).map(
    (offset, place) => offset + step * checked(indices.data[place]!, shape[axis]!),
  );
}

function checked(index: number, size: number): number {
  if (!(index >= 0 && index < size))
    throw new Error(`internal: index ${String(index)} is outside of ${String(size)}`);
  return index;
}
