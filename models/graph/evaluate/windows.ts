/** What convolutions and pooling share: which places of the input a window covers, and pooling itself. */
import type { PoolAttributes } from '../attributes.ts';
import { product } from '../shape.ts';
import { filled, stridesOf, type Values } from './values.ts';

/** One pair of an output and an input place that meet, and the place of the kernel where they do. */
interface Tap {
  readonly output: number;
  readonly input: number;
  readonly kernel: number;
}

interface Windows extends Omit<PoolAttributes, 'after'> {
  readonly dilations: readonly number[];
}

/** Those inside the input, ordered by output and then by input, over all spatial axes. */
export function tapsOf(
  input: readonly number[],
  output: readonly number[],
  windows: Windows,
): readonly Tap[] {
  const { kernel, strides, before, dilations } = windows;
  const into = { input: stridesOf(input), output: stridesOf(output), kernel: stridesOf(kernel) };
  let taps: readonly Tap[] = [{ output: 0, input: 0, kernel: 0 }];
  for (const [axis, size] of input.entries())
    taps = taps.flatMap((outer) => {
      const inner: Tap[] = [];
      for (let out = 0; out < output[axis]!; out++)
        for (let k = 0; k < kernel[axis]!; k++) {
          const at = out * strides[axis]! - before[axis]! + k * dilations[axis]!;
          if (at < 0 || at >= size) continue;
          inner.push({
            output: outer.output + out * into.output[axis]!,
            input: outer.input + at * into.input[axis]!,
            kernel: outer.kernel + k * into.kernel[axis]!,
          });
        }
      return inner;
    });
  return [...taps].sort((a, b) => a.output - b.output || a.input - b.input);
}

/** Values, and flat indices over the whole tensor; the first of equals. */
export function MaxPool(
  x: Values,
  attributes: PoolAttributes,
  shape: readonly number[],
): readonly [Values, Values] {
  const [values, indices] = [filled(shape, -Infinity), filled(shape, -1)];
  forEachPair(x.shape, shape, attributes, (from, to) => {
    if (indices.data[to] !== -1 && !(x.data[from]! > values.data[to]!)) return;
    values.data[to] = x.data[from]!;
    indices.data[to] = from;
  });
  return [values, indices];
}

export function AveragePool(x: Values, attributes: PoolAttributes, shape: readonly number[]): Values {
  const y = filled(shape);
  const count = product(attributes.kernel);
  forEachPair(x.shape, shape, attributes, (from, to) => (y.data[to]! += x.data[from]! / count));
  return y;
}

export function AveragePoolGradient(
  dy: Values,
  attributes: PoolAttributes,
  shape: readonly number[],
): Values {
  const dx = filled(shape);
  const count = product(attributes.kernel);
  forEachPair(shape, dy.shape, attributes, (from, to) => (dx.data[from]! += dy.data[to]! / count));
  return dx;
}

/** Places of x [N,C,…] and y [N,C,…] that meet. */
function forEachPair(
  x: readonly number[],
  y: readonly number[],
  attributes: PoolAttributes,
  visit: (from: number, to: number) => void,
): void {
  const [sizeX, sizeY] = [x.slice(2), y.slice(2)];
  const taps = tapsOf(sizeX, sizeY, { ...attributes, dilations: sizeX.map(() => 1) });
  const [pointsX, pointsY] = [product(sizeX), product(sizeY)];
  for (let plane = 0; plane < x[0]! * x[1]!; plane++)
    for (const { input, output } of taps) visit(plane * pointsX + input, plane * pointsY + output);
}
