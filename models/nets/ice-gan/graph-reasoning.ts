/**
 * Graph reasoning over channels: pictures' channels are nodes, how alike they are is their graph, and what they say to
 * each other is added to what they were. In two forms: that of the authors' code and that of the paper's text.
 */
import {
  Add,
  Conv,
  ConvTranspose,
  type Dim,
  LeakyRelu,
  MatMul,
  Mul,
  Relu,
  Reshape,
  type Scope,
  type Tensor,
  TransposeLast,
  uniformByFanIn,
  xavierUniform,
  ZEROS,
  constant,
  normal,
} from '../../graph/index.ts';
import { convolution, instanceNormalization, linear } from '../../layers/index.ts';

type Grid = readonly [Dim, number, number, number];

/** Slope of every leaky ReLU of these networks. */
export const SLOPE = 0.2;

/**
 * As released, with m = C/4 nodes: P = φ(f), Q = θ(f), both [m, H·W]; M = P·Qᵀ/m; H = ReLU(M + M·Aᵀ + a) mixes nodes;
 * M̂ = W·H + w; the way back is M̂·Q, [m, H·W], through a 1×1 convolution to C. f + the normalized result.
 */
export function releasedReasoning(scope: Scope, f: Tensor): Tensor {
  const [batch, channels, height, width] = f.shape as Grid;
  const nodes = channels / 4;
  const flat = (name: string): Tensor =>
    Reshape(convolution(scope.within(name), f, nodes, [1, 1]), [batch, nodes, height * width]);
  const [p, q] = [flat('phi'), flat('theta')];
  const graph = Mul(MatMul(p, TransposeLast(q)), 1 / nodes);
  const mixed = Relu(Add(graph, linear(scope.within('adjacency'), graph, nodes)));
  const weight = scope.within('state').parameter('weight', [nodes, nodes], uniformByFanIn(nodes));
  const bias = scope.within('state').parameter('bias', [nodes], uniformByFanIn(nodes));
  const states = Add(MatMul(weight, mixed), Reshape(bias, [nodes, 1]));
  const back = Reshape(MatMul(states, q), [batch, nodes, height, width]);
  const said = convolution(scope.within('back'), back, channels, [1, 1], { bias: false });
  return Add(f, instanceNormalization(scope, said));
}

/**
 * As the text has it: T gathers the grid into N̂ super-nodes (16, or 4 where the grid has no more), f̂ = T(f) is
 * [C, N̂]; M = Φ·Θᵀ/√N̂ with Φ = f̂·φ, Θ = f̂·θ; M̂ = lrelu((A + I)·M·W), all [C, C]; M̂·f̂ goes back through the
 * transposed gathering. f + the normalized result. φ, θ, A, W have no bias.
 */
export function textReasoning(scope: Scope, f: Tensor): Tensor {
  const [batch, channels, height] = f.shape as Grid;
  const side = Math.max(1, height / SUPER_GRID);
  const grid = height / side;
  const count = grid * grid;
  const gathered = Conv(
    f,
    scope.within('gather').parameter('weight', [channels, channels, side, side], NARROW),
    {
      strides: side,
      bias: scope.within('gather').parameter('bias', [channels], ZEROS),
    },
  );
  const nodes = Reshape(gathered, [batch, channels, count]);
  const seen = (name: string): Tensor => linear(scope.within(name), nodes, count, { bias: false });
  const graph = Mul(MatMul(seen('phi'), TransposeLast(seen('theta'))), 1 / Math.sqrt(count));
  const square = [channels, channels];
  const adjacency = Add(scope.parameter('adjacency', square, NARROW), identity(channels));
  const weight = scope.parameter('weight', square, xavierUniform(square));
  const states = LeakyRelu(MatMul(MatMul(adjacency, graph), weight), SLOPE);
  const back = Reshape(MatMul(states, nodes), [batch, channels, grid, grid]);
  const said = ConvTranspose(
    back,
    scope.within('scatter').parameter('weight', [channels, channels, side, side], NARROW),
    { strides: side, bias: scope.within('scatter').parameter('bias', [channels], ZEROS) },
  );
  return Add(f, instanceNormalization(scope, said));
}

/** Super-nodes along each side. */
const SUPER_GRID = 4;
const NARROW = normal(0.02);

const identity = (size: number): Tensor =>
  constant(
    Float32Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0)),
    [size, size],
  );
