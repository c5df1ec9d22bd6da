import {
  Concat,
  constant,
  type Dim,
  Mul,
  ReduceMax,
  ReduceMean,
  Relu,
  Reshape,
  type Scope,
  type Tensor,
  uniformByFanIn,
} from '../../graph/index.ts';
import { dropout, graphConvolution, linear, selfAttentionPooling } from '../../layers/index.ts';
import { auAdjacency } from '../au-graph.ts';
import type { NetworkOutputs } from '../network.ts';
import type { AuGacnOptions } from './options.ts';

/**
 * From the trunk's features [N, width]: a logit for each action unit; these as nodes of the AU graph through three
 * graph convolutions side by side; the best nodes read out; the emotion's logits.
 */
export function head(scope: Scope, features: Tensor, options: AuGacnOptions): NetworkOutputs {
  const { aus, emotions, nodeFeatures } = options;
  const auLogits = linear(scope.within('au'), features, aus.length);
  const adjacency = constant(options.adjacency ?? auAdjacency(aus), [aus.length, aus.length]);
  const layers: Tensor[] = [];
  let nodes = nodesOf(scope, features, auLogits, options);
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

/** [N, A, 1], or [N, A, width] whose sums over the last axis (and the bias) are the logits. */
function nodesOf(scope: Scope, features: Tensor, auLogits: Tensor, { nodeInput }: AuGacnOptions): Tensor {
  const [batch, count] = auLogits.shape as readonly [Dim, number];
  if (nodeInput === 'logit') return Reshape(auLogits, [batch, count, 1]);
  const width = features.shape[1] as number;
  const weight = scope.within('au').parameter('weight', [count, width], uniformByFanIn(width));
  return Mul(Reshape(features, [batch, 1, width]), weight);
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
