/** Sizes against the papers' and their authors' code, gradients against differences, and runs on onnxruntime. */
import { describe, expect, it } from 'vitest';
import { randomFloats } from '../../../test/helpers/random.ts';
import { runOnnx } from '../../../test/helpers/run-onnx.ts';
import { gradients } from '../../autodiff/index.ts';
import {
  BATCH,
  costOf,
  emitModel,
  evaluate,
  initialValues,
  input,
  type NodeOf,
  nodesOf,
  parameterName,
  product,
  Scope,
  type Tensor,
} from '../../graph/index.ts';
import { NETWORKS } from '../index.ts';
import type { Network, NetworkGraph, RecognizerOptions } from '../network.ts';
import { domainClassifier } from './index.ts';
import { crossEntropyOf, SMALL_BASELINES } from '../../../test/helpers/small-baselines.ts';

const THREE = ['negative', 'positive', 'surprise'];
const networks: Readonly<Record<string, Network<RecognizerOptions>>> = NETWORKS;

function graphOf(name: string, preset: string, scope = new Scope('inference')): NetworkGraph {
  const network = networks[name]!;
  return network.build(scope, BATCH, { ...network.presets[preset]!, emotions: THREE });
}

const outputsOf = ({ outputs }: NetworkGraph): Record<string, Tensor> => ({
  ...(outputs.auLogits === null ? {} : { au_logits: outputs.auLogits }),
  emotion_logits: outputs.emotionLogits,
});

describe('baselines have the size of the originals', () => {
  // Parameters of the originals for three classes: docs/networks.md says where each is from. Multiplications, in
  // thousand million, where the graph here does what the original does; null where it reaches the same with fewer
  // (one attention map instead of the mean of many), or where making a small input takes longer than the network.
  it.each<[string, string, number, number | null]>([
    ['micro-exp-stcnn', 'long', 44_241_667, 1.406],
    ['micro-exp-stcnn', 'paper', 1_643_267, null],
    ['elrcn', 'paper', 219_809_059, 139.96],
    ['capsule-net', 'paper', 13_842_496, 7.571],
    ['mer-gcn', 'rebuilt', 14_497_788, 3.768],
    ['stst-net', 'paper', 1_683, null],
    ['dual-inception', 'paper', 6_449_963, 0.0125],
    ['me-recognizer', 'paper', 11_242_953, 1.814],
    ['micro-attention', 'off-tanet', 53_384_195, null],
    ['micro-attention', 'residual', 4_910_215, 0.89],
  ])('%s, preset %s', (name, preset, parameters, gigaMacs) => {
    const scope = new Scope('inference');
    const cost = costOf(Object.values(outputsOf(graphOf(name, preset, scope))));
    const sizes = scope.trained.map(({ shape }) => product(shape as readonly number[]));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(parameters);
    // Resampling a window to what the network sees costs some hundredths.
    const share = gigaMacs === null ? 1 : cost.macs / (gigaMacs * 1e9);
    expect(Math.abs(share - 1)).toBeLessThan(0.05);
  });

  it('the domain classifier of ME-Recognizer', () => {
    const logit = domainClassifier(new Scope('inference'), input('features', [BATCH, 128]), 1);
    expect(costOf([logit]).parameters).toBe(10_369);
    expect(logit.shape).toEqual([BATCH, 1]);
  });

  // Channels first; what the papers' tables print, or their code gives.
  it.each<[string, string, 'Conv' | 'MaxPool' | 'MatMul', readonly (readonly number[])[]]>([
    ['micro-exp-stcnn', 'long', 'MaxPool', [[32, 20, 20, 27]]],
    ['micro-exp-stcnn', 'paper', 'Conv', [[32, 62, 62, 4]]],
    ['micro-exp-stcnn', 'paper', 'MaxPool', [[32, 20, 20, 1]]],
    [
      'capsule-net',
      'paper',
      'Conv',
      [
        [64, 112, 112],
        [128, 56, 56],
        [256, 28, 28],
        [256, 20, 20],
        [256, 6, 6],
      ],
    ],
    [
      'mer-gcn',
      'rebuilt',
      'Conv',
      [
        [64, 16, 56, 56],
        [64, 8, 28, 28],
        [128, 4, 14, 14],
        [256, 2, 7, 7],
        [512, 1, 4, 4],
      ],
    ],
    [
      'stst-net',
      'paper',
      'Conv',
      [
        [3, 28, 28],
        [5, 28, 28],
        [8, 28, 28],
      ],
    ],
    [
      'stst-net',
      'paper',
      'MaxPool',
      [
        [3, 10, 10],
        [5, 10, 10],
        [8, 10, 10],
      ],
    ],
    [
      'dual-inception',
      'paper',
      'MaxPool',
      [
        [24, 14, 14],
        [64, 7, 7],
      ],
    ],
    [
      'me-recognizer',
      'paper',
      'Conv',
      [
        [64, 112, 112],
        [64, 56, 56],
        [128, 28, 28],
        [256, 14, 14],
        [512, 7, 7],
      ],
    ],
    [
      'micro-attention',
      'off-tanet',
      'MaxPool',
      [
        [32, 56, 56],
        [64, 28, 28],
        [128, 14, 14],
        [256, 7, 7],
      ],
    ],
    [
      'micro-attention',
      'residual',
      'Conv',
      [
        [64, 112, 112],
        [64, 56, 56],
        [128, 28, 28],
        [256, 14, 14],
        [512, 7, 7],
      ],
    ],
  ])('%s, preset %s: shapes after %s', (name, preset, operator, shapes) => {
    const found = nodesOf(Object.values(outputsOf(graphOf(name, preset))))
      .filter((node) => node.operator === operator)
      .map(({ outputs }) => JSON.stringify(outputs[0]!.shape.slice(1)));
    expect(found).toEqual(expect.arrayContaining(shapes.map((shape) => JSON.stringify(shape))));
  });

  it('ELRCN reads nine flows one by one and gives 4096 features of each to the LSTM', () => {
    const convolutions = nodesOf(Object.values(outputsOf(graphOf('elrcn', 'paper')))).filter(
      (node) => node.operator === 'MaxPool',
    );
    expect(convolutions.at(-1)!.outputs[0]!.shape).toEqual([{ perSample: 9 }, 512, 7, 7]);
  });
});

