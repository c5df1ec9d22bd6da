/**
 * ELRCN (Khor, See, Phan, Lin 2018, "Enriched long-term recurrent convolutional network for facial micro-expression
 * recognition"), the variant that sees optical flow alone: VGG-16 over the flow from each of ten frames to the next, an
 * LSTM over what it finds.
 */
import {
  Clip,
  countOf,
  type Dim,
  Flatten,
  MaxPool,
  Mul,
  Neg,
  Relu,
  Reshape,
  type Scope,
  Softplus,
  Sqrt,
  Slice,
  Square,
  Add,
  Concat,
  kaimingNormal,
  type Tensor,
  Transpose,
  ZEROS,
} from '../../graph/index.ts';
import { convolution, dropout, linear, lstm } from '../../layers/index.ts';
import type { FlowRequest, Network, NetworkGraph } from '../network.ts';
import { flowInputs } from './inputs.ts';
import { type BaselineOptions, baselineProblem, WINDOW } from './options.ts';

export interface ElrcnOptions extends BaselineOptions {
  /** Flows of a window. */
  readonly flows: number;
  /** Channels of the first convolution; the others have 2, 4 and 8 times as many. */
  readonly width: number;
  /** Of the two linear layers after the convolutions. */
  readonly hidden: number;
  readonly units: number;
  readonly readout: number;
  readonly dropout: number;
}

const PAPER: ElrcnOptions = {
  ...WINDOW,
  seenPx: 224,
  flows: 9,
  width: 64,
  hidden: 4096,
  units: 3000,
  readout: 128,
  dropout: 0.5,
};

export const ELRCN = {
  name: 'elrcn',
  summary: 'ELRCN: VGG-16 over nine optical flows, LSTM (Khor et al. 2018)',
  // The paper's begins with weights learnt on faces, which are not here: 220 million numbers are too many for a few
  // thousand clips, and too slow for a processor. Begun at random, it stays at chance for hundreds of steps where half
  // of what few channels say is dropped twice over.
  presets: { small: { ...PAPER, seenPx: 64, width: 16, hidden: 256, units: 128, dropout: 0 }, paper: PAPER },
  takesAnySize: true,
  flowOf,
  problemWith: (options: ElrcnOptions): string | null => baselineProblem(options, 32),
  build,
} as const satisfies Network<ElrcnOptions>;

function flowOf({ flows, seenPx }: ElrcnOptions): FlowRequest {
  return { between: 'steps', count: flows, sizePx: seenPx, coding: 'motion' };
}

/** VGG-16: convolutions of each stage, and how many times the first width they have. */
const STAGES = [
  [2, 1],
  [2, 2],
  [3, 4],
  [3, 8],
  [3, 8],
] as const;

function build(scope: Scope, batch: Dim, options: ElrcnOptions): NetworkGraph {
  const { flows, hidden, units, readout, emotions } = options;
  const inputs = flowInputs(batch, flowOf(options));
  const features = vgg(scope.within('vgg'), pictures(inputs.flow), options);
  const sequence = Reshape(features, [batch, flows, hidden]);
  const { last } = lstm(scope.within('lstm'), sequence, units, { gates: 'hard' });
  const read = Relu(linear(scope.within('fc1'), last, readout));
  const scores = linear(scope.within('fc2'), read, emotions.length);
  // The original ends in sigmoids σ and divides them by their sum in its loss: that is the softmax of log σ.
  const emotionLogits = Neg(Softplus(Neg(scores)));
  return { inputs, outputs: { auLogits: null, emotionLogits, nodeScores: null } };
}

/**
 * [N, 3, F, P, P] in % → [N·F, 3, P, P]: u, v and their length in pixels of the original's pictures, whatever size is
 * seen, cut off at ± 8. The original's pictures are these at 16 levels to the pixel about 128. Here nothing was learnt
 * on levels, and weights drawn at random want values whose spread is near 1: from one flow to the next a face that
 * moves does so by half a pixel.
 */
function pictures(flow: Tensor): Tensor {
  const [batch, , flows, height, width] = flow.shape as readonly [Dim, number, number, number, number];
  const [u, v] = [0, 1].map((axis) => Mul(Slice(flow, 1, axis, axis + 1), ORIGINAL_PX / 100)) as [
    Tensor,
    Tensor,
  ];
  const length = Sqrt(Add(Add(Square(u), Square(v)), SMALLEST_SQUARE));
  const all = Clip(Concat([u, v, length], 1), -FURTHEST_PX, FURTHEST_PX);
  return Reshape(Transpose(all, [0, 2, 1, 3, 4]), [countOf([batch, flows]), 3, height, width]);
}

const ORIGINAL_PX = 224;
/** 128 levels. */
const FURTHEST_PX = 8;
/** Keeps the square root's slope finite where nothing moves. */
const SMALLEST_SQUARE = 1e-12;

/** [B, 3, P, P] → [B, hidden]. */
function vgg(scope: Scope, x: Tensor, { width, hidden, dropout: rate }: ElrcnOptions): Tensor {
  let y = x;
  for (const [stage, [count, times]] of STAGES.entries()) {
    for (let layer = 0; layer < count; layer++)
      y = Relu(
        convolution(scope.within(`conv${String(stage + 1)}_${String(layer + 1)}`), y, width * times, [3, 3], {
          pads: 1,
          initializer: (shape) => kaimingNormal(shape),
          biasInitializer: ZEROS,
        }),
      );
    y = MaxPool(y, 2);
  }
  const fc6 = dropout(scope, rectified(scope.within('fc6'), Flatten(y), hidden), rate);
  return dropout(scope, rectified(scope.within('fc7'), fc6, hidden), rate);
}

/**
 * Linear, then rectified. Sixteen such layers follow each other, without normalization: each keeps the size of what it
 * is given, and begins without a bias, as Keras has it. Biases as large as a small motion would drown it.
 */
const rectified = (scope: Scope, x: Tensor, features: number): Tensor =>
  Relu(
    linear(scope, x, features, {
      initializer: kaimingNormal([features, x.shape.at(-1) as number]),
      biasInitializer: ZEROS,
    }),
  );
