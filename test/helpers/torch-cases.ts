/**
 * The graphs whose values, gradients and second gradients test/oracles/autodiff.py had PyTorch compute, by its names.
 */
import {
  Abs,
  Add,
  AveragePool,
  BatchNormalization,
  BatchNormalizationTraining,
  Clip,
  Concat,
  constant,
  Conv,
  ConvTranspose,
  Div,
  Elu,
  Erf,
  Exp,
  Expand,
  Flip,
  Gather,
  GatherElements,
  Gemm,
  GlobalAveragePool,
  Greater,
  HardSigmoid,
  InstanceNormalization,
  LayerNormalization,
  LeakyRelu,
  Log,
  LogSoftmax,
  MatMul,
  Max,
  MaxPool,
  Min,
  Mul,
  Pad,
  Pow,
  product,
  Reciprocal,
  ReduceL2,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceSum,
  Relu,
  Reshape,
  ScatterElements,
  Scope,
  Sigmoid,
  Slice,
  Softmax,
  Softplus,
  Sqrt,
  Square,
  StopGradient,
  Sub,
  Tanh,
  type Tensor,
  TopK,
  Transpose,
  Where,
  whole,
} from '../../models/graph/index.ts';
import { gradients } from '../../models/autodiff/index.ts';
import { batchNormalization, lstm, resizeLinear, resizeNearest } from '../../models/layers/index.ts';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from '../../models/train/losses.ts';

/** Outputs, and the parameters that follow the inputs where a layer makes its own. */
export interface Built {
  readonly outputs: readonly Tensor[];
  readonly parameters: readonly Tensor[];
}

type Build = (...inputs: Tensor[]) => Tensor | readonly Tensor[] | Built;

/** The formula of the inputs: `low` … `high`, as in autodiff.py. */
export function wave(
  shape: readonly number[],
  seed: number,
  low = -1.5,
  high = 1.5,
): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: product(shape) }, (_, place) => {
    const p = place + 1;
    return low + (high - low) * (0.5 + 0.5 * Math.sin(1.7 * p + 0.013 * p * p + 2.3 * seed));
  });
}

const fixed = (shape: readonly number[], seed: number, low?: number, high?: number): Tensor =>
  constant(Array.from(wave(shape, seed, low, high)), shape);

const [twoByTwo, picked] = [whole([2, 2, 0, 1], [2, 2]), whole([2, 0, 2])];

