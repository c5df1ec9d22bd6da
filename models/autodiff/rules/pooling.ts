import {
  apply,
  countOf,
  type OperatorName,
  Reshape,
  ScatterElements,
  spatial,
  type Tensor,
} from '../../graph/index.ts';
import { ofOne, type Rule } from './rule.ts';
import { zeros } from './selection.ts';

export const POOLING = {
  MaxPool: ({ inputs: [x], outputs: [y, indices] }, [cotangent]) => [
    () => toWinners(cotangent ?? zeros(y!.shape), indices!, x!),
  ],
  AveragePool: ofOne((cotangent, { attributes }, [x]) => [
    () => apply('AveragePoolGradient', [cotangent], { ...attributes, inputSize: spatial(x!.shape) }),
  ]),
  AveragePoolGradient: ofOne((cotangent, { attributes: { kernel, strides, before, after } }) => [
    () => apply('AveragePool', [cotangent], { kernel, strides, before, after }),
  ]),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** The indices are flat over the whole tensor, so one scatter over all elements places every cotangent. */
function toWinners(cotangent: Tensor, indices: Tensor, x: Tensor): Tensor {
  const flat = zeros([countOf(x.shape)]);
  const placed = ScatterElements(flat, Reshape(indices, [-1]), Reshape(cotangent, [-1]), 0);
  return Reshape(placed, x.shape);
}
