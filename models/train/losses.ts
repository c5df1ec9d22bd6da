/** Losses as graphs, in the forms that keep their digits for logits of any size. */
import {
  Add,
  Clip,
  constant,
  Div,
  Exp,
  LogSoftmax,
  Max,
  Mul,
  Neg,
  ReduceSum,
  Softplus,
  Sub,
  type Tensor,
} from '../graph/index.ts';

/** What a loss itself learns (weights of its terms) is named under this, apart from the network's parameters. */
export const LOSS_SCOPE = 'loss';

/**
 * −w·y·log σ(x) − (1 − y)·log(1 − σ(x)), element by element, as softplus(x)·(1 + (w − 1)·y) − w·x·y. `logits` and
 * `labels` (0 … 1) have one shape, and so has the result. With a weight w of positives, the logit's zero is where the
 * label has a probability of 1 / (1 + w).
 */
export function sigmoidCrossEntropy(logits: Tensor, labels: Tensor, positiveWeight = 1): Tensor {
  if (positiveWeight === 1) return Sub(Softplus(logits), Mul(logits, labels));
  const weights = Add(Mul(labels, positiveWeight - 1), 1);
  return Sub(Mul(Softplus(logits), weights), Mul(Mul(logits, labels), positiveWeight));
}

/**
 * Mean over samples of −Σ_c y_c·log softmax(x)_c, for logits and targets `[N, C]` (rows of ones and zeros). Rows of
 * zeros are samples without a class and do not count. Class weights make it the weighted mean that PyTorch has.
 */
export function softmaxCrossEntropy(
  logits: Tensor,
  targets: Tensor,
  classWeights: readonly number[] | null = null,
): Tensor {
  const weighted = classWeights === null ? targets : Mul(targets, constant(classWeights));
  const each = Mul(weighted, LogSoftmax(logits, -1));
  // A batch without any class would be 0 / 0.
  return Div(Neg(ReduceSum(each)), Max(ReduceSum(weighted), SMALLEST_WEIGHT));
}

const SMALLEST_WEIGHT = 1e-6;

/** Beyond these the weight is 20 times what it began with, or a twentieth: no longer a balance. */
const LOG_VARIANCE_LIMIT = 3;

/**
 * Of each label e^(−s)·loss + s: its loss is weighted by a learnt s (Kendall et al. 2018), which without the term + s
 * would make all weights vanish. `losses` and `logVariances` are `[A]`, and so is the result; s begins at 0.
 */
export function uncertaintyWeighted(losses: Tensor, logVariances: Tensor): Tensor {
  const s = Clip(logVariances, -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);
  return Add(Mul(Exp(Neg(s)), losses), s);
}

/** Mean of `values` over these axes, or all, where `counts` (of the same shape, 0 or 1) is 1; 0 where it never is. */
export function meanWhere(values: Tensor, counts: Tensor, axes?: readonly number[]): Tensor {
  const sum = (of: Tensor): Tensor => (axes === undefined ? ReduceSum(of) : ReduceSum(of, axes));
  return Div(sum(Mul(values, counts)), Max(sum(counts), 1));
}

/** Terms and their weighted sum, which comes first as `loss`. */
export function mixLosses(
  terms: Readonly<Record<string, { readonly value: Tensor; readonly weight: number }>>,
): Readonly<Record<string, Tensor>> {
  const weighted = Object.values(terms).map(({ value, weight }) => Mul(value, weight));
  const values = Object.entries(terms).map(([name, { value }]) => [name, value] as const);
  return { loss: weighted.reduce((sum, term) => Add(sum, term)), ...Object.fromEntries(values) };
}
