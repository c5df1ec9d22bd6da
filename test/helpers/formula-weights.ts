/**
 * Weights from a formula, so that a network here and one in another framework have the same without a file between
 * them. test/oracles/au_gacn.py repeats it.
 */
import { parameterName, product, type Tensor } from '../../models/graph/index.ts';

/** Numbers that look uniform in [0, 1): the name's bytes and the index through a 32-bit mixer. */
export function formulaUnit(name: string, count: number): Float32Array<ArrayBuffer> {
  let seed = 0;
  for (const byte of new TextEncoder().encode(name)) seed = (Math.imul(seed, 31) + byte) | 0;
  return Float32Array.from({ length: count }, (_, index) => unit(seed, index));
}

/**
 * Every parameter by its name. Scales and variances lie in [0.5, 1.5), other vectors in ±0.2, matrices and kernels in
 * ±√(3 / fan-in), so that activations keep their size.
 */
export const formulaValues = (parameters: readonly Tensor[]): ReadonlyMap<string, Float32Array> =>
  new Map(parameters.map((tensor) => [parameterName(tensor), valuesOf(tensor)]));

function valuesOf(tensor: Tensor): Float32Array {
  const name = parameterName(tensor);
  const shape = tensor.shape as readonly number[];
  let seed = 0;
  for (const byte of new TextEncoder().encode(name)) seed = (Math.imul(seed, 31) + byte) | 0;
  const [factor, offset] = rangeOf(name, shape);
  return Float32Array.from(
    { length: product(shape) },
    (_, index) => factor * (unit(seed, index) - 0.5) + offset,
  );
}

function rangeOf(name: string, shape: readonly number[]): readonly [number, number] {
  const isVector = shape.length === 1;
  if (name.endsWith('.running_var') || (isVector && name.endsWith('.weight'))) return [1, 1];
  if (isVector) return [0.4, 0];
  // Graph convolutions have [in, out], all others [out, in, …].
  const isGraph = name.includes('.gcn') || name.includes('.score');
  return [Math.sqrt(12 / (isGraph ? shape[0]! : product(shape.slice(1)))), 0];
}

function unit(seed: number, index: number): number {
  let mixed = (Math.imul(index, 0x9e3779b1) + seed) | 0;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x45d9f3b);
  mixed ^= mixed >>> 16;
  return (mixed >>> 0) / 2 ** 32;
}
