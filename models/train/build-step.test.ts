/** Optimizers, clipping and losses against PyTorch's numbers (test/oracles/optimizers.py), through onnxruntime. */
import { describe, expect, it } from 'vitest';
import oracle from '../../test/oracles/optimizers.json' with { type: 'json' };
import { expectClose } from '../../test/helpers/expect-close.ts';
import {
  Add,
  input,
  MatMul,
  Mul,
  noise,
  ReduceMean,
  Scope,
  Square,
  Sub,
  type Tensor,
  ZEROS,
} from '../graph/index.ts';
import { buildEvaluation, buildStep, type Learner } from './build-step.ts';
import { mixLosses, sigmoidCrossEntropy, softmaxCrossEntropy, uncertaintyWeighted } from './losses.ts';
import type { Optimizer } from './optimizers.ts';
import type { StepProgram } from './program.ts';
import { StepRunner } from './step-runner.ts';

const f32 = (values: readonly number[]): Float32Array => Float32Array.from(values);
const stored = (values: readonly number[]) => ({ kind: 'values', values: f32(values) }) as const;
const { problem } = oracle;
const batch = { x: f32(problem.x), y: f32(problem.y) };

const valuesOf = (runner: StepRunner, name: string): number[] => [
  ...(runner.state.get(name)!.values as Float32Array),
];

/** mean (x·w + b − y)² over eight samples. */
function regression(scope: Scope): Tensor {
  const w = scope.parameter('w', [4, 3], stored(problem.w));
  const b = scope.parameter('b', [3], stored(problem.b));
  return ReduceMean(Square(Sub(Add(MatMul(input('x', [8, 4]), w), b), input('y', [8, 3]))));
}

function learning(optimizer: Optimizer, clipNorm: number | null): StepProgram {
  const scope = new Scope('training');
  const loss = regression(scope);
  const learner = { name: 'all', optimizer, loss, parameters: scope.trained, clipNorm };
  return buildStep({ name: 'regression', seed: 0, losses: { loss }, learners: [learner], scope });
}

const sgd = (momentum: number, weightDecay = 0): Optimizer => ({ kind: 'sgd', momentum, weightDecay });
const adam = (changes: Partial<Extract<Optimizer, { kind: 'adam' | 'adamw' }>> = {}): Optimizer => ({
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  ...changes,
});

describe('an optimizer', () => {
  it.each<[keyof typeof oracle.runs, Optimizer, number, number | null]>([
    ['sgd', sgd(0), 0.1, null],
    ['sgd momentum decay', sgd(0.9, 0.01), 0.1, null],
    ['sgd clipped', sgd(0.9), 0.1, 0.5],
    ['adam', adam(), 0.05, null],
    ['adam decay', adam({ beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1 }), 0.05, null],
    ['adamw', adam({ kind: 'adamw', weightDecay: 0.1 }), 0.05, null],
    ['adamw clipped', adam({ kind: 'adamw', weightDecay: 0.1 }), 0.05, 0.5],
  ])('goes where PyTorch goes: %s', async (name, optimizer, learningRate, clipNorm) => {
    const expected = oracle.runs[name];
    await using runner = await StepRunner.open(learning(optimizer, clipNorm), 1);
    const told = [];
    while (told.length < expected.losses.length) told.push(await runner.run(batch, { learningRate }, {}));
    // float32 against float64 over ten steps of sizes around 1; each rounds some 1e-7 away
    expectClose(
      told.map(({ losses }) => losses['loss']!),
      expected.losses,
      1e-5,
    );
    // PyTorch tells the norm where it clips.
    expectClose(
      told.slice(0, expected.norms.length).map(({ scalars }) => scalars['gradNorm']!),
      expected.norms,
      1e-5,
    );
    expectClose(valuesOf(runner, 'w'), expected.w, 3e-6);
    expectClose(valuesOf(runner, 'b'), expected.b, 3e-6);
  });

  it('may be one of several in a program, each moving its own parameters', async () => {
    // A tug of war: u climbs what v descends.
    const scope = new Scope('training');
    const [u, v] = ['u', 'v'].map((name) => scope.parameter(name, [1, 2], stored([1, -2])));
    const game = ReduceMean(Mul(u!, v!));
    const learners: Learner[] = [
      { name: 'critic', optimizer: adam(), loss: Mul(game, -1), parameters: [u!], clipNorm: null },
      { name: 'generator', optimizer: sgd(0), loss: game, parameters: [v!], clipNorm: null },
    ];
    const program = buildStep({ name: 'game', seed: 0, losses: { loss: game }, learners, scope });
    expect(program.inputs.map(({ name }) => name).sort()).toEqual([
      'critic.learningRate',
      'generator.learningRate',
    ]);
    await using runner = await StepRunner.open(program, 1);
    const rates = { 'critic.learningRate': 0.125, 'generator.learningRate': 0.5 };
    const { scalars } = await runner.run({}, rates, {});
    // Adam's first step is the rate, up or down; d game/dv = u/2.
    expectClose(valuesOf(runner, 'u'), [1.125, -2.125], 1e-6);
    expectClose(valuesOf(runner, 'v'), [1 - 0.5 * 0.5, -2 + 0.5 * 1], 1e-6);
    expect(scalars['generator.gradNorm']).toBeCloseTo(Math.hypot(0.5, 1), 6);
  });
});

