/**
 * Every operator a graph is made of, with its attributes. They are ONNX's operators under ONNX's names, but for the
 * leaves and for a few that are written as several ONNX nodes when a graph is emitted (`lower/`): the three gradients
 * of a convolution, of which each is the other two's gradient, and the like for average pooling.
 *
 * Three tables have one entry per operator, and the compiler lists a missing one: types (`infer.ts`), gradients
 * (`../autodiff/rules`), and how it is written (`emit.ts`).
 */
import type { Initializer } from './initializers.ts';
import type { ElementType } from './tensor-info.ts';
import type { Shape } from './shape.ts';

export interface OperatorAttributes {
  // Leaves
  Input: { readonly name: string; readonly shape: Shape; readonly type: ElementType };
  /** Uniform in [0, 1), new at every step; whoever runs the graph fills it from a seeded generator. */
  Noise: { readonly name: string; readonly shape: Shape };
  Parameter: ParameterAttributes;
  Constant: ConstantAttributes;

  // Element by element, one input
  Neg: None;
  Abs: None;
  Sign: None;
  Exp: None;
  Log: None;
  Sqrt: None;
  Reciprocal: None;
  Floor: None;
  Erf: None;
  Relu: None;
  LeakyRelu: { readonly alpha: number };
  Elu: { readonly alpha: number };
  Sigmoid: None;
  HardSigmoid: { readonly alpha: number; readonly beta: number };
  Tanh: None;
  Softplus: None;
  Clip: { readonly min: number; readonly max: number };
  Not: None;
  Cast: { readonly to: ElementType };
  /** The value without its history: no gradient flows back. */
  StopGradient: None;

  // Element by element, broadcasting
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Pow: None;
  Max: None;
  Min: None;
  Equal: None;
  Greater: None;
  GreaterOrEqual: None;
  Less: None;
  LessOrEqual: None;
  And: None;
  Or: None;
  Where: None;

  // Over axes (counted from the front)
  ReduceSum: OverAxes;
  ReduceMean: OverAxes;
  ReduceMax: OverAxes;
  ReduceMin: OverAxes;
  ReduceL2: OverAxes;
  ArgMax: { readonly axis: number; readonly keepDims: boolean };
  Softmax: { readonly axis: number };
  LogSoftmax: { readonly axis: number };

  // Layout
  Reshape: { readonly shape: Shape };
  Transpose: { readonly perm: readonly number[] };
  Expand: { readonly shape: Shape };
  Concat: { readonly axis: number };
  Slice: SliceAttributes;
  /** `before` and `after` per axis; filled with `value`. */
  Pad: { readonly before: readonly number[]; readonly after: readonly number[]; readonly value: number };
  Gather: { readonly axis: number };
  GatherElements: { readonly axis: number };
  /** Adds the updates: `reduction` is `add`. */
  ScatterElements: { readonly axis: number };
  TopK: { readonly axis: number; readonly k: number; readonly largest: boolean };

  // Linear
  MatMul: None;
  /** x [N,C,…], w [K,C/group,…k] → [N,K,…]. */
  Conv: ConvAttributes;
  /** w, dy → dx: what a transposed convolution computes. */
  ConvInputGradient: ConvAttributes & { readonly inputSize: readonly number[] };
  /** x, dy → dw. */
  ConvWeightGradient: ConvAttributes & { readonly kernel: readonly number[] };

  // Pooling
  /** Values, and flat indices over the whole tensor. */
  MaxPool: PoolAttributes;
  /** Padding counts as zeros. */
  AveragePool: PoolAttributes;
  AveragePoolGradient: PoolAttributes & { readonly inputSize: readonly number[] };

  // Normalization
  /** x, scale, bias, mean, variance. */
  BatchNormalization: { readonly epsilon: number };
  /** x, scale, bias → y, the batch's mean and its (biased) variance per channel. */
  BatchNormalizationTraining: { readonly epsilon: number };
  /** x, scale, bias: over all axes after the channel's. */
  InstanceNormalization: { readonly epsilon: number };
  /** x, scale, bias: over `axis` and all after it. */
  LayerNormalization: { readonly axis: number; readonly epsilon: number };
}

export type OperatorName = keyof OperatorAttributes;

/** No attributes. */
export type None = Readonly<Record<string, never>>;

export interface OverAxes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface SliceAttributes {
  readonly axes: readonly number[];
  readonly starts: readonly number[];
  /** Exclusive; −1 is before the first element, where the step is negative. */
  readonly ends: readonly number[];
  readonly steps: readonly number[];
}

export interface ConvAttributes {
  readonly strides: readonly number[];
  /** Zeros before and after each spatial axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

export interface PoolAttributes {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface ParameterAttributes {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** `trained` by gradients; a `statistic` (a running mean) is updated by the step itself. */
  readonly role: 'trained' | 'statistic';
}

export interface ConstantAttributes {
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** float32 as numbers, int64 as whole numbers, bool as 0 and 1. */
  readonly values: Float32Array | readonly number[];
}
