/**
 * A dimension is a number, or a multiple of the batch, which is known only when the network runs: `{ perSample: 16 }`
 * is 16·N. One symbol is enough: nothing else about a network's shapes is open.
 */
export type Dim = number | { readonly perSample: number };
export type Shape = readonly Dim[];

/** N, the batch a network is run with. */
export const BATCH: Dim = { perSample: 1 };

export const isOpen = (dim: Dim): dim is { readonly perSample: number } => typeof dim !== 'number';

export const sameDim = (one: Dim, two: Dim): boolean =>
  isOpen(one) ? isOpen(two) && one.perSample === two.perSample : one === two;

export const sameShape = (one: Shape, two: Shape): boolean =>
  one.length === two.length && one.every((dim, axis) => sameDim(dim, two[axis]!));

/** `[N,64,16N]`. */
export const shapeText = (shape: Shape): string => `[${shape.map(dimText).join(',')}]`;

export const dimText = (dim: Dim): string =>
  isOpen(dim) ? (dim.perSample === 1 ? 'N' : `${String(dim.perSample)}N`) : String(dim);

/** The shape as numbers. What counts elements (means, gradients) cannot be written while the batch is open. */
export function closed(shape: Shape, forWhat: string): readonly number[] {
  return shape.map((dim) => {
    if (isOpen(dim)) throw new Error(`internal: ${forWhat} needs a fixed batch, not ${shapeText(shape)}`);
    return dim;
  });
}

/** Elements, as a dimension: N·k if one of them is open. */
export function countOf(shape: Shape): Dim {
  const open = shape.filter(isOpen);
  if (open.length > 1) throw new Error(`internal: ${shapeText(shape)} is open in more than one dimension`);
  const count = shape.reduce<number>((product, dim) => product * (isOpen(dim) ? dim.perSample : dim), 1);
  return open.length === 0 ? count : { perSample: count };
}

/** numpy's rule: shapes are aligned at their last axes, and 1 gives way. */
export function broadcast(one: Shape, two: Shape): Shape {
  const rank = Math.max(one.length, two.length);
  return Array.from({ length: rank }, (_, axis) => {
    const a = one[axis - rank + one.length] ?? 1;
    const b = two[axis - rank + two.length] ?? 1;
    if (a === 1) return b;
    if (b === 1 || sameDim(a, b)) return a;
    throw new Error(`internal: shapes ${shapeText(one)} and ${shapeText(two)} do not broadcast`);
  });
}

/** Axes counted from the front, ascending. */
export const fromFront = (axes: readonly number[], rank: number): readonly number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);

export const product = (values: readonly number[]): number =>
  values.reduce((result, value) => result * value, 1);

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
