/** The types of an operator's outputs, from its inputs and attributes: one entry per operator. */
import type {
  ConvAttributes,
  OperatorAttributes,
  OperatorName,
  OverAxes,
  PoolAttributes,
  SliceAttributes,
} from './attributes.ts';
import { broadcast, countOf, type Dim, isOpen, sameDim, sameShape, type Shape, shapeText } from './shape.ts';
import type { TensorInfo } from './tensor-info.ts';

type Inference<Name extends OperatorName> = (
  inputs: readonly TensorInfo[],
  attributes: OperatorAttributes[Name],
) => readonly TensorInfo[];

export function inferTypes<Name extends OperatorName>(
  operator: Name,
  inputs: readonly TensorInfo[],
  attributes: OperatorAttributes[Name],
): readonly TensorInfo[] {
  return (INFERENCES[operator] as Inference<Name>)(inputs, attributes);
}

const float = (shape: Shape): readonly TensorInfo[] => [{ shape, type: 'float32' }];

const asInput = ([x]: readonly TensorInfo[]): readonly TensorInfo[] => [{ shape: x!.shape, type: x!.type }];

function arithmetic([a, b]: readonly TensorInfo[]): readonly TensorInfo[] {
  if (a!.type !== b!.type) throw new Error(`internal: ${a!.type} and ${b!.type} do not mix`);
  return [{ shape: broadcast(a!.shape, b!.shape), type: a!.type }];
}

const comparison = ([a, b]: readonly TensorInfo[]): readonly TensorInfo[] => [
  { shape: broadcast(a!.shape, b!.shape), type: 'bool' },
];

const reduction = ([x]: readonly TensorInfo[], attributes: OverAxes): readonly TensorInfo[] => [
  { shape: reduced(x!.shape, attributes.axes, attributes.keepDims), type: x!.type },
];

const INFERENCES: { readonly [Name in OperatorName]: Inference<Name> } = {
  Input: (_, { shape, type }) => [{ shape, type }],
  Noise: (_, { shape }) => float(shape),
  Parameter: (_, { shape }) => float(shape),
  Constant: (_, { shape, type }) => [{ shape, type }],

  Neg: asInput,
  Abs: asInput,
  Sign: asInput,
  Exp: asInput,
  Log: asInput,
  Sqrt: asInput,
  Reciprocal: asInput,
  Floor: asInput,
  Erf: asInput,
  Relu: asInput,
  LeakyRelu: asInput,
  Elu: asInput,
  Sigmoid: asInput,
  HardSigmoid: asInput,
  Tanh: asInput,
  Softplus: asInput,
  Clip: asInput,
  Not: asInput,
  Cast: ([x], { to }) => [{ shape: x!.shape, type: to }],
  StopGradient: asInput,

  Add: arithmetic,
  Sub: arithmetic,
  Mul: arithmetic,
  Div: arithmetic,
  Pow: arithmetic,
  Max: arithmetic,
  Min: arithmetic,
  Equal: comparison,
  Greater: comparison,
  GreaterOrEqual: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  And: comparison,
  Or: comparison,
  Where: ([condition, yes, no]) => [
    { shape: broadcast(condition!.shape, broadcast(yes!.shape, no!.shape)), type: yes!.type },
  ],

  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceL2: reduction,
  ArgMax: ([x], { axis, keepDims }) => [{ shape: reduced(x!.shape, [axis], keepDims), type: 'int64' }],
  Softmax: asInput,
  LogSoftmax: asInput,

  Reshape: ([x], { shape }) => {
    if (!sameDim(countOf(x!.shape), countOf(shape)))
      throw new Error(`internal: ${shapeText(x!.shape)} cannot be reshaped to ${shapeText(shape)}`);
    return [{ shape, type: x!.type }];
  },
  Transpose: ([x], { perm }) => [{ shape: perm.map((axis) => x!.shape[axis]!), type: x!.type }],
  Expand: ([x], { shape }) => {
    if (!sameShape(broadcast(x!.shape, shape), shape))
      throw new Error(`internal: ${shapeText(x!.shape)} does not expand to ${shapeText(shape)}`);
    return [{ shape, type: x!.type }];
  },
  Concat: (inputs, { axis }) => [{ shape: concatenated(inputs, axis), type: inputs[0]!.type }],
  Slice: ([x], attributes) => [{ shape: sliced(x!.shape, attributes), type: x!.type }],
  Pad: ([x], { before, after }) => [
    { shape: x!.shape.map((dim, axis) => plus(dim, before[axis]! + after[axis]!)), type: x!.type },
  ],
  Gather: ([x, indices], { axis }) => [
    { shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)], type: x!.type },
  ],
  GatherElements: ([x, indices]) => [{ shape: indices!.shape, type: x!.type }],
  ScatterElements: asInput,
  TopK: ([x], { axis, k }) => {
    const shape = x!.shape.map((dim, at) => (at === axis ? k : dim));
    return [
      { shape, type: x!.type },
      { shape, type: 'int64' },
    ];
  },

  MatMul: ([a, b]) => float(multiplied(a!.shape, b!.shape)),
  Conv: ([x, w], attributes) => {
    if (!sameDim(x!.shape[1]!, (w!.shape[1] as number) * attributes.group))
      throw new Error(
        `internal: a convolution by ${shapeText(w!.shape)} does not fit ${shapeText(x!.shape)}`,
      );
    const kernel = w!.shape.slice(2) as readonly number[];
    return float([x!.shape[0]!, w!.shape[0]!, ...convolvedSize(spatial(x!.shape), kernel, attributes)]);
  },
  ConvInputGradient: ([w, dy], { group, inputSize }) =>
    float([dy!.shape[0]!, (w!.shape[1] as number) * group, ...inputSize]),
  ConvWeightGradient: ([x, dy], { group, kernel }) =>
    float([dy!.shape[1]!, (x!.shape[1] as number) / group, ...kernel]),

  MaxPool: ([x], attributes) => {
    const shape = pooled(x!.shape, attributes);
    return [
      { shape, type: 'float32' },
      { shape, type: 'int64' },
    ];
  },
  AveragePool: ([x], attributes) => float(pooled(x!.shape, attributes)),
  AveragePoolGradient: ([dy], { inputSize }) => float([dy!.shape[0]!, dy!.shape[1]!, ...inputSize]),

  BatchNormalization: ([x]) => float(x!.shape),
  BatchNormalizationTraining: ([x, scale]) => [
    { shape: x!.shape, type: 'float32' },
    { shape: scale!.shape, type: 'float32' },
    { shape: scale!.shape, type: 'float32' },
  ],
  InstanceNormalization: ([x]) => float(x!.shape),
  LayerNormalization: ([x]) => float(x!.shape),
};

