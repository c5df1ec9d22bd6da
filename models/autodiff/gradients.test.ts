import { describe, expect, it } from 'vitest';
import { checkGradients, lossOf, weighted } from '../../test/helpers/gradient-check.ts';
import {
  buildCase,
  feedsOf,
  nameOf,
  OPERATOR_CASES,
  type OperatorCase,
} from '../../test/helpers/operator-cases/index.ts';
import { randomFloats } from '../../test/helpers/random.ts';
import { relativeError } from '../../test/helpers/relative-error.ts';
import { runCase } from '../../test/helpers/run-case.ts';
import { evaluate } from '../graph/evaluate.ts';
import {
  Add,
  Conv,
  Expand,
  input,
  isOpen,
  Mul,
  nodesOf,
  product,
  ReduceSum,
  Reshape,
  Square,
  StopGradient,
  type Tensor,
  Transpose,
} from '../graph/index.ts';
import { gradients } from './index.ts';

/** The case, its gradient, and the gradient of a number made of that gradient. */
function ordersOf(one: OperatorCase): {
  readonly inputs: readonly Tensor[];
  readonly loss: Tensor;
  readonly first: readonly Tensor[];
  readonly slope: Tensor;
  readonly second: readonly Tensor[];
} {
  const { inputs, outputs } = buildCase(one);
  const loss = lossOf(outputs);
  const first = gradients(loss, inputs);
  const slope = first
    .map((gradient, index) => weighted(gradient, 200 + index))
    .reduce((sum, term) => Add(sum, term));
  return { inputs, loss, first, slope, second: gradients(slope, inputs) };
}

const isClosed = ({ inputs }: OperatorCase): boolean => !inputs.some(({ shape }) => shape.some(isOpen));

const namesOf = (one: OperatorCase): readonly string[] => one.inputs.map((_, index) => nameOf(index));

for (const [operator, cases] of Object.entries(OPERATOR_CASES)) {
  const closed = cases.filter(isClosed);
  const smooth = closed.filter(({ isAtKink }) => !isAtKink);

  describe(`gradients of ${operator}`, () => {
    it('are tried in at least one case', () => {
      expect(smooth.length).toBeGreaterThan(0);
    });

    it.each(smooth)('$label: what differences say, once and twice', (one) => {
      const { loss, first, slope, second } = ordersOf(one);
      expect(checkGradients(loss, first, namesOf(one), feedsOf(one)).worst).toBeLessThan(1e-7);
      expect(checkGradients(slope, second, namesOf(one), feedsOf(one)).worst).toBeLessThan(1e-7);
    });

    it.each(closed)('$label: the same from onnxruntime', async (one) => {
      const { inputs, loss, first, second } = ordersOf(one);
      const all = [loss, ...first, ...second];
      const expected = evaluate(all, feedsOf(one));
      const actual = await runCase(one, inputs, all);
      for (const [index, { shape, data }] of expected.entries()) {
        expect(actual[index]!.dims).toEqual(shape);
        // Sums of terms around 1 in float32; where they cancel, what is left is held against one of them.
        expect(relativeError(actual[index]!.data, data, 1)).toBeLessThan(2e-5);
      }
    });
  });
}

describe('StopGradient', () => {
  const x = input('x', [2]);
  const feeds = new Map([['x', [3, 4]]]);

  it('lets the value through and no gradient', () => {
    const y = StopGradient(Square(x));
    expect([...evaluate([y], feeds)[0]!.data]).toEqual([9, 16]);
    expect([...evaluate(gradients(y, [x]), feeds)[0]!.data]).toEqual([0, 0]);
    expect([...evaluate(gradients(Mul(x, y), [x]), feeds)[0]!.data]).toEqual([9, 16]);
  });
});

it('refuses what operators see through, whose gradient would be incomplete', () => {
  const x = input('x', [2, 3]);
  for (const seen of [Reshape(x, [3, 2]), Transpose(x), Expand(input('row', [1, 3]), [2, 3])]) {
    const y = ReduceSum(Mul(Reshape(seen, [6]), 2));
    expect(() => gradients(y, [seen])).toThrow(`no gradient by a ${seen.node.operator}`);
    const held = StopGradient(seen);
    const [slope] = gradients(ReduceSum(Mul(Reshape(held, [6]), 2)), [held]);
    const feeds = new Map([
      ['x', [1, 2, 3, 4, 5, 6]],
      ['row', [1, 2, 3]],
    ]);
    expect([...evaluate([slope!], feeds)[0]!.data]).toEqual(new Array(6).fill(2));
  }
});

describe('the check itself', () => {
  const x = input('x', [4]);
  const loss = ReduceSum(Square(x));
  const feeds = new Map([['x', [1, -2, 0.5, 3]]]);

  it('passes the true gradient', () => {
    expect(checkGradients(loss, [Mul(x, 2)], ['x'], feeds).worst).toBeLessThan(1e-9);
  });

  it('sees a wrong factor, and one wrong element', () => {
    expect(checkGradients(loss, [x], ['x'], feeds).worst).toBeGreaterThan(0.01);
    const nudged = Add(Mul(x, 2), input('nudge', [4]));
    const withNudge = new Map([...feeds, ['nudge', [0, 0, 1e-3, 0]]]);
    expect(checkGradients(loss, [nudged], ['x'], withNudge).worst).toBeGreaterThan(1e-5);
  });
});

describe('weights that are used twice', () => {
  /** Sums over two convolutions of other pictures by the same weights. */
  const twice = (
    sizePx: number,
  ): { readonly w: Tensor; readonly loss: Tensor; readonly shapes: number[][] } => {
    const shapes = [
      [2, 3, sizePx, sizePx],
      [1, 3, sizePx, sizePx],
      [4, 3, 3, 3],
    ];
    const [x, y, w] = shapes.map((shape, index) => input(nameOf(index), shape)) as [Tensor, Tensor, Tensor];
    const score = (picture: Tensor): Tensor => ReduceSum(Square(Conv(picture, w, { strides: 2, pads: 1 })));
    return { w, loss: Add(score(x), score(y)), shapes };
  };

  it.each([
    // 108 weights; 2·(3·4 + 4·1) + (3·4 + 4·1) numbers put side by side, or 2·(3·64 + 4·16) + (3·64 + 4·16).
    { sizePx: 2, ways: 1 },
    { sizePx: 8, ways: 2 },
  ])('get their gradient in $ways from pictures of $sizePx px', ({ sizePx, ways }) => {
    const { w, loss, shapes } = twice(sizePx);
    const [gradient] = gradients(loss, [w]);
    const found = nodesOf([gradient!]).filter(({ operator }) => operator === 'ConvWeightGradient');
    expect(found).toHaveLength(ways);
    const feeds = new Map(
      shapes.map((shape, index) => [nameOf(index), [...randomFloats(product(shape), index + 1)]]),
    );
    expect(checkGradients(loss, [gradient!], [nameOf(2)], feeds).worst).toBeLessThan(1e-7);
  });
});
