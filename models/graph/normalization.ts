/** Normalization to mean 0 and variance 1, then scale and bias. Channels are axis 1. */
import { apply, makeNode, type Tensor } from './tensor.ts';
import { fromFront } from './shape.ts';

/** With known statistics: scale·(x − mean)/√(variance + ε) + bias. All of shape [C]. */
export const BatchNormalization = (
  x: Tensor,
  scale: Tensor,
  bias: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon = 1e-5,
): Tensor => apply('BatchNormalization', [x, scale, bias, mean, variance], { epsilon });

/** With the batch's own statistics, which are returned: mean and biased variance, [C]. */
export function BatchNormalizationTraining(
  x: Tensor,
  scale: Tensor,
  bias: Tensor,
  epsilon = 1e-5,
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } {
  const [y, mean, variance] = makeNode('BatchNormalizationTraining', [x, scale, bias], { epsilon }).outputs;
  return { y: y!, mean: mean!, variance: variance! };
}

/** Every sample and channel by its own statistics; scale and bias [C]. */
export const InstanceNormalization = (x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor =>
  apply('InstanceNormalization', [x, scale, bias], { epsilon });

/** Over `axis` and all after it; scale and bias have those axes' shape. */
export const LayerNormalization = (
  x: Tensor,
  scale: Tensor,
  bias: Tensor,
  axis = -1,
  epsilon = 1e-5,
): Tensor =>
  apply('LayerNormalization', [x, scale, bias], { axis: fromFront([axis], x.shape.length)[0]!, epsilon });
