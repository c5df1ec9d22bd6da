import {
  Add,
  Cast,
  constant,
  Equal,
  Mul,
  noise,
  normal,
  parameter,
  type OperatorName,
  whole,
} from '../../../models/graph/index.ts';
import { open, type OperatorCase, spread, useOf } from './case.ts';

type Leaves = 'Input' | 'Noise' | 'Parameter' | 'Constant';

export const LEAF_CASES: Readonly<Record<Leaves & OperatorName, readonly OperatorCase[]>> = {
  Input: [
    useOf('given out again', [spread([2, 3])], (x) => x),
    useOf('of an open batch', [spread(open(3))], (x) => Mul(x, x)),
    useOf('unused by the result', [spread([2]), spread([3])], (x) => Mul(x, x)),
  ],
  Noise: [useOf('times x', [spread([2, 3])], (x) => Mul(x, noise('drawn', [2, 3])))],
  Parameter: [useOf('times x', [spread([2, 3])], (x) => Mul(x, parameter('w', [2, 3], normal(1))))],
  Constant: [
    useOf('float', [spread([2, 3])], (x) => Mul(x, constant([1, -2, 3]))),
    useOf('int64', [spread([2])], (x) => Add(x, Cast(whole([3, -4]), 'float32'))),
    useOf('bool', [spread([2])], (x) => Mul(x, Cast(Equal(whole([3, 4]), whole([3, 5])), 'float32'))),
    useOf('alone', [spread([2])], () => constant([1, 2])),
  ],
};
