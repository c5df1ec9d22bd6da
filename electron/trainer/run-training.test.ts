import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainingCall } from '../../contract/training.ts';
import { splitOf } from '../../models/data/clips/index.ts';
import { writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { openTraining } from './run-training.ts';

const root = tempFolder('run training');
const names = Array.from({ length: 40 }, (_, k) => `${k}.jpg`);
const [learnt, scored] = (['train', 'validation'] as const).map((split) =>
  names.filter((name) => splitOf(name) === split),
);
const [parted, whole] = [join(root, 'parted'), join(root, 'whole')];
writeWindows(join(parted, 'train'), 16, learnt!.slice(0, 4));
writeWindows(join(parted, 'validation'), 8, scored!.slice(0, 2), { seed: 2 });
writeWindows(whole, 12, learnt!.slice(2, 5), { seed: 3 });

const CALL: TrainingCall = {
  ...{ network: 'stst-net', preset: 'paper', changes: {}, data: [whole], validation: [] },
  ...{ folder: join(root, 'run'), isResumed: false, from: null, threads: 1 },
  ...{ epochs: 1, batch: 4, learningRate: null, schedule: null, seed: 1, isBalanced: null, patience: null },
};
const opened = (change: Partial<TrainingCall>) => {
  using opening = new DisposableStack();
  const { stores, job } = openTraining({ ...CALL, ...change }, opening);
  return { folders: stores.map(({ folder }) => folder), job };
};

test('data of parts is learnt from by one part and scored by another, also where other data is learnt from', () => {
  expect(opened({ data: [parted] }).folders).toEqual([join(parted, 'train'), join(parted, 'validation')]);
  expect(opened({ validation: [parted] }).folders).toEqual([whole, join(parted, 'validation')]);
  expect(opened({ data: [parted], validation: [whole] }).folders).toEqual([join(parted, 'train'), whole]);
});

test('networks that make faces go on from the last state of a run, recognizers from its best', () => {
  const small = { width: 2, residuals: 0, imageWidth: 2, videoWidth: 2, sizePx: 16, frames: 4 };
  const maker = { network: 'au-icgan', preset: 'small', data: [parted], changes: small };
  expect(opened(maker).job.beginsWithLast).toBe(true);
  expect(opened({ data: [parted] }).job.beginsWithLast).toBeUndefined();
});
