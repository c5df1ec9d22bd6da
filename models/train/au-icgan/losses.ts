/** The terms that AU-ICGAN's generator and critics lower: batch means, pictures in [−1, 1]. */
import {
  Abs,
  Add,
  Div,
  Max,
  Mul,
  Neg,
  range,
  ReduceMean,
  ReduceSum,
  Slice,
  Softmax,
  Square,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import { ssim } from './ssim.ts';

/** −mean D(made): what a generator lowers so that a critic takes it for real. `realness` [N, …]. */
export const seemsReal = (realness: Tensor): Tensor => Neg(ReduceMean(realness));

/** mean D(made) − mean D(real): what a critic lowers. */
export const tellsApart = (made: Tensor, real: Tensor): Tensor => Sub(ReduceMean(made), ReduceMean(real));

/** mean |R − I|. */
export const cycleLoss = (back: Tensor, start: Tensor): Tensor => ReduceMean(Abs(Sub(back, start)));

/** Mean of the attention [N, K, 1, S, S]: it keeps pictures where it is 1, and would soon be 1 everywhere or nowhere. */
const SATURATION = 0.1;
/** Of its total variation, which is a sum over a picture. */
const VARIATION = 1e-5;

/** 0.1·mean A + 10⁻⁵·TV(A), TV = Σ|∂x A| + Σ|∂y A| over each picture. */
export function attentionLoss(attention: Tensor): Tensor {
  const rank = attention.shape.length;
  const size = attention.shape[rank - 1] as number;
  const steps = [rank - 2, rank - 1].map((axis) =>
    Abs(Sub(Slice(attention, axis, 1, size), Slice(attention, axis, 0, size - 1))),
  );
  const pictures = (attention.shape.slice(0, rank - 2) as readonly number[]).reduce((a, b) => a * b, 1);
  const variation = Div(
    steps.map((step) => ReduceSum(step)).reduce((sum, one) => Add(sum, one)),
    pictures,
  );
  return Add(Mul(ReduceMean(attention), SATURATION), Mul(variation, VARIATION));
}

/** mean (read − asked)². */
export const unitsLoss = (read: Tensor, asked: Tensor): Tensor => ReduceMean(Square(Sub(read, asked)));

/** mean (1 − SSIM) of pictures [N, C, S, S]. */
export const unlikeness = (made: Tensor, target: Tensor): Tensor =>
  Sub(1, ReduceMean(ssim(toUnit(made), toUnit(target))));

/** How much more a pixel counts that moves from black to white than one that stays. */
const MOVING = 20;

/**
 * mean w·(made − real)² of clips [N, K, …] whose frames are known (`own` [N] is 1), w = 1 + 20·|real − start|/2: what
 * moves is a hundredth of a face, which a mean over all pixels does not see. Squared: by absolute differences
 * nine still pixels of ten hold the tenth back.
 */
export function framesLoss(made: Tensor, real: Tensor, start: Tensor, own: Tensor): Tensor {
  const counts = Add(Mul(Abs(Sub(real, start)), MOVING / 2), 1);
  return meanOf(Mul(counts, Square(Sub(made, real))), own);
}

/** [−1, 1] to [0, 1]. */
export const toUnit = (x: Tensor): Tensor => Mul(Add(x, 1), 0.5);

/** Σ_k (softmax x − y)_k², mean over clips that have a class: rows of zeros in `classes` [N, E] do not count. */
export function emotionLoss(logits: Tensor, classes: Tensor): Tensor {
  const has = ReduceSum(classes, [1]);
  const each = ReduceSum(Square(Sub(Softmax(logits, 1), classes)), [1]);
  return Div(ReduceSum(Mul(each, has)), Max(ReduceSum(has), 1));
}

/** A mean over those samples [N, …] whose weight [N] is 1; nought where there are none. */
export function meanOf(x: Tensor, weights: Tensor): Tensor {
  const rest = range(x.shape.length).filter((axis) => axis > 0);
  const each = rest.length === 0 ? x : ReduceMean(x, rest);
  return Div(ReduceSum(Mul(each, weights)), Max(ReduceSum(weights), 1));
}
