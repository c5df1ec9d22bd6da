/**
 * Every loss of a tiny AU-ICGAN and what it does to the weights, against PyTorch in float64 (test/oracles/au_icgan.py).
 */
import { describe, expect, it } from 'vitest';
import { wave } from '../../../test/helpers/torch-cases.ts';
import oracle from '../../../test/oracles/au-icgan.json' with { type: 'json' };
import { gradients } from '../../autodiff/index.ts';
import {
  ConvTranspose,
  evaluate,
  Expand,
  Flatten,
  Greater,
  constant,
  input,
  parameterName,
  product,
  ReduceL2,
  ReduceMean,
  scalar,
  Scope,
  Square,
  Sub,
  type Tensor,
  Where,
  Mul,
  Conv,
  Add,
} from '../../graph/index.ts';
import {
  AU_ICGAN,
  type AuIcganOptions,
  judgeClips,
  judgeImages,
  parametersOf,
  type Part,
} from '../../nets/au-icgan.ts';
import { criticLosses, generatorLosses } from './programs.ts';
import { gradientPenalty } from './gradient-penalty.ts';
import { AU_ICGAN_TEACHING } from './teaching.ts';

const [N, K, A, S] = [2, 2, 3, 16];
const TINY: AuIcganOptions = {
  ...AU_ICGAN.presets.small,
  conditioned: 'input',
  paints: 'face',
  aus: [1, 2, 12],
  emotions: ['one', 'two'],
  sizePx: S,
  frames: K,
  width: 2,
  residuals: 1,
  imageWidth: 2,
  videoWidth: 2,
};
const setUp = { options: TINY, teaching: { ...AU_ICGAN_TEACHING, cycleFrames: 1 }, batch: N };

const names = Object.keys(oracle.shapes);
const shapes = oracle.shapes as Readonly<Record<string, readonly number[]>>;
const feeds = new Map<string, ArrayLike<number>>([
  ...names.map((name, index) => [name, firstValue(name, index)] as const),
  ['start', wave([N, 1, 1, S, S], 1, -1, 1)],
  ['real', wave([N, K, 1, S, S], 2, -1, 1)],
  ['start_units', wave([N, A], 3, 0, 0.3)],
  ['real_units', wave([N, K, A], 4, 0, 1)],
  ['conditions', wave([N, K, A], 5, 0, 1)],
  ['real_class', [1, 0, 0, 1]],
  ['conditions_class', [0, 1, 0, 0]],
  ['moves', [1, 1]],
  ['own', [1, 0]],
  ['image.alpha', wave([N * K, 1, 1, 1], 6, 0, 1)],
  ['video.alpha', wave([N, 1, 1, 1, 1], 7, 0, 1)],
]);

/** As `first_value` in au_icgan.py. */
function firstValue(name: string, index: number): Float64Array {
  const shape = shapes[name]!;
  const bound = Math.sqrt(6 / product(shape.slice(1)));
  const [low, high] = shape.length > 1 ? [-bound, bound] : name.endsWith('weight') ? [0.8, 1.2] : [-0.1, 0.1];
  return wave(shape, 300 + index, low, high);
}

type Expected = Readonly<Record<string, readonly number[]>>;

/** Norm of each gradient, and its product with a wave. */
function expectGradients(loss: Tensor, parameters: readonly Tensor[], expected: Expected): void {
  expect(parameters.map(parameterName).sort()).toEqual(Object.keys(expected).sort());
  const found = evaluate(gradients(loss, parameters), feeds);
  for (const [at, parameter] of parameters.entries()) {
    const name = parameterName(parameter);
    const { data } = found[at]!;
    const weights = wave(parameter.shape as readonly number[], 9);
    const told = [Math.hypot(...data), data.reduce((sum, value, i) => sum + value * weights[i]!, 0)];
    for (const [k, value] of expected[name]!.entries())
      expect(Math.abs(told[k]! - value), `${name}: ${String(told[k])} for ${String(value)}`).toBeLessThan(
        1e-7 * Math.max(1, Math.abs(value)),
      );
  }
}

function expectLosses(
  losses: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, number>>,
): void {
  const terms = Object.fromEntries(Object.entries(losses).filter(([name]) => name !== 'loss'));
  expect(Object.keys(terms).sort()).toEqual(Object.keys(expected).sort());
  const values = evaluate(Object.values(terms), feeds);
  for (const [at, name] of Object.keys(terms).entries())
    expect(values[at]!.data[0], name).toBeCloseTo(expected[name]!, 9);
}

it('has PyTorch’s parameters by name and shape', () => {
  const { scope } = generatorLosses(setUp);
  const own = Object.fromEntries(scope.parameters.map((p) => [parameterName(p), p.shape]));
  expect(own).toEqual(oracle.shapes);
});

describe('the generator', () => {
  const { scope, losses } = generatorLosses(setUp);

  it('has PyTorch’s seven losses', () => expectLosses(losses.generator!, oracle.generator));

  it('and their gradients, with the weights of its teaching', () => {
    expectGradients(losses.generator!['loss']!, parametersOf(scope, 'generator'), oracle.gradients.generator);
  });
});

