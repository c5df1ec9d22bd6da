/** L_AU: what action units' logits cost, where it is known whether they move. */
import { Add, Clip, Max, ReduceSum, type Tensor } from '../../graph/index.ts';
import { meanWhere, sigmoidCrossEntropy, uncertaintyWeighted } from '../losses.ts';
import { UNKNOWN_AU } from './clip-dataset.ts';

export interface UnitLossOptions {
  readonly positiveWeight: number;
  /** s of each unit, [A], where its loss has a learnt weight; null: all count alike. */
  readonly logVariances: Tensor | null;
}

/**
 * Mean over action units of the mean over clips of their cross entropy. `logits` and `labels` are [N, A]; labels of
 * `UNKNOWN_AU` count nowhere, and a unit that no clip of the batch is coded for neither costs nor moves anything.
 */
export function unitLoss(
  logits: Tensor,
  labels: Tensor,
  { positiveWeight, logVariances }: UnitLossOptions,
): Tensor {
  const isKnown = Clip(Add(labels, -UNKNOWN_AU), 0, 1);
  const each = sigmoidCrossEntropy(logits, Max(labels, 0), positiveWeight);
  // The mean over the batch comes first: a weight is an action unit's, not a clip's.
  const byUnit = meanWhere(each, isKnown, [0]);
  const weighted = logVariances === null ? byUnit : uncertaintyWeighted(byUnit, logVariances);
  return meanWhere(weighted, Clip(ReduceSum(isKnown, [0]), 0, 1));
}