export const TORCH_CASES: Readonly<Record<string, Build>> = {
  Exp,
  Log,
  Sqrt,
  Reciprocal,
  Erf,
  Abs,
  Relu,
  LeakyRelu: (x) => LeakyRelu(x, 0.2),
  Elu: (x) => Elu(x, 0.7),
  Sigmoid,
  HardSigmoid: (x) => HardSigmoid(x, 1 / 6, 0.5),
  Tanh,
  Softplus,
  Clip: (x) => Clip(x, -0.7, 0.9),
  'Add, broadcast': Add,
  'Mul, broadcast': Mul,
  'Div, broadcast': Div,
  Pow,
  'Max, Min': (a, b) => [Max(a, b), Min(a, b)],
  Where: (a, b) => Where(Greater(a, 0.2), Mul(a, b), b),

  'ReduceSum, ReduceMean': (x) => [ReduceSum(x, [0, 2]), ReduceMean(x, [1], { keepDims: true })],
  'ReduceMax, ReduceMin': (x) => [ReduceMax(x, [1, 2]), ReduceMin(x, [0], { keepDims: true })],
  Norm: (x) => ReduceL2(x, [1, 2]),
  Softmax: (x) => Softmax(x, 1),
  LogSoftmax: (x) => LogSoftmax(x),

  'Transpose, Reshape': (x) => Reshape(Transpose(x, [2, 0, 1]), [4, 6]),
  'Expand, Concat': (a, b) => Concat([Expand(a, [2, 3]), b], 1),
  'Slice, Flip': (x) => [Slice(x, 1, 1, 6, 2), Flip(x, [1])],
  Pad: (x) => Pad(x, [0, 1], [1, 2], 0.5),
  Gather: (x) => Gather(x, picked, 1),
  GatherElements: (x) => GatherElements(x, twoByTwo, 1),
  ScatterElements: (x, updates) => ScatterElements(x, twoByTwo, updates, 1),
  'TopK with GatherElements': (x, score) => {
    const { values, indices } = TopK(score, 2);
    const nodes = GatherElements(x, Expand(Reshape(indices, [2, 2, 1]), [2, 2, 3]), 1);
    return Mul(nodes, Reshape(Tanh(values), [2, 2, 1]));
  },

  'MatMul, broadcast': MatMul,
  'MatMul, from the left': MatMul,
  Gemm: (a, b, c) => Gemm(a, b, c, { transA: true, transB: true, alpha: 0.5, beta: 2 }),
  'Conv 1-D': (x, w, bias) => Conv(x, w, { bias: bias, strides: 2, pads: 1, dilations: 2 }),
  'Conv 1x1': (x, w) => Conv(x, w),
  'Conv 3x3': (x, w, bias) => Conv(x, w, { bias: bias, pads: 1 }),
  'Conv 4x4 strided': (x, w) => Conv(x, w, { strides: 2, pads: 1 }),
  'Conv strided, row left over': (x, w) => Conv(x, w, { strides: [2, 3] }),
  'Conv dilated': (x, w) => Conv(x, w, { pads: [2, 1], dilations: [2, 3] }),
  'Conv grouped': (x, w) => Conv(x, w, { pads: 1, strides: 2, group: 2 }),
  'Conv depthwise': (x, w) => Conv(x, w, { pads: 1, group: 3 }),
  'Conv 3-D': (x, w) => Conv(x, w, { pads: [0, 1, 1] }),
  'Conv 3-D grouped, strided, dilated': (x, w) =>
    Conv(x, w, { strides: [2, 1, 2], dilations: [2, 1, 2], pads: [1, 0, 1], group: 2 }),
  ConvTranspose: (x, w, bias) => ConvTranspose(x, w, { bias: bias, strides: 2, pads: 1 }),
  'ConvTranspose, output padding': (x, w) => ConvTranspose(x, w, { strides: 2, pads: 1, outputPadding: 1 }),
  'ConvTranspose, grouped, dilated': (x, w) => ConvTranspose(x, w, { pads: 1, group: 2, dilations: 2 }),
  'ConvTranspose 1-D': (x, w) => ConvTranspose(x, w, { strides: 2, pads: 1, outputPadding: 1 }),

  'MaxPool overlapping': (x) => MaxPool(x, 3, { strides: 2, pads: 1 }),
  'MaxPool 3-D': (x) => MaxPool(x, [2, 1, 2], { strides: [2, 1, 1] }),
  AveragePool: (x) => AveragePool(x, 2),
  'AveragePool, padding counted': (x) => AveragePool(x, 3, { strides: 2, pads: 1, countsPadding: true }),
  'AveragePool, padding left out': (x) => AveragePool(x, 3, { strides: 2, pads: 1 }),
  GlobalAveragePool,

  'BatchNormalization, training': (x, w, b) => BatchNormalizationTraining(x, w, b).y,
  'BatchNormalization, training, 2-D': (x, w, b) => BatchNormalizationTraining(x, w, b).y,
  'BatchNormalization, inference': (x, w, b) =>
    BatchNormalization(x, w, b, fixed([3], 60), fixed([3], 61, 0.5, 2)),
  'BatchNormalization, running statistics': (x) => {
    const scope = new Scope('training');
    batchNormalization(scope, x);
    return [...scope.updates.values(), x].map((y, k) => (k < 2 ? StopGradient(y) : y));
  },
  InstanceNormalization: (x, w, b) => InstanceNormalization(x, w, b),
  LayerNormalization: (x, w, b) => LayerNormalization(x, w, b),
  'LayerNormalization over two': (x, w, b) => LayerNormalization(x, w, b, 1),

  Lstm: (x) => {
    const scope = new Scope('training');
    return { outputs: [lstm(scope, x, 3).all], parameters: scope.parameters };
  },
  'Resize nearest': (x) => resizeNearest(x, 2),
  'Resize linear, larger': (x) => resizeLinear(x, 5, 8),
  'Resize linear, smaller': (x) => resizeLinear(x, 3, 2),
  'Cross-entropy, class weights': (x) =>
    softmaxCrossEntropy(x, constant([0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], [3, 4]), [1, 2, 0.5, 3]),
  'Binary cross-entropy': (x, y) => sigmoidCrossEntropy(x, y),
  'Binary cross-entropy, positives thrice': (x, y) => sigmoidCrossEntropy(x, y, 3),

  'Relu at 0': Relu,
  'LeakyRelu at 0': (x) => LeakyRelu(x, 0.2),
  'Elu at 0': (x) => Elu(x),
  'Abs at 0': Abs,
  'Clip at its bounds': (x) => Clip(x, -1, 2),
  'Norm of zeros': (x) => ReduceL2(x, [1]),
  'ReduceMax of equals': (x) => ReduceMax(x, [1]),
  'ReduceMin of equals': (x) => ReduceMin(x, [1]),
  'MaxPool of equals': (x) => MaxPool(x, 2, { strides: 1 }),

  'WGAN-GP penalty': (real, fake, ...parameters) => {
    const mixing = fixed([2, 1, 1, 1], 50, 0, 1);
    const between = StopGradient(Add(Mul(mixing, real), Mul(Sub(1, mixing), fake)));
    const [slope] = gradients(critic(between, parameters), [between]);
    return ReduceMean(Square(Sub(ReduceL2(Reshape(slope!, [2, -1]), [1]), 1)));
  },
};

function critic(x: Tensor, parameters: readonly Tensor[]): Tensor {
  const [w1, b1, w2, scale, shift, w3] = parameters as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const first = LeakyRelu(Conv(x, w1, { bias: b1, strides: 2, pads: 1 }), 0.2);
  const second = InstanceNormalization(Conv(first, w2, { strides: 2, pads: 1 }), scale, shift);
  return ReduceMean(Conv(LeakyRelu(second, 0.2), w3), [1, 2, 3]);
}
