import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { TRAINER_REQUESTS } from './trainer.ts';

const ID = 'aaaaaaaa';
const ORDER = {
  ...{
    kind: 'training',
    name: 'One',
    network: 'au-gacn',
    preset: 'light',
    data: [ID],
    validation: [],
    from: null,
  },
  ...{ epochs: 2, batch: 8, learningRate: 0.001, schedule: 'cosine', seed: 1, isBalanced: true, patience: 0 },
  changes: { sizePx: 32, input: 'rgb', graphPooling: true },
};

const takes = (name: keyof typeof TRAINER_REQUESTS, value: unknown): boolean =>
  v.is(TRAINER_REQUESTS[name].takes, value);

describe('an order', () => {
  it('that is whole is taken', () => expect(takes('trainer.add', { order: ORDER })).toBe(true));

  it.each([
    ['no data', { data: [] }],
    ['a path in place of data', { data: ['/etc'] }],
    ['a network that is a path', { network: '../x' }],
    ['no epoch', { epochs: 0 }],
    ['a batch beyond any machine', { batch: 1e6 }],
    ['a rate of zero', { learningRate: 0 }],
    ['a rate that is no number', { learningRate: NaN }],
    ['an option that is a list', { changes: { a: [1] } }],
    [
      'more options than there are',
      { changes: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, 1])) },
    ],
    ['a name of nothing', { name: '  ' }],
    ['something more', { folder: '/tmp' }],
    ['a protocol of a training', { protocol: 'loso' }],
  ])('with %s is not', (_, change) =>
    expect(takes('trainer.add', { order: { ...ORDER, ...change } })).toBe(false),
  );
});

const GENERATE = {
  ...{ run: ID, data: ID, name: 'Made', perClass: 300, seed: 1, hasVisibleMark: true, rights: null },
};
it('clips of a generator are ordered by ids', () => expect(takes('trainer.generate', GENERATE)).toBe(true));

it.each([
  ['trainer.look', { source: { kind: 'path', path: 'a\0b' }, set: 'auto', samples: 1 }],
  ['trainer.look', { source: { kind: 'path', path: 'a' }, set: 'mnist', samples: 1 }],
  ['trainer.look', { source: { kind: 'uploads', uploads: [], name: 'x' }, set: 'auto', samples: 1 }],
  ['trainer.look', { source: { kind: 'path', path: 'a' }, set: 'auto', samples: 1e6 }],
  ['trainer.command', { run: ID, command: 'kill' }],
  ['trainer.sample', { run: ID, name: '../../secret' }],
  ['trainer.clip', { ref: { data: ID, part: '..', index: 0 }, widthPx: 64 }],
  ['trainer.clip', { ref: { data: ID, part: 'train', index: -1 }, widthPx: 64 }],
  ['trainer.cell', { run: ID, known: 0, said: 0, from: 0, count: 1e6 }],
  ['trainer.install', { model: '../../au-gacn.onnx' }],
  ['trainer.generator', { run: '../x' }],
  ['trainer.generate', { ...GENERATE, perClass: 0 }],
  ['trainer.generate', { ...GENERATE, perClass: 1e6 }],
  ['trainer.generate', { ...GENERATE, data: '/home' }],
  ['trainer.generate', { ...GENERATE, rights: 'finders-keepers' }],
  ['trainer.generate', { ...GENERATE, name: ' ' }],
  ['trainer.generate', { ...GENERATE, model: '/tmp/generator.onnx' }],
  ['trainer.exportGenerator', { run: ID, outDir: 'a\0b' }],
  ['trainer.setCard', { model: ID, text: 'x'.repeat(100_001) }],
  ['trainer.setSettings', { whileLive: 'yield', resumesByItself: true, threads: 0 }],
] as const)('%s does not take %j', (name, value) => {
  expect(takes(name, value)).toBe(false);
});
