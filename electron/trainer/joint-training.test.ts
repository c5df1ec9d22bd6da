import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainingCall, TrainingEvent } from '../../contract/training.ts';
import { splitOf } from '../../models/data/clips/index.ts';
import { RunFolder, TrainingControl } from '../../models/train/index.ts';
import { writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { runTraining } from './run-training.ts';

const root = tempFolder('joint training');
const names = Array.from({ length: 100 }, (_, k) => `${k}.jpg`);
const [learnt, scored] = (['train', 'validation'] as const).map((split) =>
  names.filter((name) => splitOf(name) === split),
);
const [windows, macro] = [join(root, 'windows'), join(root, 'macro')];
writeWindows(windows, 16, [...learnt!.slice(0, 3), scored![0]!]);
writeWindows(macro, 16, ['somebody.jpg', scored![0]!], { seed: 5 });

const CALL: TrainingCall = {
  ...{ network: 'me-recognizer', preset: null, changes: { seenPx: 64, width: 2, part: 6 } },
  ...{ data: [windows], validation: [], macro, folder: join(root, 'run'), isResumed: false, from: null },
  ...{ epochs: 1, batch: 4, learningRate: null, schedule: null, seed: 1, isBalanced: null, patience: null },
  threads: 1,
};

test('beside everyday expressions of nobody who is scored, the difference is unlearnt', async () => {
  const told: TrainingEvent[] = [];
  await runTraining(CALL, new TrainingControl(), (event) => told.push(event));
  // Three people's clips, and those of the one person whom nobody is scored by.
  expect(told[0]).toMatchObject({ event: 'started', trainSamples: 12 + 8, validationSamples: 4 });
  const record = new RunFolder(CALL.folder).readRecord();
  expect(Object.keys(record.history[0]!.losses)).toEqual(['loss', 'emotion', 'domain']);
  expect(record.options.sampling.shares).toEqual([1, 1]);
  expect(record.options.schedules).toHaveProperty('domainCoefficient', { kind: 'logistic', over: 10_000 });
  expect(record.subjects).toEqual([...learnt!.slice(0, 3), 'somebody.jpg'].toSorted());
});

test('it can be gone on with, and not without the same clips', async () => {
  const more = { ...CALL, isResumed: true, epochs: 2 };
  const ended = await runTraining(more, new TrainingControl(), () => undefined);
  expect(ended).toMatchObject({ ending: 'completed', step: 10 });
  const without = Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'macro'));
  await expect(
    runTraining(without as unknown as TrainingCall, new TrainingControl(), () => undefined),
  ).rejects.toMatchObject({ code: 'training-data-changed' });
});

test('a network that cannot tell the domains apart is refused them', async () => {
  const call = { ...CALL, network: 'stst-net', folder: join(root, 'other') };
  const run = runTraining(call, new TrainingControl(), () => undefined);
  await expect(run).rejects.toThrow('stst-net has no domain classifier');
});
