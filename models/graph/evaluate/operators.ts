/**
 * What every operator computes from its inputs, in float64: one entry per operator, the compiler lists a missing one.
 */
import type { OperatorAttributes, OperatorName } from '../attributes.ts';
import { combined, erf, mapped, softplus, Where } from './elementwise.ts';
import { Concat, Pad, Slice, Transpose } from './layout.ts';
import { Conv, ConvInputGradient, ConvWeightGradient, MatMul } from './linear.ts';
import {
  BatchNormalization,
  BatchNormalizationTraining,
  InstanceNormalization,
  LayerNormalization,
} from './normalization.ts';
import { ArgMax, LogSoftmax, meanOver, reduced, sumOver } from './reductions.ts';
import { Gather, GatherElements, ScatterElements, TopK } from './selection.ts';
import { broadcastOffsets, pick, type Values } from './values.ts';
import { AveragePool, AveragePoolGradient, MaxPool } from './windows.ts';

export interface Context {
  /** The shapes of the node's outputs. */
  readonly shapes: readonly (readonly number[])[];
  /** Element types of the node's inputs. */
  readonly types: readonly string[];
}

/** All but those whose values come from outside. */
export type ComputedName = Exclude<OperatorName, 'Input' | 'Noise' | 'Parameter'>;

type Evaluation<Name extends ComputedName> = (
  inputs: readonly Values[],
  attributes: OperatorAttributes[Name],
  context: Context,
) => Values | readonly Values[];

export function evaluateOperator<Name extends ComputedName>(
  operator: Name,
  inputs: readonly Values[],
  attributes: OperatorAttributes[Name],
  context: Context,
): readonly Values[] {
  const result = (EVALUATIONS[operator] as Evaluation<Name>)(inputs, attributes, context);
  return 'data' in result ? [result] : result;
}

type Unary = (inputs: readonly Values[]) => Values;

const one =
  (f: (x: number) => number): Unary =>
  ([x]) =>
    mapped(x!, f);

const two =
  (f: (a: number, b: number) => number): Unary =>
  ([a, b]) =>
    combined(a!, b!, f);

const test = (f: (a: number, b: number) => boolean): Unary => two((a, b) => Number(f(a, b)));

