/** Weights as GANimation has them: drawn from a normal distribution; biases begin at nought. */
import {
  type Initializer,
  kaimingNormal,
  normal,
  type Scope,
  type Tensor,
  ZEROS,
} from '../../graph/index.ts';
import type { AuIcganOptions } from './options.ts';

/** `weight`, for shapes [out, in, …kernel]; of a transposed convolution [in, out, …kernel]. */
export const weight = (
  scope: Scope,
  shape: readonly number[],
  { weightDeviation }: Pick<AuIcganOptions, 'weightDeviation'>,
): Tensor => scope.parameter('weight', shape, drawn(shape, weightDeviation));

export const bias = (scope: Scope, channels: number): Tensor => scope.parameter('bias', [channels], ZEROS);

const drawn = (shape: readonly number[], deviation: number): Initializer =>
  deviation > 0 ? normal(deviation) : kaimingNormal(shape);
