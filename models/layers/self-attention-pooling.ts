import {
  type Dim,
  Expand,
  GatherElements,
  GreaterOrEqual,
  Mul,
  Reshape,
  type Scope,
  Slice,
  Tanh,
  type Tensor,
  TopK,
  Where,
} from '../graph/index.ts';
import { graphConvolution } from './graph-convolution.ts';

export interface PooledGraph {
  /** [N, k, F]: the kept nodes' features, times their gates. */
  readonly nodes: Tensor;
  /** [N, A]: tanh of the score where a node is kept, else 0. */
  readonly gates: Tensor;
}

/**
 * Lee et al. 2019, "Self-attention graph pooling": a graph convolution gives each node a score, the `keep` highest stay
 * and are multiplied by tanh(score), through which the scores learn. x [N, A, F], adjacency [A, A].
 */
export function selfAttentionPooling(scope: Scope, x: Tensor, adjacency: Tensor, keep: number): PooledGraph {
  const [batch, count, features] = x.shape as readonly [Dim, number, number];
  const scores = Reshape(graphConvolution(scope.within('score'), x, adjacency, 1), [batch, count]);
  const { values, indices } = TopK(scores, keep);
  const everyFeature = Expand(Reshape(indices, [batch, keep, 1]), [batch, keep, features]);
  const nodes = Mul(GatherElements(x, everyFeature, 1), Reshape(Tanh(values), [batch, keep, 1]));
  const isKept = GreaterOrEqual(scores, Slice(values, 1, keep - 1, keep));
  return { nodes, gates: Where(isKept, Tanh(scores), 0) };
}
