/** Folds through a real Redis server: over several machines (processes here), one of which is killed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationResult } from '../contract/evaluation.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts');
const SERVER = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
if (SERVER === undefined)
  console.warn(
    'SKIPPED: neither redis-server nor valkey-server is installed; folds through a queue are not tested.',
  );

const root = tempFolder('evaluate queue');
const windows = join(root, 'windows');
writeWindows(windows, 48, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);

let server: ChildProcess;
let url: string;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

beforeAll(async () => {
  if (SERVER === undefined) return;
  const port = await freePort();
  url = `redis://127.0.0.1:${String(port)}`;
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    root,
  ];
  server = spawn(SERVER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  server.stdout!.setEncoding('utf8');
  for await (const text of server.stdout!) if (String(text).includes('Ready to accept connections')) break;
});
afterAll(() => {
  if (SERVER !== undefined) server.kill();
});

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>;
  /** Resolves once it has said this. */
  readonly says: (words: string) => Promise<void>;
}

function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [MAIN, 'evaluate', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, out, err }));
  const says = async (words: string): Promise<void> => {
    while (!out.includes(words)) {
      if (child.exitCode !== null) throw new Error(`It ended without saying ${words}: ${err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, says };
}

/** So many epochs that a fold takes longer than hearing of the one before it: who is killed then has one in hand. */
const EPOCHS = '48';

const callTo = (out: string): string[] => [
  ...[
    'stst-net',
    '--data',
    `windows=${windows}`,
    '--protocol',
    'loso',
    '--classes',
    'all',
    '--epochs',
    EPOCHS,
  ],
  ...['--out', join(root, out)],
];

function tableOf(out: string): unknown {
  const { folds, ...rest } = JSON.parse(
    readFileSync(join(root, out, 'result.json'), 'utf8'),
  ) as EvaluationResult;
  return { ...rest, folds: folds.map((fold) => ({ ...fold, wallS: null })) };
}

describe.skipIf(SERVER === undefined)('folds through a queue', () => {
  test('are taken over from a machine that is killed, to the table of one machine', async () => {
    expect((await start(...callTo('here')).ended).status).toBe(0);
    const machine = start('--queue', url, '--worker', '--lock', '2', '--out', join(root, 'machine'));
    await machine.says('"event":"working"');
    const caller = start(...callTo('queued'), '--queue', url, '--lock', '2');
    await machine.says('"event":"fold"');
    process.kill(-machine.child.pid!, 'SIGKILL');
    const { status, err } = await caller.ended;
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(tableOf('queued')).toEqual(tableOf('here'));
    await using queue = {
      jobs: new Queue('onset-folds', { connection: { url } }),
      [Symbol.asyncDispose]: close,
    };
    async function close(this: { readonly jobs: Queue }): Promise<void> {
      await this.jobs.close();
    }
    const jobs = await queue.jobs.getJobs(['completed']);
    expect(jobs).toHaveLength(4);
    expect(jobs.some(({ stalledCounter }) => stalledCounter > 0)).toBe(true);
  });

  test('are not run again by whoever asks for the same: results wait in the queue', async () => {
    const { status, out } = await start(...callTo('again'), '--queue', url).ended;
    expect(status).toBe(0);
    expect(out).not.toContain('"event":"step"');
    expect(tableOf('again')).toEqual(tableOf('here'));
  });

  test('that fail say why to whoever asked', async () => {
    const other = join(root, 'other');
    writeWindows(other, 32, ['a.jpg', 'b.jpg'], { seed: 9 });
    const machine = start('--queue', url, '--worker', '--data', `windows=${other}`, '--out', join(root, 'm'));
    await machine.says('"event":"working"');
    const caller = start(...callTo('unlike'), '--seed', '3', '--queue', url, '--jobs', '1');
    const { status, err } = await caller.ended;
    process.kill(machine.child.pid!, 'SIGINT');
    expect((await machine.ended).status).toBe(0);
    expect(status).toBe(3);
    expect(err).toContain('does not come of the data here');
  });

  test('without a server end at once', async () => {
    const { status, err } = await start(...callTo('nowhere'), '--queue', 'redis://user:secret@127.0.0.1:1')
      .ended;
    expect(status).toBe(1);
    expect(err).toContain('cannot be reached');
    expect(err).not.toContain('secret');
  });
});
