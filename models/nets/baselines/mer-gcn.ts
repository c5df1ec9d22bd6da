/**
 * MER-GCN (Lo, Xie, Shuai, Cheng 2020, "MER-GCN: micro-expression recognition based on relation modeling with graph
 * convolutional networks"), rebuilt after ML-GCN (Chen et al. 2019) as far as the literature describes it: a 3-D
 * residual network sees the clip, a graph of action units that no picture enters makes a classifier for each unit.
 */
import {
  Add,
  constant,
  type Dim,
  LeakyRelu,
  MatMul,
  MaxPool,
  range,
  ReduceMean,
  Relu,
  Reshape,
  type Scope,
  type Tensor,
  uniformByFanIn,
  xavierUniform,
} from '../../graph/index.ts';
import { basicBlock, graphConvolution, normalizedConvolution } from '../../layers/index.ts';
import { auAdjacency, CASME_II_AUS } from '../au-graph.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { clipInputs, lessNeutral, resampled, restingFace } from './inputs.ts';
import { baselineProblem, type ClipOptions, WINDOW } from './options.ts';

export interface MerGcnOptions extends ClipOptions {
  readonly seenFrames: number;
  /** Channels of the first block; the later ones have 2, 4 and 8 times as many. */
  readonly width: number;
  /** Features of a node after the first graph convolution. */
  readonly nodeFeatures: number;
  /** Â, [A, A] row-major, as `auAdjacency` makes it; null: from anatomy alone. */
  readonly adjacency: readonly number[] | null;
}

const REBUILT: MerGcnOptions = {
  ...WINDOW,
  input: 'pictures',
  aus: CASME_II_AUS,
  seenPx: 112,
  seenFrames: 16,
  width: 64,
  nodeFeatures: 256,
  adjacency: null,
};

export const MER_GCN = {
  name: 'mer-gcn',
  summary: 'MER-GCN: 3-D residual network, action units as a graph of classifiers (Lo et al. 2020)',
  presets: { rebuilt: REBUILT, neutral: { ...REBUILT, input: 'neutral' } },
  takesAnySize: true,
  problemWith,
  build,
} as const satisfies Network<MerGcnOptions>;

function problemWith(options: MerGcnOptions): string | null {
  const { aus, adjacency } = options;
  if (aus.length === 0) return 'it needs at least one action unit';
  if (adjacency !== null && adjacency.length !== aus.length ** 2)
    return `its graph has ${String(adjacency.length)} edges for ${String(aus.length)} action units`;
  return baselineProblem(options, 16);
}

function build(scope: Scope, batch: Dim, options: MerGcnOptions): NetworkGraph {
  const { aus, emotions, seenFrames, seenPx, width, nodeFeatures } = options;
  const inputs = clipInputs(batch, options);
  const clip = lessNeutral(resampled(inputs.clip, seenFrames, seenPx), restingFace(inputs, seenPx));
  const stem = normalizedConvolution(scope, clip, width, [3, 7, 7], {
    conv: 'conv1',
    bn: 'bn1',
    strides: [1, 2, 2],
    pads: [1, 3, 3],
  });
  let y = MaxPool(Relu(stem), 3, { strides: 2, pads: 1 });
  for (const stage of range(4))
    y = basicBlock(scope.within(`layer${String(stage + 1)}`), y, width * 2 ** stage, stage === 0 ? 1 : 2);
  const seen = ReduceMean(y, [2, 3, 4]);
  const count = aus.length;
  const adjacency = constant([...(options.adjacency ?? auAdjacency(aus))], [count, count]);
  // Nodes begin as rows of the unit matrix, so the first layer's Â·I·W is Â·W.
  const shape = [count, nodeFeatures];
  const first = MatMul(adjacency, scope.within('gcn1').parameter('weight', shape, xavierUniform(shape)));
  const classifiers = graphConvolution(scope.within('gcn2'), LeakyRelu(first, 0.2), adjacency, 8 * width, {
    bias: false,
  });
  // Columns instead of rows: a linear layer that reads one of the graph's outputs is fused by ONNX Runtime 1.30 into a
  // graph that it then refuses itself.
  const units = MatMul(classifiers, Reshape(seen, [batch, 8 * width, 1]));
  const auLogits = Reshape(units, [batch, count]);
  return {
    inputs,
    outputs: {
      auLogits,
      emotionLogits: emotionOf(scope.within('emotion'), units, emotions),
      nodeScores: null,
    },
  };
}

/** A linear layer from the units' column [N, A, 1] to [N, C]. */
function emotionOf(scope: Scope, units: Tensor, { length: classes }: readonly string[]): Tensor {
  const [batch, count] = units.shape as readonly [Dim, number];
  const weight = scope.parameter('weight', [classes, count], uniformByFanIn(count));
  const bias = scope.parameter('bias', [classes], uniformByFanIn(count));
  return Add(Reshape(MatMul(weight, units), [batch, classes]), bias);
}
