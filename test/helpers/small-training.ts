/** A job small enough for tests: a linear classifier with dropout, its gradient and momentum written by hand. */
import {
  encodeModel,
  float32Tensor,
  int,
  int64Tensor,
  ints,
  makeModel,
  makeNode,
  makeValue,
} from '../../models/onnx/index.ts';
import {
  argmaxRows,
  countConfusion,
  scoreConfusion,
  type Dataset,
  type EvaluationProgram,
  type Scorer,
  type StepProgram,
  type TrainingJob,
  type TrainingOptions,
} from '../../models/train/index.ts';
import { createRandom } from '../../models/data/synth/random.ts';

const FEATURES = 6;
const CLASSES = ['negative', 'positive', 'surprise'] as const;
const K = CLASSES.length;
const BATCH = 4;
/** Share of features that dropout blanks, and the momentum. */
const DROP = 0.25;
const MOMENTUM = 0.9;

/**
 * p = (x ⊙ [u ≥ DROP] / (1 − DROP)) · w + b, loss = mean (p − y)², dw = 2/(B·K) · xᵀ(p − y); m' = MOMENTUM·m + dw,
 * w' = w − learningRate · m'.
 */
export function smallProgram(batch = BATCH, features = FEATURES): StepProgram {
  const scale = 2 / (batch * K);
  const model = makeModel({
    name: 'small',
    inputs: [
      makeValue('x', 'float32', [batch, features]),
      makeValue('y', 'float32', [batch, K]),
      makeValue('learningRate', 'float32', []),
      makeValue('u', 'float32', [batch, features]),
      makeValue('w', 'float32', [features, K]),
      makeValue('b', 'float32', [K]),
      makeValue('w.m', 'float32', [features, K]),
      makeValue('steps', 'int64', []),
    ],
    outputs: [
      makeValue('loss', 'float32', []),
      makeValue('gradNorm', 'float32', []),
      makeValue('w.next', 'float32', [features, K]),
      makeValue('b.next', 'float32', [K]),
      makeValue('w.m.next', 'float32', [features, K]),
      makeValue('steps.next', 'int64', []),
    ],
    initializers: [
      float32Tensor('drop', [], [DROP]),
      float32Tensor('kept', [], [1 / (1 - DROP)]),
      float32Tensor('none', [], [0]),
      float32Tensor('scale', [], [scale]),
      float32Tensor('momentum', [], [MOMENTUM]),
      int64Tensor('one', [1], []),
      int64Tensor('rows', [0]),
    ],
    nodes: [
      makeNode('GreaterOrEqual', ['u', 'drop'], ['keeps']),
      makeNode('Where', ['keeps', 'kept', 'none'], ['mask']),
      makeNode('Mul', ['x', 'mask'], ['seen']),
      makeNode('MatMul', ['seen', 'w'], ['product']),
      makeNode('Add', ['product', 'b'], ['p']),
      makeNode('Sub', ['p', 'y'], ['error']),
      makeNode('Mul', ['error', 'error'], ['squares']),
      makeNode('ReduceMean', ['squares'], ['loss'], { keepdims: int(0) }),
      makeNode('Mul', ['error', 'scale'], ['dp']),
      makeNode('Transpose', ['seen'], ['seenT'], { perm: ints([1, 0]) }),
      makeNode('MatMul', ['seenT', 'dp'], ['dw']),
      makeNode('ReduceSum', ['dp', 'rows'], ['db'], { keepdims: int(0) }),
      makeNode('ReduceL2', ['dw'], ['gradNorm'], { keepdims: int(0) }),
      makeNode('Mul', ['w.m', 'momentum'], ['decayed']),
      makeNode('Add', ['decayed', 'dw'], ['w.m.next']),
      makeNode('Mul', ['w.m.next', 'learningRate'], ['dwStep']),
      makeNode('Sub', ['w', 'dwStep'], ['w.next']),
      makeNode('Mul', ['db', 'learningRate'], ['dbStep']),
      makeNode('Sub', ['b', 'dbStep'], ['b.next']),
      makeNode('Add', ['steps', 'one'], ['steps.next']),
    ],
  });
  const random = createRandom(5);
  const weights = Float32Array.from({ length: features * K }, () => random.normal() / 10);
  const tensor = { dtype: 'float32' } as const;
  return {
    bytes: encodeModel(model),
    inputs: [
      { ...tensor, name: 'x', shape: [batch, features] },
      { ...tensor, name: 'y', shape: [batch, K] },
      { ...tensor, name: 'learningRate', shape: [] },
    ],
    noise: [{ ...tensor, name: 'u', shape: [batch, features] }],
    state: [
      { ...tensor, name: 'w', shape: [features, K], next: 'w.next', kind: 'parameter', initial: weights },
      { ...tensor, name: 'b', shape: [K], next: 'b.next', kind: 'parameter', initial: new Float32Array(K) },
      {
        ...tensor,
        name: 'w.m',
        shape: [features, K],
        next: 'w.m.next',
        kind: 'moment',
        initial: new Float32Array(features * K),
      },
      {
        name: 'steps',
        dtype: 'int64',
        shape: [],
        next: 'steps.next',
        kind: 'counter',
        initial: new BigInt64Array(1),
      },
    ],
    losses: ['loss'],
    extras: ['gradNorm'],
  };
}

