import {
  Abs,
  Add,
  And,
  Cast,
  Clip,
  constant,
  Div,
  Elu,
  Equal,
  Erf,
  Exp,
  Expand,
  Floor,
  Greater,
  GreaterOrEqual,
  HardSigmoid,
  LeakyRelu,
  Less,
  LessOrEqual,
  Log,
  Max,
  Min,
  Mul,
  Neg,
  Not,
  type OperatorName,
  Or,
  Pow,
  Reciprocal,
  Relu,
  type Shape,
  Sigmoid,
  Sign,
  Softplus,
  Sqrt,
  StopGradient,
  Sub,
  Tanh,
  type Tensor,
  Where,
  whole,
} from '../../../models/graph/index.ts';
import { atKink, type CaseInput, given, open, type OperatorCase, positive, spread, useOf } from './case.ts';

type Elementwise =
  | 'Neg'
  | 'Abs'
  | 'Sign'
  | 'Exp'
  | 'Log'
  | 'Sqrt'
  | 'Reciprocal'
  | 'Floor'
  | 'Erf'
  | 'Relu'
  | 'LeakyRelu'
  | 'Elu'
  | 'Sigmoid'
  | 'HardSigmoid'
  | 'Tanh'
  | 'Softplus'
  | 'Clip'
  | 'Not'
  | 'Cast'
  | 'StopGradient'
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Pow'
  | 'Max'
  | 'Min'
  | 'Equal'
  | 'Greater'
  | 'GreaterOrEqual'
  | 'Less'
  | 'LessOrEqual'
  | 'And'
  | 'Or'
  | 'Where';

const matrix = spread([3, 4]);

const ofOne = (f: (x: Tensor) => Tensor): readonly OperatorCase[] => [
  useOf('matrix', [matrix], f),
  useOf('open batch', [spread(open(3))], f),
  useOf('scalar', [given([], [0.7])], f),
  atKink('at 0, ±1, 20 and −20', [given([5], [0, 1, -1, 20, -20])], f),
];

const ofPositive = (f: (x: Tensor) => Tensor): readonly OperatorCase[] => [
  useOf('matrix', [positive([3, 4])], f),
  useOf('scalar', [given([], [0.7])], f),
];

/** The shapes that broadcasting has to bring together, and be undone for. */
const ofTwo = (
  f: (a: Tensor, b: Tensor) => Tensor,
  make: (shape: Shape, seed: number) => CaseInput = (shape, seed) => spread(shape, { seed }),
): readonly OperatorCase[] => [
  useOf('alike', [make([2, 3], 1), make([2, 3], 2)], f),
  useOf('row', [make([2, 3], 1), make([3], 2)], f),
  useOf('column and row', [make([2, 1], 1), make([1, 3], 2)], f),
  useOf('by channel', [make([2, 3, 2], 1), make([3, 1], 2)], f),
  useOf('scalar first', [make([], 1), make([2, 3], 2)], f),
  useOf('open batch', [make(open(3), 1), make([3], 2)], f),
  useOf('with itself', [make([2, 3], 1)], (x) => f(x, x)),
  useOf('expanded', [make([2, 1], 1), make([2, 3], 2)], (a, b) => f(Expand(a, [2, 3]), b)),
];

const asFloat = (f: (a: Tensor, b: Tensor) => Tensor) => (a: Tensor, b: Tensor) => Cast(f(a, b), 'float32');

const comparisons = (f: (a: Tensor, b: Tensor) => Tensor): readonly OperatorCase[] => [
  ...ofTwo((a, b) => Mul(a, asFloat(f)(a, b))).filter(({ label }) => label !== 'with itself'),
  atKink('of equals', [given([3], [1, 2, 3]), given([3], [1, 3, 2])], asFloat(f)),
];

const hold = (f: (a: Tensor, b: Tensor) => Tensor) => (a: Tensor, b: Tensor) =>
  Mul(Mul(a, b), Cast(f(Greater(a, 0), Greater(b, 0)), 'float32'));

