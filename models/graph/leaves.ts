/** Where a graph begins: what it is fed, what it learns, and numbers. */
import type { Initializer } from './initializers.ts';
import type { Shape } from './shape.ts';
import type { ElementType } from './tensor-info.ts';
import { apply, type Tensor } from './tensor.ts';

export const input = (name: string, shape: Shape, type: ElementType = 'float32'): Tensor =>
  apply('Input', [], { name, shape, type });

/** Uniform in [0, 1), new at every step. */
export const noise = (name: string, shape: Shape): Tensor => apply('Noise', [], { name, shape });

export const parameter = (name: string, shape: readonly number[], initializer: Initializer): Tensor =>
  apply('Parameter', [], { name, shape, initializer, role: 'trained' });

/** A parameter that no gradient trains: a running mean. */
export const statistic = (name: string, shape: readonly number[], initializer: Initializer): Tensor =>
  apply('Parameter', [], { name, shape, initializer, role: 'statistic' });

export const scalar = (value: number): Tensor => constant([value], []);

/** float32, row-major; a vector unless a shape is given. */
export const constant = (
  values: Float32Array | readonly number[],
  shape: readonly number[] = [values.length],
): Tensor => typed(values, shape, 'float32');

/** int64: indices. */
export const whole = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  typed(values, shape, 'int64');

function typed(
  values: Float32Array | readonly number[],
  shape: readonly number[],
  type: ElementType,
): Tensor {
  if (values.length !== shape.reduce((count, dim) => count * dim, 1))
    throw new Error(`internal: ${String(values.length)} values for a constant [${shape.join(',')}]`);
  return apply('Constant', [], { values, shape, type });
}

/** The value of a constant that is the same everywhere; null for anything else. */
export function constantValue({ node }: Tensor): number | null {
  if (node.operator !== 'Constant') return null;
  const { values } = node.attributes;
  const [first = null] = values;
  return first !== null && values.every((value) => value === first) ? first : null;
}
