import {
  ArgMax,
  Cast,
  Expand,
  LogSoftmax,
  Mul,
  type OperatorName,
  ReduceL2,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceSum,
  Softmax,
  type Tensor,
} from '../../../models/graph/index.ts';
import { atKink, given, open, type OperatorCase, spread, useOf } from './case.ts';

type Reductions =
  'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceL2' | 'ArgMax' | 'Softmax' | 'LogSoftmax';

type Reduce = (
  x: Tensor,
  axes?: readonly number[] | 'all',
  keeping?: { readonly keepDims?: boolean },
) => Tensor;

const cube = spread([2, 3, 4]);

const reductions = (reduce: Reduce): readonly OperatorCase[] => [
  useOf('all', [cube], (x) => reduce(x)),
  useOf('all, kept', [cube], (x) => reduce(x, 'all', { keepDims: true })),
  useOf('the middle', [cube], (x) => reduce(x, [1])),
  useOf('first and last, kept', [cube], (x) => reduce(x, [0, -1], { keepDims: true })),
  useOf('last two', [cube], (x) => reduce(x, [1, 2])),
  useOf('an axis of one', [spread([2, 1, 3])], (x) => reduce(x, [1])),
  useOf('open batch, by sample', [spread(open(3, 2))], (x) => reduce(x, [1, 2])),
  useOf('of what was expanded', [spread([2, 1])], (x) => reduce(Expand(x, [2, 3]), [1])),
  atKink('of equals', [given([2, 3], [1, 2, 2, 3, 3, 1])], (x) => reduce(x, [1])),
];

const normalizations = (f: (x: Tensor, axis?: number) => Tensor): readonly OperatorCase[] => [
  useOf('last', [cube], (x) => f(x)),
  useOf('first', [cube], (x) => f(x, 0)),
  useOf('middle', [cube], (x) => f(x, 1)),
  useOf('open batch', [spread(open(4))], (x) => f(x)),
  useOf('far from 0', [spread([2, 3], { low: 90, high: 95 })], (x) => f(x)),
];

export const REDUCTION_CASES: Readonly<Record<Reductions & OperatorName, readonly OperatorCase[]>> = {
  ReduceSum: reductions(ReduceSum),
  ReduceMean: reductions(ReduceMean),
  ReduceMax: reductions(ReduceMax),
  ReduceMin: reductions(ReduceMin),
  ReduceL2: [
    ...reductions(ReduceL2),
    atKink('of zeros', [given([2, 2], [0, 0, 3, 4])], (x) => ReduceL2(x, [1])),
  ],
  ArgMax: [
    useOf('last', [cube], (x) => Mul(ReduceSum(x, [2]), Cast(ArgMax(x, -1), 'float32'))),
    useOf('middle, kept', [cube], (x) => Mul(x, Cast(ArgMax(x, 1, { keepDims: true }), 'float32'))),
    atKink('of equals', [given([2, 3], [1, 2, 2, 3, 3, 1])], (x) => Cast(ArgMax(x, 1), 'float32')),
  ],
  Softmax: normalizations(Softmax),
  LogSoftmax: normalizations(LogSoftmax),
};
