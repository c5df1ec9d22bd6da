import {
  apply,
  AveragePool,
  BatchNormalization,
  BatchNormalizationTraining,
  Cast,
  GlobalAveragePool,
  InstanceNormalization,
  LayerNormalization,
  makeNode,
  MaxPool,
  Mul,
  type OperatorName,
  type PoolAttributes,
} from '../../../models/graph/index.ts';
import { atKink, given, open, type OperatorCase, positive, spread, useOf } from './case.ts';

type Pooling =
  | 'MaxPool'
  | 'AveragePool'
  | 'AveragePoolGradient'
  | 'BatchNormalization'
  | 'BatchNormalizationTraining'
  | 'InstanceNormalization'
  | 'LayerNormalization';

const picture = spread([2, 2, 5, 6]);
const asymmetric: PoolAttributes = { kernel: [3, 2], strides: [2, 1], before: [1, 0], after: [0, 1] };
const [scale, bias] = [spread([3], { seed: 2 }), spread([3], { seed: 3 })];

export const POOLING_CASES: Readonly<Record<Pooling & OperatorName, readonly OperatorCase[]>> = {
  MaxPool: [
    useOf('2x2', [spread([2, 2, 4, 4])], (x) => MaxPool(x, 2)),
    useOf('2x2, one row left over', [picture], (x) => MaxPool(x, 2)),
    useOf('3x3 by 2, overlapping, padded', [picture], (x) => MaxPool(x, 3, { strides: 2, pads: 1 })),
    useOf('all below the padding', [spread([1, 1, 4, 4], { low: -3, high: -1 })], (x) =>
      MaxPool(x, 3, { strides: 1, pads: 1 }),
    ),
    useOf('asymmetric', [picture], (x) => apply('MaxPool', [x], asymmetric)),
    useOf('1-D', [spread([2, 2, 7])], (x) => MaxPool(x, 3, { strides: 2 })),
    useOf('3-D', [spread([1, 2, 4, 3, 4])], (x) => MaxPool(x, [2, 1, 2], { strides: [2, 1, 1] })),
    useOf('open batch', [spread(open(2, 4, 4))], (x) => MaxPool(x, 2)),
    useOf('values times indices', [picture], (x) => {
      const [values, indices] = makeNode('MaxPool', [x], asymmetric).outputs;
      return Mul(values!, Cast(indices!, 'float32'));
    }),
    atKink('of equals', [given([1, 1, 2, 4], [1, 1, 0, 2, 1, 1, 2, 2])], (x) => {
      const [values, indices] = makeNode('MaxPool', [x], {
        kernel: [2, 2],
        strides: [1, 1],
        before: [0, 0],
        after: [0, 0],
      }).outputs;
      return [values!, Cast(indices!, 'float32')];
    }),
  ],
  AveragePool: [
    useOf('2x2', [spread([2, 2, 4, 4])], (x) => AveragePool(x, 2)),
    useOf('2x2, one row left over', [picture], (x) => AveragePool(x, 2)),
    useOf('3x3 by 2, padding not counted', [picture], (x) => AveragePool(x, 3, { strides: 2, pads: 1 })),
    useOf('3x3 by 2, padding counted', [picture], (x) =>
      AveragePool(x, 3, { strides: 2, pads: 1, countsPadding: true }),
    ),
    useOf('asymmetric', [picture], (x) => apply('AveragePool', [x], asymmetric)),
    useOf('1-D', [spread([2, 2, 7])], (x) => AveragePool(x, 3, { strides: 2 })),
    useOf('3-D', [spread([1, 2, 4, 3, 4])], (x) => AveragePool(x, [2, 1, 2], { strides: [2, 1, 1] })),
    useOf('open batch', [spread(open(2, 4, 4))], (x) => AveragePool(x, 2)),
    useOf('global', [picture], GlobalAveragePool),
  ],
  AveragePoolGradient: [
    useOf('2x2', [spread([2, 2, 2, 2])], (dy) =>
      apply('AveragePoolGradient', [dy], { ...square(2, 2), inputSize: [4, 4] }),
    ),
    useOf('2x2, one row left over', [spread([2, 2, 2, 3])], (dy) =>
      apply('AveragePoolGradient', [dy], { ...square(2, 2), inputSize: [5, 6] }),
    ),
    useOf('3x3 by 2, padded', [spread([1, 2, 3, 3])], (dy) =>
      apply('AveragePoolGradient', [dy], { ...square(3, 2, 1), inputSize: [5, 6] }),
    ),
    useOf('3x3 by 2, as many as would tile', [spread([1, 2, 2, 2])], (dy) =>
      apply('AveragePoolGradient', [dy], { ...square(3, 2), inputSize: [6, 6] }),
    ),
    useOf('asymmetric', [spread([2, 2, 2, 6])], (dy) =>
      apply('AveragePoolGradient', [dy], { ...asymmetric, inputSize: [5, 6] }),
    ),
    useOf('3-D', [spread([1, 2, 2, 3, 3])], (dy) =>
      apply('AveragePoolGradient', [dy], {
        kernel: [2, 1, 2],
        strides: [2, 1, 1],
        before: [0, 0, 0],
        after: [0, 0, 0],
        inputSize: [4, 3, 4],
      }),
    ),
    useOf('open batch', [spread(open(2, 2, 2))], (dy) =>
      apply('AveragePoolGradient', [dy], { ...square(2, 2), inputSize: [4, 4] }),
    ),
  ],
  BatchNormalization: [
    useOf(
      '4-D',
      [spread([2, 3, 2, 2]), scale, bias, spread([3], { seed: 4 }), positive([3], 5)],
      (x, s, b, mean, variance) => BatchNormalization(x, s, b, mean, variance),
    ),
    useOf(
      '2-D, open batch',
      [spread(open(3)), scale, bias, spread([3], { seed: 4 }), positive([3], 5)],
      (x, s, b, mean, variance) => BatchNormalization(x, s, b, mean, variance, 0.1),
    ),
  ],
  BatchNormalizationTraining: [
    useOf('4-D', [spread([2, 3, 2, 3]), scale, bias], (x, s, b) => BatchNormalizationTraining(x, s, b).y),
    useOf('2-D', [spread([4, 3]), scale, bias], (x, s, b) => BatchNormalizationTraining(x, s, b).y),
    useOf('5-D', [spread([2, 3, 2, 2, 2]), scale, bias], (x, s, b) => BatchNormalizationTraining(x, s, b).y),
    useOf(
      'far from 0',
      [spread([2, 3, 2, 3], { low: 9, high: 11 }), scale, bias],
      (x, s, b) => BatchNormalizationTraining(x, s, b).y,
    ),
    useOf('mean and variance too', [spread([2, 3, 2, 3]), scale, bias], (x, s, b) => {
      const { y, mean, variance } = BatchNormalizationTraining(x, s, b, 0.01);
      return [y, mean, variance];
    }),
    useOf(
      'only the variance',
      [spread([2, 3, 2, 3]), scale, bias],
      (x, s, b) => BatchNormalizationTraining(x, s, b).variance,
    ),
  ],
  InstanceNormalization: [
    useOf('4-D', [spread([2, 3, 2, 3]), scale, bias], (x, s, b) => InstanceNormalization(x, s, b)),
    useOf('3-D', [spread([2, 3, 5]), scale, bias], (x, s, b) => InstanceNormalization(x, s, b, 0.01)),
    useOf('5-D, open batch', [spread(open(3, 2, 2, 2)), scale, bias], (x, s, b) =>
      InstanceNormalization(x, s, b),
    ),
  ],
  LayerNormalization: [
    useOf('last', [spread([2, 4, 3]), scale, bias], (x, s, b) => LayerNormalization(x, s, b)),
    useOf(
      'last two',
      [spread([2, 3, 2]), spread([3, 2], { seed: 2 }), spread([3, 2], { seed: 3 })],
      (x, s, b) => LayerNormalization(x, s, b, 1, 0.01),
    ),
    useOf('open batch', [spread(open(3)), scale, bias], (x, s, b) => LayerNormalization(x, s, b)),
  ],
};

function square(kernel: number, stride: number, pad = 0): PoolAttributes {
  const both = (value: number): readonly number[] => [value, value];
  return { kernel: both(kernel), strides: both(stride), before: both(pad), after: both(pad) };
}
