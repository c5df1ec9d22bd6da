/**
 * A convolution, its input's gradient and its weights' gradient are the three ways to read one form that is linear in
 * input, weights and output's cotangent. Each one's gradients are the other two, so the family is closed under
 * differentiation and gradients of any order stay small; how they are computed is decided when a graph is written.
 */
import {
  apply,
  type ConvAttributes,
  MatMul,
  type OperatorName,
  Reshape,
  spatial,
  type Tensor,
  TransposeLast,
} from '../../graph/index.ts';
import { unbroadcast } from './elementwise.ts';
import { ofOne, type Rule } from './rule.ts';

export const LINEAR = {
  MatMul: ofOne((cotangent, _, [a, b]) => [
    () => unbroadcast(MatMul(cotangent, TransposeLast(b!)), a!),
    () => rightFactor(cotangent, a!, b!),
  ]),
  Conv: ofOne((cotangent, { attributes }, [x, w]) => [
    () => inputGradient(w!, cotangent, attributes, spatial(x!.shape)),
    () => weightGradient(x!, cotangent, attributes, spatial(w!.shape)),
  ]),
  ConvInputGradient: ofOne((cotangent, { attributes }, [w, dy]) => [
    () => weightGradient(cotangent, dy!, attributes, spatial(w!.shape)),
    () => convolution(cotangent, w!, attributes),
  ]),
  ConvWeightGradient: ofOne((cotangent, { attributes }, [x, dy]) => [
    () => inputGradient(cotangent, dy!, attributes, spatial(x!.shape)),
    () => convolution(x!, cotangent, attributes),
  ]),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** A matrix that multiplied a whole batch: one product over all of it, not one each and a sum. */
function rightFactor(cotangent: Tensor, a: Tensor, b: Tensor): Tensor {
  if (b.shape.length > 2) return unbroadcast(MatMul(TransposeLast(a), cotangent), b);
  const rows = (x: Tensor): Tensor => Reshape(x, [-1, x.shape.at(-1)!]);
  return MatMul(TransposeLast(rows(a)), rows(cotangent));
}

const only = ({ strides, before, after, dilations, group }: ConvAttributes): ConvAttributes => ({
  strides,
  before,
  after,
  dilations,
  group,
});

const convolution = (x: Tensor, w: Tensor, attributes: ConvAttributes): Tensor =>
  apply('Conv', [x, w], only(attributes));

const inputGradient = (
  w: Tensor,
  dy: Tensor,
  attributes: ConvAttributes,
  inputSize: readonly number[],
): Tensor => apply('ConvInputGradient', [w, dy], { ...only(attributes), inputSize });

const weightGradient = (
  x: Tensor,
  dy: Tensor,
  attributes: ConvAttributes,
  kernel: readonly number[],
): Tensor => apply('ConvWeightGradient', [x, dy], { ...only(attributes), kernel });
