/** Networks of other papers learn: their loss on a few made samples, small sizes, some steps. */
import { describe, expect, it } from 'vitest';
import { randomFloats } from '../../../test/helpers/random.ts';
import { SMALL_BASELINES } from '../../../test/helpers/small-baselines.ts';
import { gradients } from '../../autodiff/index.ts';
import { evaluate, input, ReduceMean, Scope, type Tensor } from '../../graph/index.ts';
import { domainClassifier, type Network, NETWORKS, type RecognizerOptions } from '../../nets/index.ts';
import type { Batch } from '../dataset.ts';
import { Evaluator } from '../evaluate.ts';
import { sigmoidCrossEntropy } from '../losses.ts';
import type { TensorSpec } from '../program.ts';
import { StepRunner } from '../step-runner.ts';
import { AU_LABELS, EMOTION_LABELS } from './clip-dataset.ts';
import { recognitionEvaluation, recognitionStep, TEACHING } from './programs.ts';
import { recognitionScorer } from './scorer.ts';

const networks: Readonly<Record<string, Network<RecognizerOptions>>> = NETWORKS;
const SAMPLES = 6;
const NO_DATA = { name: 'by heart', fingerprint: '', length: SAMPLES, classes: null };

/** Steps and learning rate: the deeper without normalization, the slower the beginning. */
const USUAL = [40, 0.01] as const;
const SLOWER: Readonly<Record<string, readonly [number, number]>> = {
  'micro-exp-stcnn': [150, 0.02],
  'capsule-net': [80, 0.01],
  elrcn: [100, 0.003],
  'dual-inception': [80, 0.01],
};

describe.each(Object.keys(SMALL_BASELINES))('%s', (name) => {
  const [steps, learningRate] = SLOWER[name] ?? USUAL;

  it(`knows six samples by heart after ${String(steps)} steps`, async () => {
    const { options } = SMALL_BASELINES[name as keyof typeof SMALL_BASELINES];
    const network = networks[name]!;
    const teaching = { ...TEACHING, optimizer: 'adam', weightDecay: 0 } as const;
    const program = recognitionStep(network, options, teaching, SAMPLES, 1);
    const batch = batchFor(program.inputs, options);
    await using runner = await StepRunner.open(program, 1);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const noise = Object.fromEntries(
        program.noise.map((spec) => [
          spec.name,
          randomFloats(
            spec.shape.reduce((a, b) => a * b, 1),
            step,
          ),
        ]),
      );
      const result = await runner.run(batch, { learningRate }, noise);
      losses.push(result.losses['emotion']!);
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    await using evaluator = await Evaluator.open(
      {
        program: recognitionEvaluation(network, options, SAMPLES),
        dataset: { ...NO_DATA, readBatch: () => Promise.resolve(batch) },
        createScorer: () => recognitionScorer(options.aus, options.emotions),
        watched: 'uf1',
        better: 'higher',
      },
      1,
    );
    const { metrics, confusion } = await evaluator.score(runner.state);
    expect(confusion!.counts).toEqual([
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 2],
    ]);
    expect('auF1' in metrics).toBe(options.aus.length > 0);
  });
});

/** Samples of three classes in turn; each class is brighter, or moves more, in a third of the picture of its own. */
function batchFor(inputs: readonly TensorSpec[], { aus, emotions }: RecognizerOptions): Batch {
  const labels = Array.from({ length: SAMPLES }, (_, sample) => sample % emotions.length);
  const spec = inputs.find(({ name }) => name === 'clip' || name === 'flow')!;
  const each = spec.shape.slice(1).reduce((a, b) => a * b, 1);
  const plane = spec.shape.at(-1)! ** 2;
  const shown = randomFloats(SAMPLES * each, 5, 0.4, 0.6);
  for (const [sample, label] of labels.entries())
    for (let at = 0; at < each; at++)
      if (Math.floor((3 * (at % plane)) / plane) === label) shown[sample * each + at]! += 0.3;
  // Flows are some tenths of a hundredth of the width, of either sign.
  if (spec.name === 'flow') for (const [at, value] of shown.entries()) shown[at] = value - 0.6;
  return {
    [spec.name]: shown,
    [AU_LABELS]: Float32Array.from(labels.flatMap((label) => aus.map((_, unit) => (unit === label ? 1 : 0)))),
    [EMOTION_LABELS]: Float32Array.from(
      labels.flatMap((label) => emotions.map((_, other) => (other === label ? 1 : 0))),
    ),
  };
}

it('the domain classifier learns to tell domains apart, and its features to hide them', () => {
  const scope = new Scope('inference');
  const features = input('features', [2, 12]);
  const loss = (coefficient: Parameters<typeof domainClassifier>[2]): Tensor =>
    ReduceMean(sigmoidCrossEntropy(domainClassifier(scope, features, coefficient), input('domains', [2, 1])));
  const coefficient = input('coefficient', []);
  // With −1 the reversal is undone.
  const [reversed, plain] = [loss(coefficient), loss(-1)];
  const weights = scope.trained[0]!;
  const [reversedLoss, plainLoss, hidden, learnt, shown, same] = evaluate(
    [reversed, plain, ...gradients(reversed, [features, weights]), ...gradients(plain, [features, weights])],
    new Map<string, ArrayLike<number>>([
      ['features', randomFloats(24, 3, -1, 1)],
      ['domains', [0, 1]],
      ['coefficient', [0.25]],
    ]),
  ).map(({ data }) => data);
  expect(reversedLoss![0]).toBeCloseTo(plainLoss![0]!, 12);
  expect(Math.hypot(...shown!)).toBeGreaterThan(1e-3);
  for (const [at, slope] of shown!.entries()) expect(hidden![at]).toBeCloseTo(-0.25 * slope, 12);
  for (const [at, slope] of same!.entries()) expect(learnt![at]).toBeCloseTo(slope, 12);
});
