/** Operators over whole axes. Axes may be counted from the end; all axes unless told. */
import { Mul } from './elementwise.ts';
import { Expand } from './layout.ts';
import { closed, countOf, fromFront, product, range } from './shape.ts';
import { apply, type Tensor } from './tensor.ts';

type Over = readonly number[] | 'all';

interface Keeping {
  readonly keepDims?: boolean;
}

/** A sum over axes along which a tensor was only expanded is a product. */
export function ReduceSum(x: Tensor, axes: Over = 'all', { keepDims = false }: Keeping = {}): Tensor {
  const over = axesOf(x, axes);
  if (over.length === 0) return x;
  const slim = x.node.operator === 'Expand' ? x.node.inputs[0]! : x;
  const isExpanded = slim !== x && slim.shape.length === x.shape.length;
  if (!isExpanded || over.some((axis) => slim.shape[axis] !== 1))
    return apply('ReduceSum', [x], { axes: over, keepDims });
  const each = apply('ReduceSum', [slim], { axes: over, keepDims });
  const rest = x.shape.flatMap((dim, axis) => (!over.includes(axis) ? [dim] : keepDims ? [1] : []));
  return Expand(Mul(each, countOver(x, over)), rest);
}

export const ReduceMean = (x: Tensor, axes: Over = 'all', { keepDims = false }: Keeping = {}): Tensor =>
  apply('ReduceMean', [x], { axes: axesOf(x, axes), keepDims });

export const ReduceMax = (x: Tensor, axes: Over = 'all', { keepDims = false }: Keeping = {}): Tensor =>
  apply('ReduceMax', [x], { axes: axesOf(x, axes), keepDims });

export const ReduceMin = (x: Tensor, axes: Over = 'all', { keepDims = false }: Keeping = {}): Tensor =>
  apply('ReduceMin', [x], { axes: axesOf(x, axes), keepDims });

/** √Σx². Its gradient at zero is zero. */
export const ReduceL2 = (x: Tensor, axes: Over = 'all', { keepDims = false }: Keeping = {}): Tensor =>
  apply('ReduceL2', [x], { axes: axesOf(x, axes), keepDims });

/** Index of the largest value; the first of equals. */
export const ArgMax = (x: Tensor, axis: number, { keepDims = false }: Keeping = {}): Tensor =>
  apply('ArgMax', [x], { axis: axesOf(x, [axis])[0]!, keepDims });

export const Softmax = (x: Tensor, axis = -1): Tensor =>
  apply('Softmax', [x], { axis: axesOf(x, [axis])[0]! });

export const LogSoftmax = (x: Tensor, axis = -1): Tensor =>
  apply('LogSoftmax', [x], { axis: axesOf(x, [axis])[0]! });

/** Elements that a reduction of `x` over `axes` takes together. */
export const countOver = (x: Tensor, axes: readonly number[]): number =>
  product(closed([countOf(axes.map((axis) => x.shape[axis]!))], 'a count'));

const axesOf = (x: Tensor, axes: Over): readonly number[] =>
  axes === 'all' ? range(x.shape.length) : fromFront(axes, x.shape.length);