describe.each<Part & ('image' | 'video')>(['image', 'video'])('the %s critic', (part) => {
  const { scope, losses } = criticLosses(setUp);
  const own = losses[part]!;

  it('has PyTorch’s losses, the penalty among them', () => {
    const expected = Object.entries(oracle.critics).filter(([name]) => name.startsWith(`${part}.`));
    expectLosses(own, Object.fromEntries(expected.map(([name, v]) => [name.slice(part.length + 1), v])));
  });

  it('and their gradients, of second order through the penalty', () => {
    const { penalty, ...rest } = {
      penalty: { image: oracle.gradients.imagePenalty, video: oracle.gradients.videoPenalty }[part],
      sum: oracle.gradients[part],
    };
    const parameters = parametersOf(scope, part);
    expectGradients(own['penalty']!, parameters, penalty);
    expectGradients(own['loss']!, parameters, rest.sum);
  });
});

interface Form {
  readonly strides: number | readonly number[];
  readonly pads: number | readonly number[];
}

/** The first layer keeps both frames. */
const VIDEO_FORMS: readonly Form[] = [
  { strides: [1, 2, 2], pads: 1 },
  { strides: 2, pads: 1 },
];

describe('the gradient penalty without second-order differentiation', () => {
  /**
   * A critic of convolutions and leaky ramps is linear where its signs do not change: its gradient is an explicit
   * chain v ← Convᵀ(m ⊙ v), m the ramp's slope at each place, and one differentiation of that chain is enough.
   */
  function byChain(scope: Scope, name: Part, x: Tensor, forms: readonly Form[], head: Form): Tensor {
    const ZEROS = { kind: 'constant', value: 0 } as const;
    const given = (layer: string, what: 'weight' | 'bias'): Tensor =>
      scope.within(name).within(layer).parameter(what, shapes[`${name}.${layer}.${what}`]!, ZEROS);
    const seen: { readonly slope: Tensor; readonly weight: Tensor; readonly form: Form }[] = [];
    let y = x;
    for (const [layer, form] of forms.entries()) {
      const weight = given(`conv${String(layer)}`, 'weight');
      const z = Conv(y, weight, { ...form, bias: given(`conv${String(layer)}`, 'bias') });
      const slope = Where(Greater(z, 0), Expand(scalar(1), z.shape), Expand(scalar(0.01), z.shape));
      seen.push({ slope, weight, form });
      y = Mul(z, slope);
    }
    const realness = given('realness', 'weight');
    const judged = Conv(y, realness, head).shape as readonly number[];
    let v = ConvTranspose(constant(new Float32Array(product(judged)).fill(1), judged), realness, head);
    for (const { slope, weight, form } of seen.toReversed()) v = ConvTranspose(Mul(v, slope), weight, form);
    return ReduceMean(Square(Sub(ReduceL2(Flatten(v), [1]), 1)));
  }

  it.each([
    ['image', [N * K, 1, S, S], new Array<Form>(3).fill({ strides: 2, pads: 1 }), { strides: 1, pads: 1 }],
    ['video', [N, 1, K, S, S], VIDEO_FORMS, { strides: 1, pads: [0, 1, 1] }],
  ] as const)('is the same: %s', (part, shape, forms, head) => {
    const scope = new Scope('training');
    const own = scope.within(part);
    const [real, made] = [input('r', shape), input('m', shape)];
    const judge = (x: Tensor): Tensor =>
      part === 'image' ? judgeImages(own, x, TINY).realness : judgeClips(own, x, TINY).realness;
    const differentiated = gradientPenalty(judge, real, made, 'a');
    const alpha = input('alpha', [shape[0], ...shape.slice(1).map(() => 1)]);
    const between = Add(made, Mul(alpha, Sub(real, made)));
    const chained = byChain(scope, part, between, forms, head);
    const drawn = wave([shape[0]], 6, 0, 1);
    const fed = new Map([
      ...feeds,
      ['r', wave(shape, 2, -1, 1)],
      ['m', wave(shape, 8, -1, 1)],
      ['a', drawn],
      ['alpha', drawn],
    ] as const);
    const weights = scope.trained.filter(
      (p) => /weight$/.test(parameterName(p)) && !/units|emotion/.test(parameterName(p)),
    );
    const [a, b] = [differentiated, chained].map((loss) =>
      evaluate([loss, ...gradients(loss, weights)], fed),
    );
    expect(weights.length).toBe(forms.length + 1);
    expect(a![0]!.data[0]).toBeGreaterThan(0.01);
    for (const [at, { data }] of a!.entries())
      for (const [i, value] of data.entries()) expect(value).toBeCloseTo(b![at]!.data[i]!, 10);
  });
});

it('leaves a loss of weight 0 out of the graph, and a critic that nobody asks', () => {
  const off = { ...setUp.teaching, authenticityWeight: 0, emotionWeight: 0, cycleWeight: 0 };
  const { losses, scope } = generatorLosses({ ...setUp, teaching: off });
  expect(Object.keys(losses.generator!)).toEqual(['loss', 'adversarial', 'attention', 'units', 'ssim']);
  expect(parametersOf(scope, 'video')).toEqual([]);
  expect(Object.keys(criticLosses({ ...setUp, teaching: off }).losses)).toEqual(['image']);
});