/** Output size of a convolution: floor((size + padding − dilation·(kernel − 1) − 1) / stride) + 1. */
export const convolvedSize = (
  size: readonly number[],
  kernel: readonly number[],
  { before, after, dilations, strides }: Omit<ConvAttributes, 'group'>,
): readonly number[] =>
  size.map((length, axis) => {
    const reach = dilations[axis]! * (kernel[axis]! - 1) + 1;
    const out = Math.floor((length + before[axis]! + after[axis]! - reach) / strides[axis]!) + 1;
    if (out < 1) throw new Error(`internal: a kernel of ${String(reach)} is larger than ${String(length)}`);
    return out;
  });

/** The dimensions after batch and channels, which are never open. */
export function spatial(shape: Shape): readonly number[] {
  return shape.slice(2).map((dim) => {
    if (isOpen(dim)) throw new Error(`internal: ${shapeText(shape)} is open in a spatial dimension`);
    return dim;
  });
}

function pooled(shape: Shape, { kernel, ...attributes }: PoolAttributes): Shape {
  const dilations = kernel.map(() => 1);
  return [shape[0]!, shape[1]!, ...convolvedSize(spatial(shape), kernel, { ...attributes, dilations })];
}

const reduced = (shape: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  keepDims
    ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !axes.includes(axis));

function concatenated(inputs: readonly TensorInfo[], axis: number): Shape {
  const [first] = inputs;
  const total = inputs.reduce<number>((sum, { shape }) => {
    if (!sameShape(without(shape, axis), without(first!.shape, axis)))
      throw new Error(`internal: ${shapeText(shape)} is not joined to ${shapeText(first!.shape)}`);
    return sum + (shape[axis] as number);
  }, 0);
  return first!.shape.map((dim, at) => (at === axis ? total : dim));
}

const without = (shape: Shape, axis: number): Shape => shape.filter((_, at) => at !== axis);

const sliced = (shape: Shape, { axes, starts, ends, steps }: SliceAttributes): Shape =>
  shape.map((dim, axis) => {
    const k = axes.indexOf(axis);
    if (k < 0) return dim;
    return Math.max(0, Math.ceil((ends[k]! - starts[k]!) / steps[k]!));
  });

function plus(dim: Dim, more: number): Dim {
  if (more === 0) return dim;
  if (isOpen(dim)) throw new Error('internal: the batch cannot be padded');
  return dim + more;
}

function multiplied(a: Shape, b: Shape): Shape {
  if (a.length < 2 || b.length < 2 || !sameDim(a.at(-1)!, b.at(-2)!))
    throw new Error(`internal: ${shapeText(a)} and ${shapeText(b)} cannot be multiplied`);
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
}
