import {
  apply,
  ArgMax,
  Cast,
  Concat,
  Expand,
  Flatten,
  Flip,
  Gather,
  GatherElements,
  Mul,
  type OperatorName,
  Pad,
  Reshape,
  ScatterElements,
  Slice,
  TopK,
  Transpose,
  whole,
} from '../../../models/graph/index.ts';
import { atKink, given, open, type OperatorCase, spread, useOf } from './case.ts';

type Layout =
  | 'Reshape'
  | 'Transpose'
  | 'Expand'
  | 'Concat'
  | 'Slice'
  | 'Pad'
  | 'Gather'
  | 'GatherElements'
  | 'ScatterElements'
  | 'TopK';

const cube = spread([2, 3, 4]);

export const LAYOUT_CASES: Readonly<Record<Layout & OperatorName, readonly OperatorCase[]>> = {
  Reshape: [
    useOf('merged', [cube], (x) => Reshape(x, [6, 4])),
    useOf('filled in', [cube], (x) => Reshape(x, [4, -1])),
    useOf('to a vector', [cube], (x) => Reshape(x, [-1])),
    useOf('to a scalar', [spread([1, 1])], (x) => Reshape(x, [])),
    useOf('open batch', [spread(open(3, 2))], (x) => Flatten(x)),
    useOf('batch merged with time', [spread(open(3, 2))], (x) => Reshape(x, [{ perSample: 3 }, 2])),
  ],
  Transpose: [
    useOf('reversed', [cube], (x) => Transpose(x)),
    useOf('rotated', [cube], (x) => Transpose(x, [1, 2, 0])),
    useOf('open batch', [spread(open(3, 2))], (x) => Transpose(x, [0, 2, 1])),
    useOf('of five axes', [spread([2, 2, 1, 3, 2])], (x) => Transpose(x, [0, 2, 1, 4, 3])),
  ],
  Expand: [
    useOf('column', [spread([2, 1])], (x) => Expand(x, [2, 3])),
    useOf('more axes', [spread([3])], (x) => Expand(x, [2, 2, 3])),
    useOf('scalar', [spread([])], (x) => Expand(x, [2, 3])),
    useOf('open batch', [spread(open(1))], (x) => Expand(x, open(3))),
  ],
  Concat: [
    useOf('first axis', [spread([1, 3], { seed: 1 }), spread([2, 3], { seed: 2 })], (a, b) =>
      Concat([a, b], 0),
    ),
    useOf('last axis', [spread([2, 1], { seed: 1 }), spread([2, 3], { seed: 2 })], (a, b) =>
      Concat([a, b], -1),
    ),
    useOf('middle, three', [spread([2, 1, 2], { seed: 1 }), spread([2, 2, 2], { seed: 2 })], (a, b) =>
      Concat([a, b, a], 1),
    ),
    useOf('open batch', [spread(open(1), { seed: 1 }), spread(open(2), { seed: 2 })], (a, b) =>
      Concat([a, b], 1),
    ),
  ],
  Slice: [
    useOf('middle', [cube], (x) => Slice(x, 2, 1, 3)),
    useOf('from the end', [cube], (x) => Slice(x, -1, -2, 4)),
    useOf('every second', [spread([2, 7])], (x) => Slice(x, 1, 0, 7, 2)),
    useOf('every third from one', [spread([2, 8])], (x) => Slice(x, 1, 1, 8, 3)),
    useOf('first axis', [cube], (x) => Slice(x, 0, 1, 2)),
    useOf('backwards', [cube], (x) => Flip(x, [2])),
    useOf('backwards, every second', [spread([2, 7])], (x) =>
      apply('Slice', [x], { axes: [1], starts: [5], ends: [-1], steps: [-2] }),
    ),
    useOf('backwards, not to the front', [spread([2, 7])], (x) =>
      apply('Slice', [x], { axes: [1], starts: [6], ends: [1], steps: [-3] }),
    ),
    useOf('backwards on two axes', [cube], (x) => Flip(x, [0, 2])),
    useOf('open batch', [spread(open(4))], (x) => Slice(x, 1, 0, 2)),
  ],
  Pad: [
    useOf('both sides', [spread([2, 3])], (x) => Pad(x, [0, 1], [1, 2])),
    useOf('with a value', [spread([2, 3])], (x) => Pad(x, [1, 0], [0, 0], 3.5)),
    useOf('open batch', [spread(open(3))], (x) => Pad(x, [0, 2], [0, 1])),
  ],
  Gather: [
    useOf('rows, one twice', [spread([3, 2])], (x) => Gather(x, whole([2, 0, 2]), 0)),
    useOf('middle', [cube], (x) => Gather(x, whole([1, 1, 2, 0]), 1)),
    useOf('by a table', [cube], (x) => Gather(x, whole([1, 0, 3, 1], [2, 2]), 2)),
    useOf('one', [cube], (x) => Gather(x, whole([1], []), 1)),
    useOf('last', [cube], (x) => Gather(x, whole([3]), -1)),
    useOf('open batch', [spread(open(3, 2))], (x) => Gather(x, whole([2, 0]), 1)),
    useOf('by computed indices', [cube], (x) => Gather(Reshape(x, [6, 4]), ArgMax(Reshape(x, [6, 4]), 0), 0)),
  ],
  GatherElements: [
    useOf('last', [spread([2, 3])], (x) => GatherElements(x, whole([2, 0, 0, 1], [2, 2]), 1)),
    useOf('first', [spread([3, 2])], (x) => GatherElements(x, whole([2, 0, 2, 1], [2, 2]), 0)),
    useOf('vector, some twice', [spread([5])], (x) => GatherElements(x, whole([4, 4, 0]), 0)),
    useOf('fewer on other axes', [cube], (x) => GatherElements(x, whole([1, 0, 2, 2], [1, 2, 2]), 1)),
  ],
  ScatterElements: [
    useOf('last', [spread([2, 3], { seed: 1 }), spread([2, 2], { seed: 2 })], (x, updates) =>
      ScatterElements(x, whole([2, 0, 0, 1], [2, 2]), updates, 1),
    ),
    useOf('one place twice', [spread([4], { seed: 1 }), spread([3], { seed: 2 })], (x, updates) =>
      ScatterElements(x, whole([1, 1, 3]), updates, 0),
    ),
    useOf('first', [spread([3, 2], { seed: 1 }), spread([2, 2], { seed: 2 })], (x, updates) =>
      ScatterElements(x, whole([2, 0, 2, 1], [2, 2]), updates, 0),
    ),
  ],
  TopK: [
    useOf('last', [cube], (x) => TopK(x, 2).values),
    useOf('first', [spread([5, 2])], (x) => TopK(x, 3, 0).values),
    useOf('smallest', [cube], (x) => TopK(x, 2, -1, { largest: false }).values),
    useOf('open batch', [spread(open(5))], (x) => TopK(x, 3).values),
    useOf('values times indices', [cube], (x) => {
      const { values, indices } = TopK(x, 2, 1);
      return Mul(values, Cast(indices, 'float32'));
    }),
    atKink('of equals', [given([6], [1, 2, 2, 0, 2, 1])], (x) => {
      const { values, indices } = TopK(x, 4);
      return [values, Cast(indices, 'float32')];
    }),
    atKink('smallest of equals', [given([6], [1, 2, 2, 0, 2, 1])], (x) => {
      const { values, indices } = TopK(x, 4, -1, { largest: false });
      return [values, Cast(indices, 'float32')];
    }),
  ],
};