function smallEvaluation(batch = BATCH, features = FEATURES): EvaluationProgram {
  const model = makeModel({
    name: 'small-evaluation',
    inputs: [
      makeValue('x', 'float32', [batch, features]),
      makeValue('w', 'float32', [features, K]),
      makeValue('b', 'float32', [K]),
    ],
    outputs: [makeValue('p', 'float32', [batch, K])],
    nodes: [makeNode('MatMul', ['x', 'w'], ['product']), makeNode('Add', ['product', 'b'], ['p'])],
  });
  return {
    bytes: encodeModel(model),
    inputs: [{ name: 'x', shape: [batch, features], dtype: 'float32' }],
    parameters: ['w', 'b'],
    outputs: ['p'],
  };
}

/** Points around one centre for each class; augmentation shakes them a little. */
export function smallDataset(length: number, seed: number, name = 'points'): Dataset {
  const random = createRandom(seed);
  const classes = Int32Array.from({ length }, (_, i) => i % K);
  const points = Array.from(classes, (label) =>
    Float32Array.from({ length: FEATURES }, (_, f) => (f % K === label ? 1 : 0) + 0.3 * random.normal()),
  );
  return {
    name,
    fingerprint: `points ${length} ${seed}`,
    length,
    classes,
    readBatch: (requests) => {
      const x = new Float32Array(requests.length * FEATURES);
      const y = new Float32Array(requests.length * K);
      for (const [row, { index, seed: shake }] of requests.entries()) {
        x.set(points[index]!, row * FEATURES);
        if (shake !== null) x[row * FEATURES]! += 0.1 * createRandom(shake).normal();
        y[row * K + classes[index]!] = 1;
      }
      return Promise.resolve({ x, y });
    },
  };
}

function createScorer(): Scorer {
  const known: number[] = [];
  const said: number[] = [];
  return {
    add: (outputs, batch, rows) => {
      known.push(...argmaxRows(batch['y'] as Float32Array, K).subarray(0, rows));
      said.push(...argmaxRows(outputs['p'] as Float32Array, K).subarray(0, rows));
    },
    result: () => {
      const confusion = countConfusion(known, said, CLASSES);
      return { metrics: { ...scoreConfusion(confusion) }, confusion };
    },
  };
}

export function smallJob(changes: Partial<TrainingJob> = {}): TrainingJob {
  return {
    network: { name: 'small', preset: 'only', options: { classes: K } },
    step: smallProgram(),
    batch: BATCH,
    dataset: smallDataset(22, 1),
    evaluation: {
      program: smallEvaluation(),
      dataset: smallDataset(10, 2),
      createScorer,
      watched: 'uf1',
      better: 'higher',
    },
    stepAt: (batch) => smallProgram(batch),
    exportModel: () => smallEvaluation().bytes,
    ...changes,
  };
}

export const smallOptions = (changes: Partial<TrainingOptions> = {}): TrainingOptions => ({
  epochs: 4,
  schedules: { learningRate: { kind: 'cosine', value: 0.1, end: 0, warmUpSteps: 2 } },
  seed: 7,
  sampling: { isBalanced: true, shares: null },
  patience: null,
  ...changes,
});
