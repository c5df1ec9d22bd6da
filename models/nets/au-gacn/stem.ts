/**
 * The first rows of the paper's Table 7: convolution 1×7×7 with stride 1×2×2, batch normalization, ReLU, max pooling
 * 2×3×3 with stride 2. All but the maximum over two frames sees one frame at a time, so it is written over [N·L, …]
 * with 2-D operators, and can be run once per frame (`streaming.ts`).
 */
import {
  Add,
  Conv,
  countOf,
  type Dim,
  Div,
  isOpen,
  kaimingNormal,
  Max,
  MaxPool,
  Mul,
  ReduceMax,
  Relu,
  Reshape,
  type Scope,
  Slice,
  Sqrt,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import { batchNormalization, batchNormalizationParameters, maxPoolByHalves } from '../../layers/index.ts';
import { type AuGacnOptions } from './options.ts';
import { pictureScale } from './pictures.ts';

/** [N·L, colours, S, S] → [N·L/2, width, S/4, S/4]. */
export function stem(scope: Scope, pictures: Tensor, options: AuGacnOptions): Tensor {
  if (!scope.isTraining) return maxOverPairs(scope, frameStem(scope, pictures, options));
  const normalized = normalizedConvolution(scope, pictures, options);
  // max(relu(x)) = relu(max(x)), and maxima may be taken in any order: gradients too. What is cheapest to go back
  // through comes first; forward alone, a ReLU after a convolution costs nothing and pooling is one operator.
  return Relu(maxPoolByHalves(maxOverPairs(scope, normalized)));
}

/** What concerns each frame alone, after training: [B, colours, S, S] → [B, width, S/4, S/4]. */
export const frameStem = (scope: Scope, pictures: Tensor, options: AuGacnOptions): Tensor =>
  pool(Relu(normalizedConvolution(scope, pictures, options)));

const normalizedConvolution = (scope: Scope, pictures: Tensor, options: AuGacnOptions): Tensor =>
  batchNormalization(scope.within('bn'), Conv(pictures, kernel(scope, options), { strides: 2, pads: 3 }));

/**
 * Maximum of frames 2j and 2j + 1 of a clip: [N·T, …] → [N·T/2, …]. Of two slices while training, because the gradient
 * of a maximum of two is a choice; a reduction after it, which is 1.6 times as fast.
 */
export function maxOverPairs(scope: Scope, x: Tensor): Tensor {
  const [all, ...rest] = x.shape as readonly [Dim, ...number[]];
  const half = isOpen(all) ? { perSample: all.perSample / 2 } : all / 2;
  const pairs = Reshape(x, [half, 2, ...rest]);
  if (!scope.isTraining) return ReduceMax(pairs, [1]);
  return Reshape(Max(Slice(pairs, 1, 0, 1), Slice(pairs, 1, 1, 2)), [half, ...rest]);
}

/**
 * The linear part, with batch normalization's scale in the weights: [B, colours, S, S] → [B, width, S/2, S/2]. The
 * difference of two frames' outputs is the output of their difference.
 */
export function linearStem(scope: Scope, pictures: Tensor, options: AuGacnOptions): Tensor {
  const { scale } = affine(scope, options);
  return Conv(pictures, Mul(kernel(scope, options), Reshape(scale, [-1, 1, 1, 1])), { strides: 2, pads: 3 });
}

/** [N, L, …] → [N·L, …]. */
export function framesOf(features: Tensor): Tensor {
  const [batch, frames, ...rest] = features.shape as readonly [Dim, number, ...number[]];
  return Reshape(features, [countOf([batch, frames]), ...rest]);
}

/** What `stem` makes of frames less a neutral, from `linearStem` of either: [N, L, …] and [N, …] → [N·L/2, …]. */
export function stemOfDifferences(
  scope: Scope,
  features: Tensor,
  neutral: Tensor,
  options: AuGacnOptions,
): Tensor {
  const [batch, , ...rest] = features.shape as readonly [Dim, number, ...number[]];
  const still = Sub(neutral, Reshape(affine(scope, options).shift, [1, -1, 1, 1]));
  const y = framesOf(Sub(features, Reshape(still, [batch, 1, ...rest])));
  return maxOverPairs(scope, Relu(pool(y)));
}

const pool = (x: Tensor): Tensor => MaxPool(x, 3, { strides: 2, pads: 1 });

/** The weights times what the pictures lack. */
function kernel(scope: Scope, options: AuGacnOptions): Tensor {
  const shape = [options.width, options.luma ? 1 : 3, 7, 7];
  const weight = scope.within('conv').parameter('weight', shape, kaimingNormal(shape, 'out'));
  return Mul(weight, pictureScale(options));
}

/** Batch normalization after training is y = scale·x + shift. */
function affine(scope: Scope, { width }: AuGacnOptions): { readonly scale: Tensor; readonly shift: Tensor } {
  const { weight, bias, mean, variance } = batchNormalizationParameters(scope.within('bn'), width);
  const scale = Div(weight, Sqrt(Add(variance, EPSILON)));
  return { scale, shift: Sub(bias, Mul(mean, scale)) };
}

/** Batch normalization's own. */
const EPSILON = 1e-5;
