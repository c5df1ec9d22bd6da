/**
 * ME-Recognizer, also NMER and EMR (Liu, Du, Zheng, Gedeon 2019, "A neural micro-expression recognizer"): ResNet-18
 * over the coloured flow from onset to apex, the upper and the lower face pooled apart; against the difference between
 * expressions of everyday size and micro-expressions, a domain classifier behind a reversed gradient.
 */
import {
  Add,
  Concat,
  type Dim,
  LogSoftmax,
  Mul,
  Neg,
  type Operand,
  ReduceMean,
  ReduceSum,
  Relu,
  Reshape,
  type Scope,
  Slice,
  Sub,
  Tanh,
  type Tensor,
} from '../../graph/index.ts';
import {
  dropout,
  gradientReversal,
  linear,
  normalizedConvolution,
  residualStage,
  stemPooling,
} from '../../layers/index.ts';
import type { FlowRequest, Network, NetworkGraph } from '../network.ts';
import { flowInputs, flowPicture } from './inputs.ts';
import { type BaselineOptions, baselineProblem, WINDOW } from './options.ts';

export interface MeRecognizerOptions extends BaselineOptions {
  /** Channels of the first stage; the later ones have 2, 4 and 8 times as many. */
  readonly width: number;
  /** Features of each half of the face. */
  readonly part: number;
  readonly dropout: number;
}

const PAPER: MeRecognizerOptions = { ...WINDOW, seenPx: 224, width: 64, part: 64, dropout: 0.1 };

export const ME_RECOGNIZER = {
  name: 'me-recognizer',
  summary: 'ME-Recognizer: ResNet-18 over coloured flow, upper and lower face apart (Liu et al. 2019)',
  presets: { paper: PAPER },
  takesAnySize: true,
  flowOf,
  problemWith: (options: MeRecognizerOptions): string | null =>
    // A 32nd of the side must have an upper and a lower half.
    baselineProblem(options, 64),
  build,
} as const satisfies Network<MeRecognizerOptions>;

function flowOf({ seenPx }: MeRecognizerOptions): FlowRequest {
  return { between: 'apex', count: 1, sizePx: seenPx, coding: 'hue' };
}

function build(scope: Scope, batch: Dim, options: MeRecognizerOptions): NetworkGraph {
  return meRecognizer(scope, batch, options);
}

export interface MeRecognizerGraph extends NetworkGraph {
  /** [N, 2·part]: what the domain classifier is shown. */
  readonly features: Tensor;
}

/** With its features, for the domain classifier. */
function meRecognizer(scope: Scope, batch: Dim, options: MeRecognizerOptions): MeRecognizerGraph {
  const { part, dropout: rate, emotions } = options;
  const inputs = flowInputs(batch, flowOf(options));
  const grid = resNet18(scope.within('backbone'), Mul(Sub(flowPicture(inputs.flow), 0.5), 2), options.width);
  const [upper, lower] = halves(grid).map((half, index) =>
    dropout(scope, Tanh(linear(scope.within(index === 0 ? 'upper' : 'lower'), half, part)), rate),
  ) as [Tensor, Tensor];
  const features = Concat([upper, lower], 1);
  const named = (name: string, from: Tensor): Tensor => linear(scope.within(name), from, emotions.length);
  const emotionLogits = named('full', features);
  const parts = [named('upper_emotion', upper), named('lower_emotion', lower)];
  return {
    inputs,
    outputs: { auLogits: null, emotionLogits, nodeScores: null },
    emotionLoss: (labels) =>
      [emotionLogits, ...parts].map((logits) => crossEntropy(logits, labels)).reduce((a, b) => Add(a, b)),
    features,
  };
}

/**
 * [N, 1]: the logit that a sample is of the domain of everyday expressions. Lowering its cross entropy teaches the
 * classifier to tell the domains apart and, behind the reversal, the features to hide which one it is. The original's
 * coefficient rises with the iterations: 2 / (1 + e^(−10·i/10000)) − 1.
 */
export function domainClassifier(scope: Scope, features: Tensor, coefficient: Operand): Tensor {
  const reversed = gradientReversal(features, coefficient);
  const first = dropout(scope, Relu(linear(scope.within('fc1'), reversed, 64)), 0.5);
  const second = dropout(scope, Relu(linear(scope.within('fc2'), first, 32)), 0.5);
  return linear(scope.within('fc3'), second, 1);
}

/** [N, 3, P, P] → [N, 8·width, P/32, P/32]. */
function resNet18(scope: Scope, x: Tensor, width: number): Tensor {
  const conv = { conv: 'conv1', bn: 'bn1', strides: 2, pads: 3 };
  let y = stemPooling(scope, Relu(normalizedConvolution(scope, x, width, [7, 7], conv)));
  for (const stage of [0, 1, 2, 3])
    y = residualStage(
      scope.within(`layer${String(stage + 1)}`),
      y,
      width * 2 ** stage,
      stage === 0 ? 1 : 2,
      2,
    );
  return y;
}

/** Means over the upper rows, of seven the first three, and over the others: [N, C] each. */
function halves(grid: Tensor): readonly Tensor[] {
  const [batch, channels, rows] = grid.shape as readonly [Dim, number, number, number];
  const middle = Math.floor(rows / 2);
  return [
    [0, middle],
    [middle, rows],
  ].map(([from, to]) => Reshape(ReduceMean(Slice(grid, 2, from!, to!), [2, 3]), [batch, channels]));
}

const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  Neg(ReduceMean(ReduceSum(Mul(labels, LogSoftmax(logits)), [1])));