export const ELEMENTWISE_CASES: Readonly<Record<Elementwise & OperatorName, readonly OperatorCase[]>> = {
  Neg: ofOne(Neg),
  Abs: ofOne(Abs),
  Sign: ofOne((x) => Mul(x, Sign(x))),
  Exp: [useOf('matrix', [matrix], Exp), useOf('scalar', [given([], [0.7])], Exp)],
  Log: ofPositive(Log),
  Sqrt: ofPositive(Sqrt),
  Reciprocal: ofPositive(Reciprocal),
  Floor: ofOne((x) => Mul(x, Floor(Mul(x, 3)))),
  Erf: ofOne(Erf),
  Relu: ofOne(Relu),
  LeakyRelu: [...ofOne((x) => LeakyRelu(x, 0.2)), useOf('whole slope', [matrix], (x) => LeakyRelu(x, 0))],
  Elu: [...ofOne(Elu), useOf('alpha', [matrix], (x) => Elu(x, 0.5))],
  Sigmoid: ofOne(Sigmoid),
  HardSigmoid: [...ofOne(HardSigmoid), useOf('alpha, beta', [matrix], (x) => HardSigmoid(x, 0.9, 0.4))],
  Tanh: ofOne(Tanh),
  Softplus: ofOne(Softplus),
  Clip: [
    ...ofOne((x) => Clip(x, -0.9, 0.6)),
    useOf('from below', [matrix], (x) => Clip(x, 0.11, Infinity)),
    useOf('from above', [matrix], (x) => Clip(x, -Infinity, 0.11)),
  ],
  Not: [useOf('of a comparison', [matrix], (x) => Mul(x, Cast(Not(Greater(x, 0.1)), 'float32')))],
  Cast: [
    useOf('to int64 and back', [matrix], (x) => Mul(x, Cast(Cast(Mul(x, 5), 'int64'), 'float32'))),
    useOf('to bool and back', [given([3], [0, 0.5, -2])], (x) => Cast(Cast(x, 'bool'), 'float32')),
  ],
  StopGradient: [
    useOf('of a number', [matrix], (x) => Mul(x, StopGradient(constant([2])))),
    atKink('alone', [matrix], StopGradient),
    atKink('of one factor', [matrix], (x) => Mul(x, StopGradient(x))),
  ],

  Add: ofTwo(Add),
  Sub: ofTwo(Sub),
  Mul: ofTwo(Mul),
  Div: [
    ...ofTwo(Div, positive),
    useOf('of whole numbers', [spread([3])], (x) =>
      Mul(x, Cast(Div(whole([7, -7, 9]), whole([2, 2, 3])), 'float32')),
    ),
  ],
  Pow: [
    ...ofTwo(Pow, positive),
    useOf('square', [matrix], (x) => Pow(x, 2)),
    useOf('cube', [matrix], (x) => Pow(x, 3)),
    useOf('root', [positive([3, 4])], (x) => Pow(x, 0.5)),
    useOf('base is a number', [matrix], (x) => Pow(2, x)),
    atKink('at zero', [given([3], [0, 0, 2])], (x) => Pow(x, 2)),
  ],
  Max: [
    ...ofTwo(Max).filter(({ label }) => label !== 'with itself'),
    atKink('with itself', [matrix], (x) => Max(x, x)),
    useOf('with a number', [matrix], (x) => Max(x, 0.11)),
  ],
  Min: [
    ...ofTwo(Min).filter(({ label }) => label !== 'with itself'),
    atKink('with itself', [matrix], (x) => Min(x, x)),
    useOf('with a number', [matrix], (x) => Min(x, 0.11)),
  ],
  Equal: comparisons(Equal),
  Greater: comparisons(Greater),
  GreaterOrEqual: comparisons(GreaterOrEqual),
  Less: comparisons(Less),
  LessOrEqual: comparisons(LessOrEqual),
  And: [useOf('of comparisons', [spread([2, 3], { seed: 1 }), spread([3], { seed: 2 })], hold(And))],
  Or: [useOf('of comparisons', [spread([2, 3], { seed: 1 }), spread([3], { seed: 2 })], hold(Or))],
  Where: [
    useOf('alike', [spread([2, 3], { seed: 1 }), spread([2, 3], { seed: 2 })], (a, b) =>
      Where(Greater(a, 0), a, b),
    ),
    useOf('broadcast', [spread([2, 1], { seed: 1 }), spread([3], { seed: 2 })], (a, b) =>
      Where(Greater(constant([1, -1, 1, -1, 1, -1], [2, 3]), 0), a, b),
    ),
    useOf('condition is broadcast', [spread([2, 3])], (x) =>
      Where(Greater(constant([1, -1], [2, 1]), 0), x, 2),
    ),
    useOf('open batch', [spread(open(3))], (x) => Where(Greater(x, 0.1), Mul(x, x), x)),
  ],
};
