/**
 * The generator: a U-Net from a face at rest to the same face at the apex of an expression. What is asked for (noise
 * and class) enters at the narrowest place; graph reasoning goes over what is handed across at every level.
 */
import {
  Add,
  Concat,
  type Dim,
  LeakyRelu,
  Max,
  Min,
  Mul,
  ReduceMean,
  Relu,
  Reshape,
  type Scope,
  Sigmoid,
  Slice,
  Tanh,
  type Tensor,
  ZEROS,
} from '../../graph/index.ts';
import { displaced, instanceNormalization, linear, steered } from '../../layers/index.ts';
import { doubling, halving, squareConvolution } from './convolutions.ts';
import { releasedReasoning, SLOPE, textReasoning } from './graph-reasoning.ts';
import type { IceGanOptions } from './options.ts';

/**
 * A face at rest [N, 1, S, S] in [−1, 1], z [N, noise] and the class that is asked for [N, K] to a picture [N, 1, S, S]
 * in (−1, 1). Of model A there is none, and asking for it is our own bug.
 */
export function generate(
  scope: Scope,
  rest: Tensor,
  z: Tensor,
  asked: Tensor,
  options: IceGanOptions,
): Tensor {
  const { generator } = options;
  if (generator === 'A') throw new Error('internal: model A has no generator');
  const [batch] = rest.shape as readonly [Dim];
  const [noise, classes] = [z, asked].map((x) => Reshape(x, [batch, x.shape[1]!, 1, 1])) as [Tensor, Tensor];
  const told = options.conditioned === 'norms' ? asked : null;
  const decoder = scope.within('decoder');
  if (generator === 'B') return Tanh(decode(decoder, Concat([noise, classes], 1), [], told, 1, options));
  const { levels, face } = encode(scope.within('encoder'), rest, options);
  const seed = Concat([face, noise, classes], 1);
  const across = skips(scope.within('skips'), levels, options);
  if (options.paints === 'face') return Tanh(decode(decoder, seed, across, told, 1, options));
  const drawn = Tanh(decode(decoder, seed, across, told, 1 + AXES, options));
  const [added, motion] = [Slice(drawn, 1, 0, 1), Slice(drawn, 1, 1, 1 + AXES)];
  return Max(Min(Add(movedBy(rest, Mul(motion, options.seenPx * FARTHEST)), added), 1), -1);
}

/** Right and down. */
const AXES = 2;
/** Displacements end here, in parts of the picture's width: some 12 % of the distance between the eyes. */
const FARTHEST = 3 / 64;

/** A picture [N, 1, S, S] and how far its parts move, [N, 2, S, S] pixels. */
function movedBy(picture: Tensor, motion: Tensor): Tensor {
  const [batch, , side] = picture.shape as readonly [Dim, number, number];
  const one = (x: Tensor): Tensor => Reshape(x, [batch, 1, x.shape[1]!, side, side]);
  return Reshape(displaced(one(picture), one(motion)), [batch, 1, side, side]);
}

/** Channels of each level, from the one of half the picture's size to the one of 2 × 2. */
const levelWidths = ({ seenPx, width }: IceGanOptions): readonly number[] =>
  Array.from({ length: Math.log2(seenPx) - 1 }, (_, level) => width * Math.min(8, 2 ** level));

interface Encoded {
  readonly levels: readonly Tensor[];
  /** [N, bottleneck, 1, 1] */
  readonly face: Tensor;
}

function encode(scope: Scope, picture: Tensor, options: IceGanOptions): Encoded {
  const { spectralNorm, bottleneck } = options;
  const conv = (x: Tensor, name: string, channels: number): Tensor =>
    squareConvolution(scope.within(name), x, channels, halving(spectralNorm));
  const levels: Tensor[] = [];
  for (const [level, channels] of levelWidths(options).entries()) {
    const before = levels.at(-1);
    levels.push(
      before === undefined
        ? conv(picture, '1.conv', channels)
        : instanceNormalization(scope, conv(LeakyRelu(before, SLOPE), `${String(level + 1)}.conv`, channels)),
    );
  }
  return { levels, face: conv(LeakyRelu(levels.at(-1)!, SLOPE), 'face.conv', bottleneck) };
}

/**
 * What each level hands across. The authors' activations are in place, so what is handed over is the level after its
 * leaky ReLU, not before.
 */
function skips(scope: Scope, levels: readonly Tensor[], options: IceGanOptions): readonly Tensor[] {
  if (options.generator === 'C') return [];
  return levels.map((level, at) => {
    const f = LeakyRelu(level, SLOPE);
    const own = scope.within(String(at + 1));
    if (options.generator === 'D') return f;
    if (options.generator === 'E') return squeezeExcitation(own, f);
    return options.reasoning === 'released' ? releasedReasoning(own, f) : textReasoning(own, f);
  });
}

/** Hu et al. 2018: channels weighed by what all of them are on average. */
function squeezeExcitation(scope: Scope, f: Tensor): Tensor {
  const [batch, channels] = f.shape as readonly [Dim, number];
  const narrow = Math.max(1, Math.floor(channels / SQUEEZE));
  const squeezed = Relu(linear(scope.within('squeeze'), ReduceMean(f, [2, 3]), narrow));
  const weights = Sigmoid(linear(scope.within('excite'), squeezed, channels));
  return Mul(f, Reshape(weights, [batch, channels, 1, 1]));
}

const SQUEEZE = 16;

/** What is drawn, [N, planes, S, S], before it is bounded. `across` is empty, or has one tensor for each level. */
function decode(
  scope: Scope,
  seed: Tensor,
  across: readonly Tensor[],
  told: Tensor | null,
  planes: number,
  options: IceGanOptions,
): Tensor {
  const { spectralNorm } = options;
  let x = seed;
  for (const [level, channels] of [...levelWidths(options).entries()].reverse()) {
    const own = scope.within(`${String(level + 1)}.deconv`);
    const normed = instanceNormalization(scope, doubling(own, LeakyRelu(x, SLOPE), channels, spectralNorm));
    const y = told === null ? normed : steered(own.within('told'), normed, told);
    const handed = across[level];
    x = handed === undefined ? y : Concat([y, handed], 1);
  }
  const last = scope.within('picture.deconv');
  // What happens to a face is nothing at first and little later, which a spectral norm of 1 would not allow.
  return planes > 1
    ? doubling(last, LeakyRelu(x, SLOPE), planes, false, ZEROS)
    : doubling(last, LeakyRelu(x, SLOPE), planes, spectralNorm);
}
