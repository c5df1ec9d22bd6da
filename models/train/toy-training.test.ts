/** Twenty steps of a small network against PyTorch in float64 (test/oracles/autodiff.py): the loss step by step. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wave } from '../../test/helpers/torch-cases.ts';
import { Flatten, input, MaxPool, Relu, Scope, type Tensor } from '../graph/index.ts';
import { batchNormalization, convolution, instanceNormalization, linear } from '../layers/index.ts';
import { buildStep } from './build-step.ts';
import type { Batch } from './dataset.ts';
import { softmaxCrossEntropy } from './losses.ts';
import type { StepProgram } from './program.ts';
import { StepRunner } from './step-runner.ts';

interface Training {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
  /** Mean and variance of each layer. */
  readonly running: Readonly<Record<string, readonly [readonly number[], readonly number[]]>>;
}

const { training } = JSON.parse(
  readFileSync(new URL('../../test/oracles/autodiff.json', import.meta.url), 'utf8'),
) as { readonly training: Training };

const [SAMPLES, CLASSES] = [6, 3];

it('loses what PyTorch loses, step by step, and keeps the same running statistics', async () => {
  await using runner = await StepRunner.open(program(), 1);
  expect(training.losses).toHaveLength(20);
  for (const [step, expected] of training.losses.entries()) {
    const { losses } = await runner.run(batch(step), { learningRate: 0.01 }, {});
    // PyTorch's own float32 goes 3.8e-7 from its float64 in 20 such steps; later on rounding grows without bounds.
    expect(Math.abs(losses['loss']! - expected), `step ${String(step)}`).toBeLessThan(TOLERANCE);
  }
  for (const [layer, [mean, variance]] of Object.entries(training.running)) {
    expectNear(runner, `${layer}.running_mean`, mean);
    expectNear(runner, `${layer}.running_var`, variance);
  }
});

const TOLERANCE = 2e-6;

function expectNear(runner: StepRunner, name: string, expected: readonly number[]): void {
  const { values } = runner.state.get(name)!;
  expect(values).toHaveLength(expected.length);
  for (const [place, value] of expected.entries())
    expect(Math.abs(Number(values[place]) - value), name).toBeLessThan(TOLERANCE);
}

function program(): StepProgram {
  const scope = new Scope('training');
  const loss = softmaxCrossEntropy(
    network(scope, input('x', [SAMPLES, 2, 8, 8])),
    input('y', [SAMPLES, CLASSES]),
  );
  const optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
  const learner = { name: 'all', optimizer, loss, parameters: scope.trained, clipNorm: null };
  const built = buildStep({ name: 'toy', seed: 0, losses: { loss }, learners: [learner], scope });
  const names = Object.keys(training.shapes);
  expect(scope.trained).toHaveLength(names.length);
  const state = built.state.map((tensor) => {
    const index = names.indexOf(tensor.name);
    return index < 0 ? tensor : { ...tensor, initial: firstValues(tensor.name, index) };
  });
  return { ...built, state };
}

function network(scope: Scope, x: Tensor): Tensor {
  const unbiased = { pads: 1, bias: false };
  const first = convolution(scope.within('conv1'), x, 6, [3, 3], unbiased);
  const second = convolution(
    scope.within('conv2'),
    Relu(batchNormalization(scope.within('bn1'), first)),
    8,
    [3, 3],
    unbiased,
  );
  const pooled = MaxPool(Relu(batchNormalization(scope.within('bn2'), second)), 3, { strides: 2, pads: 1 });
  const third = convolution(scope.within('conv3'), pooled, 8, [3, 3], { pads: 1 });
  return linear(scope.within('fc'), Flatten(Relu(instanceNormalization(scope, third))), CLASSES);
}

/** As `first_values` in autodiff.py. */
function firstValues(name: string, index: number): Float32Array {
  const shape = training.shapes[name]!;
  const bound = Math.sqrt(6 / shape.slice(1).reduce((count, size) => count * size, 1));
  const [low, high] = shape.length > 1 ? [-bound, bound] : name.endsWith('weight') ? [0.8, 1.2] : [-0.1, 0.1];
  return Float32Array.from(wave(shape, 300 + index, low, high));
}

/** Each class has its own picture, under others. */
function batch(step: number): Batch {
  const labels = Array.from({ length: SAMPLES }, (_, sample) => (step + sample) % CLASSES);
  const classes = labels.flatMap((label) => Array.from(wave([2, 8, 8], 500 + label)));
  const x = Float32Array.from(wave([SAMPLES, 2, 8, 8], 1000 + step), (value, at) => value + classes[at]!);
  const y = Float32Array.from({ length: SAMPLES * CLASSES }, (_, at) =>
    labels[Math.floor(at / CLASSES)] === at % CLASSES ? 1 : 0,
  );
  return { x, y };
}
