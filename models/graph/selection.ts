/** Operators that pick and place values by index. Indices are int64 and counted from the front. */
import { fromFront } from './shape.ts';
import { apply, makeNode, type Tensor } from './tensor.ts';

/** Whole slices: the axis is replaced by the indices' shape. */
export const Gather = (x: Tensor, indices: Tensor, axis: number): Tensor =>
  apply('Gather', [x, indices], { axis: at(x, axis) });

/** One value per index, from its own place on the other axes; `indices` has as many axes as `x`. */
export const GatherElements = (x: Tensor, indices: Tensor, axis: number): Tensor =>
  apply('GatherElements', [x, indices], { axis: at(x, axis) });

/** Adds each update to the place its index names. */
export const ScatterElements = (x: Tensor, indices: Tensor, updates: Tensor, axis: number): Tensor =>
  apply('ScatterElements', [x, indices, updates], { axis: at(x, axis) });

/** The k largest along an axis, in order, and where they were; of equals the one with the lower index first. */
export function TopK(
  x: Tensor,
  k: number,
  axis = -1,
  { largest = true }: { readonly largest?: boolean } = {},
): { readonly values: Tensor; readonly indices: Tensor } {
  const [values, indices] = makeNode('TopK', [x], { axis: at(x, axis), k, largest }).outputs;
  return { values: values!, indices: indices! };
}

const at = (x: Tensor, axis: number): number => fromFront([axis], x.shape.length)[0]!;
