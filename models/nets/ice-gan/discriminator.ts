/**
 * The discriminator: whether a picture is real, and what it expresses. On the four convolutions of a 70 × 70 PatchGAN
 * (Isola et al. 2017) stand capsules, or, as in Table IV, more convolutions.
 */
import {
  ArgMax,
  Cast,
  constant,
  type Dim,
  Equal,
  Flatten,
  LeakyRelu,
  Log,
  Add,
  Mul,
  normal,
  range,
  ReduceMean,
  Relu,
  Reshape,
  type Scope,
  Sigmoid,
  type Tensor,
  Transpose,
} from '../../graph/index.ts';
import { batchNormalization, capsuleLengths, linear, routedCapsules, squash } from '../../layers/index.ts';
import { halving, scatteredGains, squareConvolution } from './convolutions.ts';
import { SLOPE } from './graph-reasoning.ts';
import type { IceGanOptions } from './options.ts';

export interface CapsuleJudgement {
  readonly kind: 'capsule';
  /** [N, K, dExp] */
  readonly expressions: Tensor;
  /** [N, K]: how surely each class is there, in [0, 1). */
  readonly lengths: Tensor;
  /** [N, 1]: how surely the picture is real, in [0, 1). */
  readonly authenticity: Tensor;
}

export interface CnnJudgement {
  readonly kind: 'cnn';
  /** [N, K] */
  readonly logits: Tensor;
  /** [N, 1], a logit. */
  readonly authenticity: Tensor;
}

export type Judgement = CapsuleJudgement | CnnJudgement;

/** A picture [N, 1, S, S] in [−1, 1]. */
export function judge(scope: Scope, picture: Tensor, options: IceGanOptions): Judgement {
  const map = trunk(scope.within('trunk'), picture, options);
  return options.discriminator === 'capsule'
    ? judgeByCapsules(scope, map, options)
    : judgeByCnn(scope, map, options);
}

/** The classes' scores alone, larger for what is surer: what a recognizer's file holds. */
export function nameExpression(scope: Scope, picture: Tensor, options: IceGanOptions): Tensor {
  const judgement = judge(scope, picture, options);
  // The softmax of log lengths is their shares of the sum.
  return judgement.kind === 'capsule' ? Log(Add(judgement.lengths, SMALLEST)) : judgement.logits;
}

const SMALLEST = 1e-6;

/** [N, 1, S, S] → [N, 8·width, S/8 − 1, S/8 − 1]. */
function trunk(scope: Scope, picture: Tensor, { width, spectralNorm }: IceGanOptions): Tensor {
  const half = halving(spectralNorm);
  const first = squareConvolution(scope.within('1.conv'), picture, width, half);
  const normalized = (x: Tensor, name: string, channels: number, stride: number): Tensor =>
    LeakyRelu(
      normalizedByBatch(
        scope.within(`${name}.bn`),
        squareConvolution(scope.within(`${name}.conv`), x, channels, { ...half, stride, bias: false }),
      ),
      SLOPE,
    );
  const second = normalized(LeakyRelu(first, SLOPE), '2', 2 * width, 2);
  const third = normalized(second, '3', 4 * width, 2);
  return normalized(third, '4', 8 * width, 1);
}

function normalizedByBatch(scope: Scope, x: Tensor): Tensor {
  scatteredGains(scope, x.shape[1] as number);
  return batchNormalization(scope, x);
}

/** Kernel 2, stride 2, one pixel of zeros: 15 × 15 becomes 8 × 8. */
const gathering = (bias: boolean, spectralNorm: boolean) =>
  ({ kernel: 2, stride: 2, pad: 1, bias, spectralNorm }) as const;

function judgeByCapsules(scope: Scope, map: Tensor, options: IceGanOptions): CapsuleJudgement {
  const { primaryTypes, primarySize, emotions, dExp, dAdv, routings, spectralNorm } = options;
  const primary = squareConvolution(
    scope.within('primary'),
    map,
    primaryTypes * primarySize,
    gathering(true, spectralNorm),
  );
  const [batch, channels, height, width] = primary.shape as readonly [Dim, number, number, number];
  const capsules = squash(
    Reshape(Transpose(primary, [0, 2, 3, 1]), [
      batch,
      (height * width * channels) / primarySize,
      primarySize,
    ]),
  );
  const expressions = routedCapsules(scope.within('expression'), capsules, {
    count: emotions.length,
    size: dExp,
    routings,
    initializer: FIRST_VOTES,
  });
  const real = routedCapsules(scope.within('authenticity'), capsules, {
    count: 1,
    size: dAdv,
    routings,
    // Of one capsule a share over outputs would be 1 at once: nothing would be routed.
    sharesOver: 'inputs',
    initializer: FIRST_VOTES,
  });
  return {
    kind: 'capsule',
    expressions,
    lengths: capsuleLengths(expressions),
    authenticity: capsuleLengths(real),
  };
}

/**
 * With the authors' 0.01 lengths begin so near 0, where a squashed length has no slope, that their runs stay at chance
 * for a dozen epochs.
 */
const FIRST_VOTES = normal(0.05);

function judgeByCnn(
  scope: Scope,
  map: Tensor,
  { cnnWidth, emotions, spectralNorm }: IceGanOptions,
): CnnJudgement {
  const layer = (
    x: Tensor,
    name: string,
    shape: { readonly kernel: number; readonly stride: number; readonly pad: number },
  ): Tensor =>
    LeakyRelu(
      normalizedByBatch(
        scope.within(`${name}.bn`),
        squareConvolution(scope.within(`${name}.conv`), x, cnnWidth, { ...shape, bias: false, spectralNorm }),
      ),
      SLOPE,
    );
  const small = layer(map, '5', { kernel: 2, stride: 2, pad: 1 });
  const features = ReduceMean(layer(small, '6', { kernel: 4, stride: 1, pad: 0 }), [2, 3]);
  return {
    kind: 'cnn',
    logits: linear(scope.within('expression'), features, emotions.length),
    authenticity: linear(scope.within('authenticity'), features, 1),
  };
}

/**
 * The picture drawn again, [N, 1, S, S] in (0, 1), from the capsule of one class, the others blanked. `classes` [N, K]
 * has one 1 in each row: what is known while training, `surest` after it.
 */
export function redraw(
  scope: Scope,
  { expressions }: CapsuleJudgement,
  classes: Tensor,
  { decoderWidths, seenPx }: IceGanOptions,
): Tensor {
  const [batch, count] = expressions.shape as readonly [Dim, number];
  let x = Flatten(Mul(expressions, Reshape(classes, [batch, count, 1])));
  for (const [at, width] of decoderWidths.entries()) x = Relu(linear(scope.within(String(at + 1)), x, width));
  return Reshape(Sigmoid(linear(scope.within('picture'), x, seenPx * seenPx)), [batch, 1, seenPx, seenPx]);
}

/** One 1 in each row, where the longest capsule is. */
export function surest({ lengths }: CapsuleJudgement): Tensor {
  const count = lengths.shape[1] as number;
  const place = Cast(ArgMax(lengths, 1, { keepDims: true }), 'float32');
  return Cast(Equal(place, constant(range(count), [1, count])), 'float32');
}
