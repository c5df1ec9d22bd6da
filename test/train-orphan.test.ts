/** A training process whose caller goes away, at whatever moment: it saves what was learnt and ends. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainingCall } from '../contract/training.ts';
import type { FromTrainer } from '../electron/trainer/messages.ts';
import { splitOf } from '../models/data/clips/index.ts';
import { RunFolder } from '../models/train/index.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const root = tempFolder('orphan');
const windows = join(root, 'windows');
const people = Array.from({ length: 100 }, (_, i) => `${i}.jpg`).filter((name) => splitOf(name) !== 'test');
writeWindows(windows, 4 * people.length, people);

/** Would last for hours. */
const callTo = (folder: string): TrainingCall => ({
  network: 'au-gacn',
  preset: 'light',
  changes: { sizePx: 32 },
  data: [windows],
  validation: [],
  folder,
  isResumed: false,
  from: null,
  epochs: 10_000,
  batch: 4,
  learningRate: null,
  schedule: null,
  seed: null,
  isBalanced: null,
  patience: 0,
  threads: 1,
});

function begin(folder: string): ChildProcess {
  const child = fork(join(ROOT, 'electron', 'trainer', 'process.ts'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.send({ kind: 'start', call: callTo(folder) });
  return child;
}

async function expectSaved(child: ChildProcess, folder: string, leastSteps: number): Promise<void> {
  const [status] = (await once(child, 'exit')) as [number | null];
  expect(status).toBe(0);
  const record = new RunFolder(folder).readRecord();
  expect(record.ending).toBe('stopped');
  expect(record.step).toBeGreaterThanOrEqual(leastSteps);
}

test('left before it has loaded', async () => {
  const folder = join(root, 'loading');
  const child = begin(folder);
  // The channel is closed long before a Node process runs its first line of ours.
  child.disconnect();
  await expectSaved(child, folder, 0);
});

test('left in the middle of a step', async () => {
  const folder = join(root, 'step');
  const child = begin(folder);
  child.on('message', (message: FromTrainer) => {
    if (message.kind === 'event' && message.event.event === 'step' && child.connected) child.disconnect();
  });
  await expectSaved(child, folder, 1);
});

test('a terminal that is closed (SIGHUP) stops and saves, as Ctrl-C does', async () => {
  const folder = join(root, 'terminal');
  const args = ['au-gacn', '--preset', 'light', '--set', 'sizePx=32', '--batch', '4', '--threads', '1'];
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'electron', 'cli', 'main.ts'),
      'train',
      ...args,
      '--data',
      windows,
      '--out',
      folder,
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let isTold = false; // a second signal would end it at once
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (isTold || !text.includes('"event":"step"')) return;
    isTold = child.kill('SIGHUP');
  });
  await expectSaved(child, folder, 1);
});
