/** Operators that move values and compute none. */
import { type Dim, countOf, fromFront, isOpen, range, sameShape, type Shape } from './shape.ts';
import { apply, type Tensor } from './tensor.ts';

/** A dimension of −1, at most one, is what is left. */
export function Reshape(x: Tensor, shape: Shape): Tensor {
  const whole = shape.includes(-1) ? filled(x, shape) : shape;
  if (sameShape(x.shape, whole)) return x;
  const source = x.node.operator === 'Reshape' ? x.node.inputs[0]! : x;
  return sameShape(source.shape, whole) ? source : apply('Reshape', [source], { shape: whole });
}

function filled(x: Tensor, shape: Shape): Shape {
  const total = countOf(x.shape);
  const known = countOf(shape.filter((dim) => dim !== -1));
  const perSample = (dim: Dim): number => (isOpen(dim) ? dim.perSample : dim);
  const rest = perSample(total) / perSample(known);
  return shape.map((dim) =>
    dim !== -1 ? dim : isOpen(total) && !isOpen(known) ? { perSample: rest } : rest,
  );
}

/** Reverses the axes unless told. */
export function Transpose(
  x: Tensor,
  perm: readonly number[] = range(x.shape.length).map((axis) => x.shape.length - 1 - axis),
): Tensor {
  if (perm.every((from, axis) => from === axis)) return x;
  if (x.node.operator !== 'Transpose') return apply('Transpose', [x], { perm });
  const inner = x.node.attributes.perm;
  return Transpose(
    x.node.inputs[0]!,
    perm.map((axis) => inner[axis]!),
  );
}

export const Unsqueeze = (x: Tensor, axes: readonly number[]): Tensor => {
  const shape: Dim[] = [...x.shape];
  for (const axis of fromFront(axes, x.shape.length + axes.length)) shape.splice(axis, 0, 1);
  return Reshape(x, shape);
};

/** From `axis` on, everything in one: [N,C,H,W] at 1 is [N,C·H·W]. */
export const Flatten = (x: Tensor, axis = 1): Tensor => Reshape(x, [...x.shape.slice(0, axis), -1]);

export const Expand = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : apply('Expand', [x], { shape });

export function Concat(tensors: readonly Tensor[], axis: number): Tensor {
  const [only] = tensors;
  if (only === undefined) throw new Error('internal: nothing to concatenate');
  return tensors.length === 1
    ? only
    : apply('Concat', tensors, { axis: fromFront([axis], only.shape.length)[0]! });
}

/** From `start` up to, but not with, `end`; both may be counted from the end. */
export function Slice(x: Tensor, axis: number, start: number, end: number, step = 1): Tensor {
  const at = fromFront([axis], x.shape.length)[0]!;
  const size = x.shape[at]!;
  if (isOpen(size)) throw new Error('internal: the batch cannot be sliced');
  const place = (index: number): number => Math.min(size, index < 0 ? index + size : index);
  const [from, to] = [place(start), place(end)];
  if (from === 0 && to === size && step === 1) return x;
  return apply('Slice', [x], { axes: [at], starts: [from], ends: [to], steps: [step] });
}

/** The axes, back to front. */
export function Flip(x: Tensor, axes: readonly number[]): Tensor {
  const at = fromFront(axes, x.shape.length).filter((axis) => x.shape[axis] !== 1);
  if (at.length === 0) return x;
  const sizes = at.map((axis) => x.shape[axis] as number);
  return apply('Slice', [x], {
    axes: at,
    starts: sizes.map((size) => size - 1),
    ends: sizes.map(() => -1),
    steps: at.map(() => -1),
  });
}

/** Equal parts along an axis. */
export function Split(x: Tensor, axis: number, parts: number): readonly Tensor[] {
  const at = fromFront([axis], x.shape.length)[0]!;
  const length = (x.shape[at] as number) / parts;
  return range(parts).map((part) => Slice(x, at, part * length, (part + 1) * length));
}

export function Pad(x: Tensor, before: readonly number[], after: readonly number[], value = 0): Tensor {
  const isNothing = [...before, ...after].every((count) => count === 0);
  return isNothing ? x : apply('Pad', [x], { before, after, value });
}