describe.each(['mer-gcn', 'micro-exp-stcnn', 'capsule-net'] as const)('%s, preset neutral', (name) => {
  const network = networks[name]!;
  const options = { ...SMALL_BASELINES[name].options, input: 'neutral' };

  it('sees what moved, and not whose face it is', () => {
    const graph = network.build(new Scope('inference'), BATCH, options);
    const found = feedsOf(graph, 1);
    const [clip, neutral] = [found['clip']!, found['neutral']!];
    const [, , frames, height, width] = graph.inputs.clip!.shape as readonly number[];
    const face = randomFloats(3 * height! * width!, 21);
    const plane = height! * width!;
    const logitsWith = (looks: number): ArrayLike<number> => {
      // The same face more in every frame as in the face at rest.
      const added = clip.data.map((value, at) => {
        const colour = Math.floor(at / (frames! * plane));
        return value + looks * face[colour * plane + (at % plane)]!;
      });
      const feeds = new Map<string, ArrayLike<number>>([
        ['clip', added],
        ['neutral', neutral.data.map((value, at) => value + looks * face[at]!)],
      ]);
      return evaluate([graph.outputs.emotionLogits], feeds, { batch: 1, seed: 3 })[0]!.data;
    };
    const [plain, other] = [logitsWith(0), logitsWith(1)];
    for (const [at, value] of Array.from(plain).entries()) expect(other[at]).toBeCloseTo(value, 4);
  });

  it('has the parameters of the first preset', () => {
    const count = (preset: string): number => {
      const scope = new Scope('inference');
      graphOf(name, preset, scope);
      return scope.trained.reduce((sum, { shape }) => sum + product(shape as readonly number[]), 0);
    };
    expect(count('neutral')).toBe(count(Object.keys(network.presets)[0]!));
  });
});

