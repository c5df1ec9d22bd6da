import { constant, InstanceNormalization, ONES, type Scope, type Tensor, ZEROS } from '../graph/index.ts';

export interface InstanceNormalizationOptions {
  readonly epsilon?: number;
  /** Whether scale and shift are learned (`weight`, `bias`, [C]). */
  readonly affine?: boolean;
}

/** Every channel of every sample by its own mean and variance, in training and after it. */
export function instanceNormalization(
  scope: Scope,
  x: Tensor,
  { epsilon = 1e-5, affine = false }: InstanceNormalizationOptions = {},
): Tensor {
  const channels = x.shape[1] as number;
  const fixed = (value: number): Tensor => constant(new Float32Array(channels).fill(value));
  const weight = affine ? scope.parameter('weight', [channels], ONES) : fixed(1);
  const bias = affine ? scope.parameter('bias', [channels], ZEROS) : fixed(0);
  return InstanceNormalization(x, weight, bias, epsilon);
}