describe('a step', () => {
  it('hands round statistics, noise and parameters that nothing moves', async () => {
    const scope = new Scope('training');
    const w = scope.parameter('w', [1, 2], stored([2, 4]));
    const fixed = scope.parameter('fixed', [1, 2], stored([10, 20]));
    const mean = scope.statistic('mean', [2], ZEROS);
    scope.update(mean, Add(mean, 1));
    const loss = ReduceMean(Mul(Mul(w, fixed), noise('mask', [1, 2])));
    const learner = { name: 'all', optimizer: sgd(0), loss, parameters: [w], clipNorm: null };
    const program = buildStep({ name: 'step', seed: 0, losses: { loss }, learners: [learner], scope });
    expect(program.noise).toEqual([{ name: 'mask', shape: [1, 2], dtype: 'float32' }]);
    expect(program.state.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
      'parameter fixed',
      'parameter w',
      'statistic mean',
    ]);
    await using runner = await StepRunner.open(program, 1);
    await runner.run({}, { learningRate: 0.1 }, { mask: f32([1, 0]) });
    expectClose(valuesOf(runner, 'w'), [2 - 0.1 * 5, 4], 1e-6);
    expect(valuesOf(runner, 'fixed')).toEqual([10, 20]);
    expect(valuesOf(runner, 'mean')).toEqual([1, 1]);
  });

  it('and its evaluation call parameters the same', () => {
    const program = buildEvaluation('evaluation', { loss: regression(new Scope('inference')) });
    expect([...program.parameters].sort()).toEqual(['b', 'w']);
    expect(program.inputs.map(({ name, shape }) => `${name} ${shape.join()}`)).toEqual(['x 8,4', 'y 8,3']);
    const state = learning(sgd(0), null).state.map(({ name }) => name);
    expect(state).toEqual(expect.arrayContaining([...program.parameters]));
  });
});

describe('a loss', () => {
  const [N, C] = [4, 3];
  const rows = oracle.classes.flatMap((label) => [0, 1, 2].map((column) => (column === label ? 1 : 0)));

  /** The loss and, from what one step of plain descent with rate 1 takes off them, its gradients. */
  async function measure(
    build: (logits: Tensor, s: Tensor) => Tensor,
  ): Promise<{ loss: number; logits: number[]; s: number[] }> {
    const scope = new Scope('training');
    const logits = scope.parameter('logits', [N, C], stored(oracle.logits));
    const s = scope.parameter('s', [C], stored(oracle.logVariances));
    const loss = build(logits, s);
    const learner = { name: 'all', optimizer: sgd(0), loss, parameters: scope.trained, clipNorm: null };
    const program = buildStep({ name: 'loss', seed: 0, losses: { loss }, learners: [learner], scope });
    await using runner = await StepRunner.open(program, 1);
    const result = await runner.run({ labels: f32(oracle.labels), rows: f32(rows) }, { learningRate: 1 }, {});
    const moved = (name: string, from: readonly number[]): number[] =>
      valuesOf(runner, name).map((value, i) => from[i]! - value);
    return {
      loss: result.losses['loss']!,
      logits: moved('logits', oracle.logits),
      s: moved('s', oracle.logVariances),
    };
  }

  const labels = (): Tensor => input('labels', [N, C]);
  const targets = (): Tensor => input('rows', [N, C]);
  const LIMIT = 1e-5; // float32: what is left of a gradient of 1 beside a logit of 80

  it('of yes-or-no labels is PyTorch’s, far out too', async () => {
    const { value, gradients } = oracle.losses.sigmoid;
    const mean = value.reduce((sum, v) => sum + v, 0) / value.length;
    const measured = await measure((logits) => ReduceMean(sigmoidCrossEntropy(logits, labels())));
    expect(measured.loss / mean).toBeCloseTo(1, 6);
    expectClose(
      measured.logits,
      gradients[0]!.map((g) => g / value.length),
      LIMIT,
    );
  });

  it.each([
    ['softmax', null],
    ['softmax weighted', oracle.classWeights],
  ] as const)('of classes is PyTorch’s, and leaves out samples without one: %s', async (name, weights) => {
    const { value, gradients } = oracle.losses[name];
    const measured = await measure((logits) => softmaxCrossEntropy(logits, targets(), weights));
    expect(measured.loss / value[0]!).toBeCloseTo(1, 6);
    expectClose(measured.logits, gradients[0]!, LIMIT);
  });

  it('of classes is nothing in a batch that has none', async () => {
    const measured = await measure((logits) => softmaxCrossEntropy(logits, Mul(targets(), 0)));
    expect(measured.loss).toBeCloseTo(0, 12);
    expect(measured.logits.every((g) => g === 0)).toBe(true);
  });

  it('with learnt weights is what PyTorch makes of the formula', async () => {
    const { value, gradients } = oracle.losses.uncertainty;
    const measured = await measure((logits, s) =>
      ReduceMean(uncertaintyWeighted(ReduceMean(sigmoidCrossEntropy(logits, labels()), [0]), s)),
    );
    expect(measured.loss / value[0]!).toBeCloseTo(1, 6);
    expectClose(measured.logits, gradients[0]!, 2e-5);
    expectClose(measured.s, gradients[1]!, LIMIT);
  });

  it('mixed is the weighted sum, and the terms are still told', async () => {
    const scope = new Scope('training');
    const w = scope.parameter('w', [1, 1], stored([3]));
    const losses = mixLosses({
      au: { value: ReduceMean(w), weight: 2 },
      emotion: { value: ReduceMean(Square(w)), weight: 0.5 },
    });
    const learner = {
      name: 'all',
      optimizer: sgd(0),
      loss: losses['loss']!,
      parameters: [w],
      clipNorm: null,
    };
    const program = buildStep({ name: 'mix', seed: 0, losses, learners: [learner], scope });
    expect(program.losses).toEqual(['loss', 'au', 'emotion']);
    await using runner = await StepRunner.open(program, 1);
    const result = await runner.run({}, { learningRate: 1 }, {});
    expect(result.losses).toEqual({ loss: 10.5, au: 3, emotion: 9 });
    expect(valuesOf(runner, 'w')).toEqual([3 - (2 + 3)]);
  });
});
