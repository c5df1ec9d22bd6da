/**
 * ICE-GAN (Yu, Zhang, Song and Zhang 2021, "ICE-GAN: Identity-aware and capsule-enhanced GAN with graph-based reasoning
 * for micro-expression recognition and synthesis"): a generator that makes the apex of an expression of a face at rest,
 * and a discriminator whose capsules name the expression. Pictures are brightness alone.
 */
import { type Dim, input, Reshape, type Scope, Slice, Sub, type Tensor, Mul, Add } from '../graph/index.ts';
import { luma, resizeLinear } from '../layers/index.ts';
import { nameExpression } from './ice-gan/discriminator.ts';
import { generate } from './ice-gan/generator.ts';
import { type IceGanOptions, PAPER, problemWith, SMALL } from './ice-gan/options.ts';
import type { Network, NetworkGraph } from './network.ts';

export {
  type CapsuleJudgement,
  judge,
  type Judgement,
  nameExpression,
  redraw,
  surest,
} from './ice-gan/discriminator.ts';
export { generate } from './ice-gan/generator.ts';
export type { IceGanOptions } from './ice-gan/options.ts';

/** Names of the two networks' parameters begin with these. */
export const GENERATOR = 'generator';
export const DISCRIMINATOR = 'discriminator';

/**
 * The discriminator's trunk and expression capsules as a recognizer: of a window it sees the frame in the middle, where
 * its apex lies. Decoder and authenticity are left out, a hundredth of the numbers remains.
 */
export const ICE_GAN = {
  name: 'ice-gan',
  summary: 'ICE-GAN: makes the apex of a face at rest, names expressions by capsules (Yu et al. 2021)',
  presets: { paper: PAPER, small: SMALL },
  takesAnySize: true,
  problemWith,
  build,
} as const satisfies Network<IceGanOptions>;

function build(scope: Scope, batch: Dim, options: IceGanOptions): NetworkGraph {
  const { frames, sizePx } = options;
  const clip = input('clip', [batch, 3, frames, sizePx, sizePx]);
  const middle = Math.floor(frames / 2);
  const apex = Reshape(luma(Slice(clip, 2, middle, middle + 1)), [batch, 1, sizePx, sizePx]);
  const logits = nameExpression(scope.within(DISCRIMINATOR), toSeen(apex, options), options);
  return {
    inputs: { clip, neutral: null },
    outputs: { auLogits: null, emotionLogits: logits, nodeScores: null },
  };
}

/** [N, 1, P, P] in [0, 1] to what the networks see: [N, 1, S, S] in [−1, 1]. */
export function toSeen(picture: Tensor, { seenPx }: IceGanOptions): Tensor {
  const sized = picture.shape[2] === seenPx ? picture : resizeLinear(picture, seenPx, seenPx);
  return Sub(Mul(sized, 2), 1);
}

/** And back: [N, 1, S, S] in [−1, 1] to [N, 1, P, P] in [0, 1]. */
function fromSeen(picture: Tensor, sizePx: number): Tensor {
  const level = Mul(Add(picture, 1), 0.5);
  return picture.shape[2] === sizePx ? level : resizeLinear(level, sizePx, sizePx);
}

export interface GeneratorGraph {
  readonly inputs: {
    /** [N, 1, P, P] in [0, 1], called `rest`. */
    readonly rest: Tensor;
    /** [N, noise], normal, called `z`. */
    readonly z: Tensor;
    /** [N, K], one 1 in each row, called `asked`. */
    readonly asked: Tensor;
  };
  /** [N, 1, P, P] in [0, 1]. */
  readonly apex: Tensor;
}

/** The generator as it is run after training. */
export function buildGenerator(scope: Scope, batch: Dim, options: IceGanOptions): GeneratorGraph {
  const { sizePx, noise, emotions } = options;
  const rest = input('rest', [batch, 1, sizePx, sizePx]);
  const z = input('z', [batch, noise]);
  const asked = input('asked', [batch, emotions.length]);
  const made = generate(scope.within(GENERATOR), toSeen(rest, options), z, asked, options);
  return { inputs: { rest, z, asked }, apex: fromSeen(made, sizePx) };
}
