import {
  Add,
  Concat,
  constant,
  type Dim,
  Div,
  filledWith,
  MatMul,
  Mul,
  ReduceMax,
  ReduceMean,
  ReduceSum,
  Relu,
  type Scope,
  type Tensor,
  Transpose,
  uniformByFanIn,
  Unsqueeze,
} from '../../graph/index.ts';
import { dropout, graphConvolution, linear, selfAttentionPooling } from '../../layers/index.ts';
import { auAdjacency } from '../au-graph.ts';
import type { UnitOutputs } from '../network.ts';
import type { AuGacnOptions } from './options.ts';

/**
 * From the trunk's features [N, width, P]: a logit for each action unit; these as nodes of the AU graph through three
 * graph convolutions side by side; the best nodes read out; the emotion's logits.
 */
export function head(scope: Scope, features: Tensor, options: AuGacnOptions): UnitOutputs {
  const { aus, emotions, nodeFeatures } = options;
  const weighted = weightedFeatures(scope.within('au'), features, options);
  const bias = scope.within('au').parameter('bias', [aus.length], filledWith(RARE));
  const auLogits = Add(ReduceSum(weighted, [2]), bias);
  const adjacency = constant(options.adjacency ?? auAdjacency(aus), [aus.length, aus.length]);
  const layers: Tensor[] = [];
  let nodes = options.nodeInput === 'trunk' ? weighted : Unsqueeze(auLogits, [2]);
  for (const name of ['gcn1', 'gcn2', 'gcn3']) {
    nodes = Relu(graphConvolution(scope.within(name), nodes, adjacency, nodeFeatures));
    layers.push(nodes);
  }
  const { kept, gates } = chooseNodes(scope, Concat(layers, 2), adjacency, options);
  const readout = Concat([ReduceMean(kept, [1]), ReduceMax(kept, [1])], 1);
  const first = dropout(scope, Relu(linear(scope.within('fc1'), readout, 64)), options.dropout);
  const second = Relu(linear(scope.within('fc2'), first, 32));
  const emotionLogits = linear(scope.within('fc3'), second, emotions.length);
  return { auLogits, emotionLogits, nodeScores: gates };
}

/**
 * One window in eight shows a given action unit: σ(−2) = 0.12. Starting there, the first hundreds of steps are not
 * spent on learning that action units are rare.
 */
const RARE = -2;

/** [N, A, width]: each action unit's features times its weights. Their sums and the bias are the logits. */
function weightedFeatures(scope: Scope, features: Tensor, { aus, pooling }: AuGacnOptions): Tensor {
  const [, width, places] = features.shape as readonly [Dim, number, number];
  if (pooling === 'mean') {
    const weight = scope.parameter('weight', [aus.length, width], uniformByFanIn(width));
    return Mul(Transpose(ReduceMean(features, [2], { keepDims: true }), [0, 2, 1]), weight);
  }
  // One product for each channel: [width, N, P] × [width, P, A]. Divided by √P, it begins as large as a mean's, and a
  // step of Adam, which is as long for each weight, moves a logit no further than there.
  const weight = scope.parameter('weight', [width, places, aus.length], uniformByFanIn(width));
  const byChannel = MatMul(Transpose(features, [1, 0, 2]), weight);
  return Transpose(Div(byChannel, Math.sqrt(places)), [1, 2, 0]);
}

function chooseNodes(
  scope: Scope,
  nodes: Tensor,
  adjacency: Tensor,
  { aus, graphPooling, poolingRatio }: AuGacnOptions,
): { readonly kept: Tensor; readonly gates: Tensor | null } {
  if (!graphPooling) return { kept: nodes, gates: null };
  const pooled = selfAttentionPooling(
    scope.within('pool'),
    nodes,
    adjacency,
    Math.ceil(poolingRatio * aus.length),
  );
  return { kept: pooled.nodes, gates: pooled.gates };
}
