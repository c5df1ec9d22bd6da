import {
  apply,
  Conv,
  type ConvAttributes,
  type ConvOptions,
  ConvTranspose,
  Gemm,
  MatMul,
  type OperatorName,
  type Shape,
  type Tensor,
} from '../../../models/graph/index.ts';
import { inferTypes } from '../../../models/graph/infer.ts';
import { type CaseInput, open, type OperatorCase, spread, useOf } from './case.ts';

type Linear = 'MatMul' | 'Conv' | 'ConvInputGradient' | 'ConvWeightGradient';

/** x, w and how: every kind of convolution that networks have, and a few that are only allowed. */
const CONVOLUTIONS: readonly {
  readonly label: string;
  readonly x: Shape;
  readonly w: readonly number[];
  readonly attributes: ConvAttributes;
}[] = [
  conv('1-D', [2, 3, 7], [4, 3, 3], {}),
  conv('1-D strided, padded, dilated', [2, 2, 9], [3, 2, 3], {
    strides: [2],
    before: [2],
    after: [1],
    dilations: [2],
  }),
  conv('1x1', [2, 3, 4, 4], [5, 3, 1, 1], {}),
  conv('1x1 strided', [2, 3, 5, 5], [2, 3, 1, 1], { strides: [2, 2] }),
  conv('1x1 padded', [1, 2, 3, 3], [2, 2, 1, 1], { before: [1, 1], after: [1, 1] }),
  conv('3x3 padded', [2, 2, 5, 4], [3, 2, 3, 3], { before: [1, 1], after: [1, 1] }),
  conv('3x3, more channels than places', [1, 2, 3, 3], [9, 2, 3, 3], {}),
  conv('3x3 strided, one row left over', [2, 2, 6, 6], [3, 2, 3, 3], { strides: [2, 2] }),
  conv('3x3 strided, padded', [1, 2, 6, 7], [3, 2, 3, 3], { strides: [2, 2], before: [1, 1], after: [1, 1] }),
  conv('4x4 strided, padded', [1, 2, 8, 8], [3, 2, 4, 4], { strides: [2, 2], before: [1, 1], after: [1, 1] }),
  conv('stride over the kernel', [1, 2, 8, 8], [2, 2, 2, 2], { strides: [3, 3] }),
  conv('dilated', [1, 2, 7, 7], [2, 2, 3, 3], { dilations: [2, 2], before: [1, 2], after: [1, 2] }),
  conv('dilated, strided', [1, 2, 8, 8], [2, 2, 2, 3], { dilations: [3, 2], strides: [2, 1] }),
  conv('asymmetric', [1, 2, 5, 6], [2, 2, 3, 2], { before: [2, 0], after: [0, 1], strides: [1, 2] }),
  conv('grouped', [2, 4, 5, 5], [6, 2, 3, 3], { group: 2, before: [1, 1], after: [1, 1] }),
  conv('grouped, strided, dilated', [1, 4, 7, 7], [4, 2, 2, 2], {
    group: 2,
    strides: [2, 2],
    dilations: [2, 2],
  }),
  conv('depthwise', [1, 3, 5, 5], [3, 1, 3, 3], { group: 3, before: [1, 1], after: [1, 1] }),
  conv('depthwise, twice the channels', [1, 2, 4, 4], [4, 1, 3, 3], {
    group: 2,
    strides: [2, 2],
    before: [1, 1],
    after: [1, 1],
  }),
  conv('padding beyond the kernel', [1, 1, 3, 3], [1, 1, 2, 2], { before: [2, 2], after: [3, 3] }),
  conv('along one axis', [1, 2, 5, 4], [2, 2, 3, 1], { before: [1, 0], after: [1, 0] }),
  conv('3-D', [1, 2, 4, 4, 3], [3, 2, 2, 3, 2], { before: [0, 1, 0], after: [0, 1, 0] }),
  conv('3-D strided, dilated, grouped', [1, 2, 5, 6, 4], [2, 1, 2, 2, 2], {
    strides: [2, 2, 1],
    dilations: [1, 2, 2],
    before: [1, 0, 1],
    after: [0, 1, 1],
    group: 2,
  }),
  conv('3-D, one axis of time', [1, 2, 4, 2, 2], [2, 2, 3, 1, 1], { before: [1, 0, 0], after: [1, 0, 0] }),
  conv('3-D, space only', [1, 2, 2, 4, 4], [2, 2, 1, 3, 3], { before: [0, 1, 1], after: [0, 1, 1] }),
  conv('open batch', open(2, 4, 4), [3, 2, 3, 3], { before: [1, 1], after: [1, 1] }),
];

const ofTensors = (
  a: CaseInput,
  b: CaseInput,
  label: string,
  build: (a: Tensor, b: Tensor) => Tensor,
): OperatorCase => useOf(label, [a, b], build);

