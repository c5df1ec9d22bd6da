import { expect, test } from 'vitest';
import { t } from '../strings/index.ts';
import { MadeConversation } from './testing/made-conversation.ts';
import { madeRun } from './testing/made-run.ts';
import { RunCurves } from './run/run-curves.svelte.ts';
import { Trainer } from './trainer.svelte.ts';

const curve = (from: number, values: readonly number[]) => ({
  name: 'loss',
  group: 'loss' as const,
  steps: Float64Array.from(values, (_, index) => from + index),
  values: Float32Array.from(values),
});

test('runs are those that run, wait and have ended; a change of state is said once', async () => {
  const engine = new MadeConversation({
    'trainer.runs': () => [
      madeRun(),
      madeRun({ id: 'waitaaaa', state: 'waiting' }),
      madeRun({ id: 'doneaaaa', state: 'done' }),
    ],
  });
  const said: string[] = [];
  const trainer = new Trainer(engine, (text) => said.push(text));
  trainer.attach();
  await trainer.load();
  expect([trainer.active, trainer.waiting, trainer.ended].map((runs) => runs.map(({ id }) => id))).toEqual([
    ['madeaaaa'],
    ['waitaaaa'],
    ['doneaaaa'],
  ]);
  engine.tell('trainer.runChanged', madeRun({ step: 51 }));
  expect(said).toEqual([]);
  engine.tell('trainer.runChanged', madeRun({ state: 'paused' }));
  engine.tell('trainer.runChanged', madeRun({ state: 'paused', step: 52 }));
  expect(said).toEqual([t.trainer.stateSaid('First try', 'paused')]);
});

test('an engine that cannot list its networks shows runs all the same', async () => {
  const engine = new MadeConversation({
    'trainer.runs': () => [madeRun()],
    'trainer.networks': () => {
      throw Object.assign(new Error('No.'), { code: 'broken', remedy: 'Again.' });
    },
  });
  const trainer = new Trainer(engine, () => undefined);
  await trainer.load();
  expect(trainer.problem).toBeNull();
  await expect.poll(() => trainer.networksProblem?.message).toBe('No.');
  expect(trainer.runs).toHaveLength(1);
});

test('points that come while the history is on its way are taken once', async () => {
  const history = Promise.withResolvers<unknown>();
  const engine = new MadeConversation({ 'trainer.history': () => history.promise });
  const curves = new RunCurves(engine, 'madeaaaa');
  curves.attach();
  const loading = curves.load();
  engine.tell('trainer.points', { run: 'madeaaaa', curves: [curve(2, [0.8, 0.7])] });
  engine.tell('trainer.points', { run: 'otheraaa', curves: [curve(9, [5])] });
  history.resolve({ run: 'madeaaaa', curves: [curve(1, [1, 0.8])], epochs: [] });
  await loading;
  expect(curves.get('loss', 'loss')?.x).toEqual([1, 2, 3]);
  engine.tell('trainer.points', { run: 'madeaaaa', curves: [curve(4, [0.6])] });
  expect(curves.get('loss', 'loss')?.x).toEqual([1, 2, 3, 4]);
});

test('one epoch alone is the best, and an epoch that is told again takes the place of the first telling', () => {
  const engine = new MadeConversation({});
  const curves = new RunCurves(engine, 'madeaaaa');
  curves.attach();
  const epoch = (number: number, isBest: boolean) => ({
    run: 'madeaaaa',
    epoch: { epoch: number, step: 10 * number, losses: {}, metrics: null, confusion: null, isBest },
  });
  for (const [number, isBest] of [
    [1, true],
    [2, false],
    [2, true],
  ] as const)
    engine.tell('trainer.epoch', epoch(number, isBest));
  expect(curves.epochs.map((each) => [each.epoch, each.isBest])).toEqual([
    [1, false],
    [2, true],
  ]);
});

test('an epoch that ends while one looks on is a point of the score’s curve and of the mean loss', async () => {
  const history = Promise.withResolvers<unknown>();
  const engine = new MadeConversation({ 'trainer.history': () => history.promise });
  const curves = new RunCurves(engine, 'madeaaaa');
  curves.attach();
  const loading = curves.load();
  const ends = (epoch: number, uf1: number): void =>
    engine.tell('trainer.epoch', {
      run: 'madeaaaa',
      epoch: {
        ...{ epoch, step: 10 * epoch, losses: { loss: 1 / epoch }, metrics: { uf1 } },
        ...{ confusion: null, isBest: true },
      },
    });
  // While the history is on its way, and afterwards.
  ends(1, 0.25);
  history.resolve({ run: 'madeaaaa', curves: [], epochs: [] });
  await loading;
  ends(2, 0.5);
  const points = (group: 'metric' | 'epochLoss', name: string) => {
    const { x, y } = curves.get(group, name)!;
    return [x, y];
  };
  expect(points('metric', 'uf1')).toEqual([
    [10, 20],
    [0.25, 0.5],
  ]);
  expect(points('epochLoss', 'loss')).toEqual([
    [10, 20],
    [1, 0.5],
  ]);
  expect(curves.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
});