it('MicroAttention begins with even attention: its maps drown nothing', () => {
  const scope = new Scope('training');
  networks['micro-attention']!.build(scope, 2, SMALL_BASELINES['micro-attention'].options);
  const first = scope.trained.filter((tensor) => /attention\.weight$/u.test(parameterName(tensor)));
  expect(first).toHaveLength(4);
  for (const { node, shape } of first) {
    const { name, initializer } = (node as NodeOf<'Parameter'>).attributes;
    expect(
      initialValues(name, shape as readonly number[], initializer, 3).every((value) => value === 0),
    ).toBe(true);
  }
});

describe.each(Object.entries(SMALL_BASELINES))('%s, made small', (name, { options, least }) => {
  const network = networks[name]!;

  it('can be built, and says so', () => {
    expect(network.problemWith(options)).toBeNull();
    expect(network.problemWith({ ...options, ...least })).toMatch(/^it needs /u);
    expect(network.problemWith({ ...options, emotions: ['none'] })).toBe('it needs at least two classes');
    for (const preset of Object.values(network.presets)) expect(network.problemWith(preset)).toBeNull();
  });

  it('runs on onnxruntime from the emitted file, and gives what float64 gives', async () => {
    const graph = network.build(new Scope('inference'), BATCH, options);
    const outputs = outputsOf(graph);
    const feeds = feedsOf(graph, 2);
    const result = await runOnnx(emitModel({ name, outputs, seed: 3 }), feeds);
    const exact = evaluate(
      Object.values(outputs),
      new Map(Object.entries(feeds).map(([key, { data }]) => [key, data])),
      { batch: 2, seed: 3 },
    );
    for (const [at, key] of Object.keys(outputs).entries()) {
      const { shape, data } = exact[at]!;
      expect(result[key]!.dims).toEqual(shape);
      expect(shape).toEqual([2, key === 'au_logits' ? options.aus.length : options.emotions.length]);
      const ours = result[key]!.data as Float32Array;
      for (const [place, value] of data.entries())
        expect(Math.abs(ours[place]! - value) / Math.max(1, Math.abs(value)), key).toBeLessThan(1e-4);
    }
  });

  it('learns in the direction that differences in float64 show', () => {
    const scope = new Scope('training');
    const graph = network.build(scope, 2, options);
    const loss = crossEntropyOf(graph);
    const slopes = gradients(loss, scope.trained);
    const feeds = new Map<string, ArrayLike<number>>([
      ...Object.entries(feedsOf(graph, 2)).map(([key, { data }]) => [key, data] as const),
      ['labels', Float32Array.of(1, 0, 0, 0, 0, 1)],
    ]);
    const first = new Map(
      scope.trained.map((tensor) => {
        const { name: key, shape, initializer } = (tensor.node as NodeOf<'Parameter'>).attributes;
        return [key, Float64Array.from(initialValues(key, shape, initializer, 3))] as const;
      }),
    );
    const found = evaluate(slopes, new Map([...feeds, ...first]));
    const ways = scope.trained.map((tensor, at) =>
      randomFloats(product(tensor.shape as readonly number[]), 50 + at, -1, 1),
    );
    const lossAt = (by: number): number => {
      const moved = scope.trained.map((tensor, at) => {
        const key = parameterName(tensor);
        return [key, first.get(key)!.map((value, place) => value + by * ways[at]![place]!)] as const;
      });
      return evaluate([loss], new Map([...feeds, ...moved]))[0]!.data[0]!;
    };
    const expected = found.reduce(
      (sum, { data }, at) => data.reduce((inner, slope, place) => inner + slope * ways[at]![place]!, sum),
      0,
    );
    // Small enough that hardly any maximum changes its place on the way.
    const step = 1e-7;
    const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
    expect(Math.abs(expected)).toBeGreaterThan(1e-3);
    expect(Math.abs(difference / expected - 1)).toBeLessThan(1e-3);
  });
});

function feedsOf({ inputs }: NetworkGraph, batch: number) {
  const tensors = [inputs.clip, inputs.neutral, inputs.flow].filter((tensor) => tensor != null);
  return Object.fromEntries(
    tensors.map(({ node, shape }, at) => {
      const dims = [batch, ...(shape.slice(1) as number[])];
      const { name } = (node as NodeOf<'Input'>).attributes;
      return [name, { dims, data: randomFloats(product(dims), 7 + at, name === 'flow' ? -1 : 0, 1) }];
    }),
  );
}