const EVALUATIONS: { readonly [Name in ComputedName]: Evaluation<Name> } = {
  Constant: (_, { shape, values }) => ({ shape, data: Float64Array.from(values) }),

  Neg: one((x) => -x),
  Abs: one(Math.abs),
  Sign: one(Math.sign),
  Exp: one(Math.exp),
  Log: one(Math.log),
  Sqrt: one(Math.sqrt),
  Reciprocal: one((x) => 1 / x),
  Floor: one(Math.floor),
  Erf: one(erf),
  Relu: one((x) => Math.max(x, 0)),
  LeakyRelu: ([x], { alpha }) => mapped(x!, (value) => (value < 0 ? alpha * value : value)),
  Elu: ([x], { alpha }) => mapped(x!, (value) => (value < 0 ? alpha * Math.expm1(value) : value)),
  Sigmoid: one((x) => 1 / (1 + Math.exp(-x))),
  HardSigmoid: ([x], { alpha, beta }) =>
    mapped(x!, (value) => Math.max(0, Math.min(1, alpha * value + beta))),
  Tanh: one(Math.tanh),
  Softplus: one(softplus),
  Clip: ([x], { min, max }) => mapped(x!, (value) => Math.min(Math.max(value, min), max)),
  Not: one((x) => Number(x === 0)),
  Cast: ([x], { to }) =>
    to === 'bool' ? mapped(x!, (value) => Number(value !== 0)) : to === 'int64' ? mapped(x!, Math.trunc) : x!,
  StopGradient: ([x]) => x!,

  Add: two((a, b) => a + b),
  Sub: two((a, b) => a - b),
  Mul: two((a, b) => a * b),
  Div: ([a, b], _, { types }) =>
    combined(a!, b!, types[0] === 'int64' ? (x, y) => Math.trunc(x / y) : (x, y) => x / y),
  Pow: two((a, b) => a ** b),
  Max: two(Math.max),
  Min: two(Math.min),
  Equal: test((a, b) => a === b),
  Greater: test((a, b) => a > b),
  GreaterOrEqual: test((a, b) => a >= b),
  Less: test((a, b) => a < b),
  LessOrEqual: test((a, b) => a <= b),
  And: test((a, b) => a !== 0 && b !== 0),
  Or: test((a, b) => a !== 0 || b !== 0),
  Where: ([condition, yes, no]) => Where(condition!, yes!, no!),

  ReduceSum: ([x], over) => sumOver(x!, over),
  ReduceMean: ([x], over) => meanOver(x!, over),
  ReduceMax: ([x], over) => reduced(x!, over, -Infinity, Math.max),
  ReduceMin: ([x], over) => reduced(x!, over, Infinity, Math.min),
  ReduceL2: ([x], over) =>
    mapped(
      reduced(x!, over, 0, (sum, value) => sum + value * value),
      Math.sqrt,
    ),
  ArgMax: ([x], { axis, keepDims }) => ArgMax(x!, axis, keepDims),
  Softmax: ([x], { axis }) => mapped(LogSoftmax(x!, axis), Math.exp),
  LogSoftmax: ([x], { axis }) => LogSoftmax(x!, axis),

  Reshape: ([x], _, { shapes }) => ({ shape: shapes[0]!, data: x!.data }),
  Transpose: ([x], { perm }) => Transpose(x!, perm),
  Expand: ([x], _, { shapes }) => ({
    shape: shapes[0]!,
    data: pick(x!.data, broadcastOffsets(x!.shape, shapes[0]!)),
  }),
  Concat: (inputs, { axis }) => Concat(inputs, axis),
  Slice: ([x], attributes, { shapes }) => Slice(x!, attributes, shapes[0]!),
  Pad: ([x], { before, value }, { shapes }) => Pad(x!, before, value, shapes[0]!),
  Gather: ([x, indices], { axis }) => Gather(x!, indices!, axis),
  GatherElements: ([x, indices], { axis }) => GatherElements(x!, indices!, axis),
  ScatterElements: ([x, indices, updates], { axis }) => ScatterElements(x!, indices!, updates!, axis),
  TopK: ([x], { axis, k, largest }) => TopK(x!, axis, k, largest),

  MatMul: ([a, b]) => MatMul(a!, b!),
  Conv: ([x, w], attributes, { shapes }) => Conv(x!, w!, attributes, shapes[0]!),
  ConvInputGradient: ([w, dy], attributes, { shapes }) => ConvInputGradient(w!, dy!, attributes, shapes[0]!),
  ConvWeightGradient: ([x, dy], attributes, { shapes }) =>
    ConvWeightGradient(x!, dy!, attributes, shapes[0]!),

  MaxPool: ([x], attributes, { shapes }) => MaxPool(x!, attributes, shapes[0]!),
  AveragePool: ([x], attributes, { shapes }) => AveragePool(x!, attributes, shapes[0]!),
  AveragePoolGradient: ([dy], attributes, { shapes }) => AveragePoolGradient(dy!, attributes, shapes[0]!),

  BatchNormalization: ([x, scale, bias, mean, variance], { epsilon }) =>
    BatchNormalization(x!, scale!, bias!, mean!, variance!, epsilon),
  BatchNormalizationTraining: ([x, scale, bias], { epsilon }) =>
    BatchNormalizationTraining(x!, scale!, bias!, epsilon),
  InstanceNormalization: ([x, scale, bias], { epsilon }) => InstanceNormalization(x!, scale!, bias!, epsilon),
  LayerNormalization: ([x, scale, bias], { axis, epsilon }) =>
    LayerNormalization(x!, scale!, bias!, axis, epsilon),
};
