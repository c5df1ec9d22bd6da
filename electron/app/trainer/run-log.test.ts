import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainingEpoch, TrainingStep } from '../../../contract/training.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { RunLog } from './run-log.ts';

const folder = tempFolder('run-log');

const stepAt = (step: number, losses: Record<string, number> = { loss: step }): TrainingStep => ({
  ...{ event: 'step', epoch: 1, step, steps: 100_000, losses, scalars: { learningRate: 0.5 } },
  ...{ samplesPerS: 1, leftS: null, memoryBytes: 0 },
});

const epochAt = (epoch: number, step: number, isBest: boolean): TrainingEpoch => ({
  ...{ event: 'epoch', epoch, step, losses: { loss: 1 }, metrics: { uf1: epoch / 10 }, isBest },
  confusion: {
    classes: ['a', 'b'],
    counts: [
      [1, 0],
      [0, 1],
    ],
  },
});

test('a run of many steps is told in few lines, each the mean of its steps', () => {
  const log = new RunLog(folder);
  log.begin(0, 100_000);
  for (let step = 1; step <= 100_000; step++) log.step(stepAt(step));
  expect(log.read()).toHaveLength(20_000);
  expect(log.read()[0]).toMatchObject({ step: 5, losses: { loss: 3 } });
  const { curves } = log.history('aaaaaaaa');
  const loss = curves.find(({ name }) => name === 'loss')!;
  expect(loss.steps).toHaveLength(2000);
  // Fifty steps a point: the mean of 1 … 50 at step 50.
  expect([loss.steps[0], loss.values[0]]).toEqual([50, 25.5]);
  expect(loss.steps.at(-1)).toBe(100_000);
});

test('what was told and not saved is forgotten when the run goes on; a line cut short is none', () => {
  const log = new RunLog(folder);
  log.begin(0, 10);
  for (let step = 1; step <= 4; step++) log.step(stepAt(step));
  log.epoch(epochAt(1, 4, true));
  for (let step = 5; step <= 7; step++) log.step(stepAt(step));
  appendFileSync(join(folder, 'told.jsonl'), '{"step":8,"loss');
  const again = new RunLog(folder);
  again.begin(5, 10);
  again.step(stepAt(6));
  again.epoch(epochAt(2, 8, false));
  again.epoch(epochAt(3, 9, true));
  const { curves, epochs } = again.history('aaaaaaaa');
  expect([...curves[0]!.steps]).toEqual([1, 2, 3, 4, 5, 6]);
  // The best is the last that beat all before.
  expect(epochs.map(({ isBest }) => isBest)).toEqual([false, false, true]);
});

test('programs that take turns tell different losses: each is the mean of its own', () => {
  const log = new RunLog(folder);
  log.begin(0, 40_000);
  log.step(stepAt(1, { critic: 4 }));
  expect(log.step(stepAt(2, { loss: 1 }))).toMatchObject({ losses: { critic: 4, loss: 1 } });
});
