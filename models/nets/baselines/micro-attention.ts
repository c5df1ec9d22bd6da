/**
 * MicroAttention (Wang, Peng, Bi, Chen 2020, "Micro-attention for micro-expression recognition"): a short residual
 * network whose every unit looks where its own features are strongest. Its code is not public. `residual` is a
 * ten-layer residual network after the paper's description, `off-tanet` the form in which a later paper's code compares
 * with it.
 */
import {
  Add,
  type Dim,
  Flatten,
  type Initializer,
  kaimingNormal,
  MaxPool,
  Mul,
  product,
  range,
  ReduceMean,
  Relu,
  Reshape,
  type Scope,
  Softmax,
  type Tensor,
  Concat,
  Conv,
  uniformByFanIn,
  ZEROS,
} from '../../graph/index.ts';
import {
  batchNormalization,
  convolution,
  dropout,
  linear,
  normalizedConvolution,
  stemPooling,
} from '../../layers/index.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { flowInputs, flowPicture } from './inputs.ts';
import { apexFlow, type BaselineOptions, baselineProblem, WINDOW } from './options.ts';

export interface MicroAttentionOptions extends BaselineOptions {
  readonly form: 'residual' | 'off-tanet';
  /** Channels of the stem. */
  readonly width: number;
  /** Of the linear layer before the last, in the form `off-tanet`. */
  readonly hidden: number;
  readonly dropout: number;
}

const RESIDUAL: MicroAttentionOptions = {
  ...WINDOW,
  seenPx: 224,
  form: 'residual',
  width: 64,
  hidden: 4096,
  dropout: 0.5,
};

export const MICRO_ATTENTION = {
  name: 'micro-attention',
  summary: 'MicroAttention: residual units that weigh places by attention (Wang et al. 2020)',
  presets: { residual: RESIDUAL, 'off-tanet': { ...RESIDUAL, form: 'off-tanet', width: 32 } },
  takesAnySize: true,
  flowOf: apexFlow,
  problemWith: (options: MicroAttentionOptions): string | null => baselineProblem(options, 32),
  build,
} as const satisfies Network<MicroAttentionOptions>;

function build(scope: Scope, batch: Dim, options: MicroAttentionOptions): NetworkGraph {
  const inputs = flowInputs(batch, apexFlow(options));
  const flow = flowPicture(inputs.flow);
  const features =
    options.form === 'residual' ? residual(scope, flow, options) : offTanet(scope, flow, options);
  const emotionLogits = linear(scope.within('fc'), features, options.emotions.length);
  return { inputs, outputs: { auLogits: null, emotionLogits, nodeScores: null } };
}

/** [N, 3, P, P] → [N, 8·width]. */
function residual(scope: Scope, x: Tensor, { width }: MicroAttentionOptions): Tensor {
  const conv = { conv: 'conv1', bn: 'bn1', strides: 2, pads: 3 };
  let y = stemPooling(scope, Relu(normalizedConvolution(scope, x, width, [7, 7], conv)));
  for (const unit of range(4)) {
    const within = scope.within(`unit${String(unit + 1)}`);
    const [channels, strides] = [width * 2 ** unit, unit === 0 ? 1 : 2];
    const a = Relu(normalizedConvolution(within.within('a'), y, channels, [3, 3], { strides, pads: 1 }));
    const b = Relu(normalizedConvolution(within.within('b'), a, channels, [3, 3], { pads: 1 }));
    const m = strides === 1 ? y : normalizedConvolution(within.within('m'), y, channels, [1, 1], { strides });
    // Attention adds up to 1 over the places; times their number it is 1 on average and can be seen beside the 1. It
    // begins even: drawn at random, it would begin by making single places a hundred times as large.
    y = weighed(b, m, places(within.within('attention'), [a, b, m], 1, ZEROS), 'mean');
  }
  return ReduceMean(y, [2, 3]);
}

/** [N, 3, P, P] → [N, hidden]. */
function offTanet(scope: Scope, x: Tensor, options: MicroAttentionOptions): Tensor {
  const three = { pads: 1 };
  let y = stemPooling(
    scope,
    Relu(convolution(scope.within('conv1'), x, options.width, [7, 7], { strides: 2, pads: 3 })),
  );
  for (const unit of range(3)) {
    const within = scope.within(`unit${String(unit + 1)}`);
    const channels = options.width * 2 ** (unit + 1);
    const biased = (name: string, from: Tensor): Tensor =>
      Relu(
        batchNormalization(
          within.within(`${name}.bn`),
          convolution(within.within(`${name}.conv`), from, channels, [3, 3], three),
        ),
      );
    const a = biased('a', y);
    const b = biased('b', a);
    const m = convolution(within.within('m'), y, channels, [1, 1]);
    y = MaxPool(weighed(b, m, places(within.within('attention'), [a, b, m], 3 * channels), 'sum'), 2);
  }
  const hidden = Relu(linear(scope.within('hidden'), Flatten(y), options.hidden));
  return dropout(scope, hidden, options.dropout);
}

/**
 * [N, 1, H, W]: how much each place counts, the softmax over all of them of a 1×1 convolution of everything the unit
 * has seen. The mean of `outputs` channels of it is one convolution with their mean weights.
 */
function places(scope: Scope, seen: readonly Tensor[], outputs: number, first?: Initializer): Tensor {
  const all = Concat(seen, 1);
  const [batch, channels, height, width] = all.shape as readonly [Dim, number, number, number];
  const shape = [outputs, channels, 1, 1];
  const weight = scope.parameter('weight', shape, first ?? kaimingNormal(shape));
  const bias = scope.parameter('bias', [outputs], uniformByFanIn(channels));
  const scores = Conv(all, ReduceMean(weight, [0], { keepDims: true }), {
    bias: ReduceMean(bias, [0], { keepDims: true }),
  });
  const flat = Softmax(Reshape(scores, [batch, height * width]), 1);
  return Reshape(flat, [batch, 1, height, width]);
}

/** (b + m)·(1 + attention), with an attention that is 1 on average, or in all. */
function weighed(b: Tensor, m: Tensor, attention: Tensor, total: 'mean' | 'sum'): Tensor {
  const count = product((attention.shape as readonly number[]).slice(2));
  return Mul(Add(b, m), Add(total === 'mean' ? Mul(attention, count) : attention, 1));
}
