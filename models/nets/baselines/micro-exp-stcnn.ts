/**
 * MicroExpSTCNN (Reddy, Karri, Dubey, Mukherjee 2019, "Spontaneous facial micro-expression recognition using 3D
 * spatiotemporal convolutional neural networks"): one 3-D convolution over brightness, one pool, two linear layers.
 */
import {
  Conv,
  type Dim,
  Flatten,
  MaxPool,
  normal,
  Relu,
  type Scope,
  Sub,
  Transpose,
  xavierUniform,
  ZEROS,
} from '../../graph/index.ts';
import { dropout, linear, luma } from '../../layers/index.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { clipInputs, lessNeutral, resampled, restingFace } from './inputs.ts';
import { baselineProblem, type ClipOptions, WINDOW } from './options.ts';

export interface MicroExpStcnnOptions extends ClipOptions {
  /**
   * Frames that it sees: 96 for long videos, 18 for clips. The kernel spans 15 and the pool 3: fewer than 17 leave
   * nothing.
   */
  readonly seenFrames: number;
  readonly filters: number;
  readonly hidden: number;
  readonly dropout: number;
}

const FEWEST_FRAMES = 17;
const KERNEL = [3, 3, 15] as const;

const PAPER: MicroExpStcnnOptions = {
  ...WINDOW,
  input: 'pictures',
  seenPx: 64,
  seenFrames: 18,
  filters: 32,
  hidden: 128,
  dropout: 0.5,
};

export const MICRO_EXP_STCNN = {
  name: 'micro-exp-stcnn',
  summary: 'MicroExpSTCNN: one 3-D convolution over brightness (Reddy et al. 2019)',
  presets: { paper: PAPER, long: { ...PAPER, seenFrames: 96 }, neutral: { ...PAPER, input: 'neutral' } },
  takesAnySize: true,
  problemWith: (options: MicroExpStcnnOptions): string | null =>
    options.seenFrames < FEWEST_FRAMES
      ? `it needs to see ${String(FEWEST_FRAMES)} frames or more, not ${String(options.seenFrames)}`
      : baselineProblem(options, 5),
  build,
} as const satisfies Network<MicroExpStcnnOptions>;

function build(scope: Scope, batch: Dim, options: MicroExpStcnnOptions): NetworkGraph {
  const inputs = clipInputs(batch, options);
  const { seenPx, seenFrames } = options;
  const frames = resampled(luma(inputs.clip), seenFrames, seenPx);
  const rest = restingFace(inputs, seenPx);
  // The original takes the mean of all clips off; around a half it is the same but for the bias.
  const around = rest === null ? Sub(frames, 0.5) : lessNeutral(frames, luma(rest));
  const volume = Transpose(around, [0, 1, 3, 4, 2]);
  const conv = scope.within('conv');
  const shape = [options.filters, 1, ...KERNEL];
  const seen = Relu(
    Conv(volume, conv.parameter('weight', shape, xavierUniform(shape)), {
      bias: conv.parameter('bias', [options.filters], ZEROS),
    }),
  );
  const pooled = Flatten(dropout(scope, MaxPool(seen, 3), options.dropout));
  const hidden = Relu(linear(scope.within('fc1'), pooled, options.hidden, { initializer: normal(0.05) }));
  const emotionLogits = linear(
    scope.within('fc2'),
    dropout(scope, hidden, options.dropout),
    options.emotions.length,
    { initializer: normal(0.05) },
  );
  return { inputs, outputs: { auLogits: null, emotionLogits, nodeScores: null } };
}