/** The convolution's result, whose gradient the other two take. */
const sizesAfter = ({ x, w, attributes }: (typeof CONVOLUTIONS)[number]): Shape =>
  inferTypes('Conv', [tensorOf(x), tensorOf(w)], attributes)[0]!.shape;

const tensorOf = (shape: Shape): { shape: Shape; type: 'float32' } => ({ shape, type: 'float32' });

const layer = (options: ConvOptions & { outputPadding?: number }) => (x: Tensor, w: Tensor, bias: Tensor) =>
  ConvTranspose(x, w, { ...options, bias });

export const LINEAR_CASES: Readonly<Record<Linear & OperatorName, readonly OperatorCase[]>> = {
  MatMul: [
    useOf('matrices', [spread([2, 3], { seed: 1 }), spread([3, 4], { seed: 2 })], MatMul),
    useOf('batched', [spread([2, 2, 3], { seed: 1 }), spread([2, 3, 2], { seed: 2 })], MatMul),
    useOf('one for all', [spread([2, 2, 3], { seed: 1 }), spread([3, 2], { seed: 2 })], MatMul),
    useOf('one from the left', [spread([2, 3], { seed: 1 }), spread([2, 3, 2], { seed: 2 })], MatMul),
    useOf('batches broadcast', [spread([2, 1, 2, 3], { seed: 1 }), spread([3, 3, 2], { seed: 2 })], MatMul),
    useOf('open batch', [spread(open(3), { seed: 1 }), spread([3, 2], { seed: 2 })], MatMul),
    useOf(
      'open batches of matrices',
      [spread(open(2, 3), { seed: 1 }), spread(open(3, 2), { seed: 2 })],
      MatMul,
    ),
    useOf('with itself', [spread([3, 3])], (x) => MatMul(x, x)),
    useOf(
      'Gemm',
      [spread([3, 2], { seed: 1 }), spread([4, 3], { seed: 2 }), spread([4], { seed: 3 })],
      (a, b, c) => Gemm(a, b, c, { transA: true, transB: true, alpha: 0.5, beta: 2 }),
    ),
  ],
  Conv: [
    ...CONVOLUTIONS.map(({ label, x, w, attributes }) =>
      ofTensors(spread(x, { seed: 1 }), spread(w, { seed: 2 }), label, (a, b) =>
        apply('Conv', [a, b], attributes),
      ),
    ),
    useOf(
      'with bias',
      [spread([2, 2, 3, 3], { seed: 1 }), spread([3, 2, 2, 2], { seed: 2 }), spread([3], { seed: 3 })],
      (x, w, bias) => Conv(x, w, { bias, pads: 1, strides: 2 }),
    ),
  ],
  ConvInputGradient: [
    ...CONVOLUTIONS.map((all) =>
      ofTensors(spread(all.w, { seed: 1 }), spread(sizesAfter(all), { seed: 2 }), all.label, (w, dy) =>
        apply('ConvInputGradient', [w, dy], {
          ...all.attributes,
          inputSize: all.x.slice(2) as readonly number[],
        }),
      ),
    ),
    useOf(
      'ConvTranspose',
      [spread([2, 3, 3, 3], { seed: 1 }), spread([3, 2, 4, 4], { seed: 2 }), spread([2], { seed: 3 })],
      layer({ strides: 2, pads: 1 }),
    ),
    useOf(
      'ConvTranspose, output padding',
      [spread([1, 3, 3, 3], { seed: 1 }), spread([3, 2, 3, 3], { seed: 2 }), spread([2], { seed: 3 })],
      layer({ strides: 2, pads: 1, outputPadding: 1 }),
    ),
    useOf(
      'ConvTranspose, grouped',
      [spread([1, 4, 3, 3], { seed: 1 }), spread([4, 2, 3, 3], { seed: 2 }), spread([4], { seed: 3 })],
      layer({ group: 2, dilations: 2 }),
    ),
  ],
  ConvWeightGradient: CONVOLUTIONS.filter(({ label }) => label !== 'open batch').map((all) =>
    ofTensors(spread(all.x, { seed: 1 }), spread(sizesAfter(all), { seed: 2 }), all.label, (x, dy) =>
      apply('ConvWeightGradient', [x, dy], { ...all.attributes, kernel: all.w.slice(2) }),
    ),
  ),
};

function conv(
  label: string,
  x: Shape,
  w: readonly number[],
  attributes: Partial<ConvAttributes>,
): (typeof CONVOLUTIONS)[number] {
  const each = (value: number): number[] => w.slice(2).map(() => value);
  const plain = { strides: each(1), before: each(0), after: each(0), dilations: each(1), group: 1 };
  return { label, x, w, attributes: { ...plain, ...attributes } };
}
