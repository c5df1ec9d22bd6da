/** Arrays of the reference evaluator: float64, row-major. Indices and truth values are held as numbers too. */
import { product } from '../shape.ts';

export interface Values {
  readonly shape: readonly number[];
  readonly data: Float64Array<ArrayBuffer>;
}

export const filled = (shape: readonly number[], value = 0): Values => ({
  shape,
  data: new Float64Array(product(shape)).fill(value),
});

/** How far apart neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Where each element of `shape`, in row-major order, lies in memory with these strides. */
export function offsetsOf(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const offsets = new Int32Array(product(shape));
  const at = shape.map(() => 0);
  let offset = start;
  for (let place = 0; place < offsets.length; place++) {
    offsets[place] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis]!++;
      offset += strides[axis]!;
      if (at[axis]! < shape[axis]!) break;
      offset -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return offsets;
}

/** Where each element of the broadcast `shape` comes from in an array of shape `from`. */
export function broadcastOffsets(from: readonly number[], shape: readonly number[]): Int32Array {
  const strides = stridesOf(from);
  const missing = shape.length - from.length;
  return offsetsOf(
    shape,
    shape.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : strides[axis - missing]!)),
  );
}

export function pick(data: Float64Array, offsets: Int32Array): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(offsets.length);
  for (let place = 0; place < offsets.length; place++) picked[place] = data[offsets[place]!]!;
  return picked;
}

/** An axis in the middle of everything: `outer` blocks of `size` rows of `inner` values. */
export function aroundAxis(
  shape: readonly number[],
  axis: number,
): { outer: number; size: number; inner: number } {
  return { outer: product(shape.slice(0, axis)), size: shape[axis]!, inner: product(shape.slice(axis + 1)) };
}
