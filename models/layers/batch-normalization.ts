import {
  Add,
  BatchNormalization,
  BatchNormalizationTraining,
  countOver,
  Mul,
  ONES,
  range,
  type Scope,
  StopGradient,
  type Tensor,
  ZEROS,
} from '../graph/index.ts';

export interface BatchNormalizationOptions {
  readonly epsilon?: number;
  /** Share of the newest batch in the running statistics. */
  readonly momentum?: number;
}

/**
 * Every channel (axis 1) to mean 0 and variance 1, then scaled and shifted. Training uses the batch's statistics and
 * moves the running ones towards them as PyTorch does: running ← (1 − m)·running + m·batch, with the variance unbiased
 * (divided by n − 1) there and biased where it normalizes.
 * Parameters `weight` and `bias`, statistics `running_mean` and `running_var`, all [C].
 */
export function batchNormalization(
  scope: Scope,
  x: Tensor,
  { epsilon = 1e-5, momentum = 0.1 }: BatchNormalizationOptions = {},
): Tensor {
  const { weight, bias, mean, variance } = batchNormalizationParameters(scope, x.shape[1] as number);
  if (!scope.isTraining) return BatchNormalization(x, weight, bias, mean, variance, epsilon);
  const batch = BatchNormalizationTraining(x, weight, bias, epsilon);
  const count = countOver(x, [0, ...range(x.shape.length).slice(2)]);
  const move = (running: Tensor, seen: Tensor, factor: number): void =>
    scope.update(running, Add(Mul(running, 1 - momentum), Mul(StopGradient(seen), momentum * factor)));
  move(mean, batch.mean, 1);
  move(variance, batch.variance, count / Math.max(1, count - 1));
  return batch.y;
}

export interface BatchNormalizationParameters {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export const batchNormalizationParameters = (
  scope: Scope,
  channels: number,
): BatchNormalizationParameters => ({
  weight: scope.parameter('weight', [channels], ONES),
  bias: scope.parameter('bias', [channels], ZEROS),
  mean: scope.statistic('running_mean', [channels], ZEROS),
  variance: scope.statistic('running_var', [channels], ONES),
});
