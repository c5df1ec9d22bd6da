/** `onset evaluate` from outside, on small made windows: killed and gone on with, in parts, merged, refused. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationResult } from '../contract/evaluation.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts');
const root = tempFolder('evaluate');
const windows = join(root, 'windows');
writeWindows(windows, 48, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** In a group of its own, so that a kill takes the processes of its folds along. */
function start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, out, err })));
  return { child, ended };
}

const CALL = ['--data', `windows=${windows}`, '--protocol', 'loso', '--classes', 'all', '--epochs', '12'];
const argsFor = (out: string, ...more: readonly string[]): string[] => [
  'evaluate',
  'stst-net',
  ...CALL,
  '--out',
  join(root, out),
  '--json',
  ...more,
];
const evaluate = (out: string, ...more: readonly string[]): Promise<Ended> =>
  start(...argsFor(out, ...more)).ended;

/** Sends a signal to the whole group once a line says this. */
async function interrupt(
  { child, ended }: ReturnType<typeof start>,
  line: string,
  signal: NodeJS.Signals,
): Promise<Ended> {
  let isSent = false; // a second signal would end it at once
  child.stdout!.on('data', (text: string) => {
    if (isSent || !text.includes(line)) return;
    isSent = process.kill(-child.pid!, signal);
  });
  return await ended;
}

const resultOf = (out: string): EvaluationResult =>
  JSON.parse(readFileSync(join(root, out, 'result.json'), 'utf8')) as EvaluationResult;

/** All of a result but how long it took. */
function tableOf(out: string): unknown {
  const { folds, ...rest } = resultOf(out);
  return { ...rest, folds: folds.map((fold) => ({ ...fold, wallS: null })) };
}

let whole: unknown;
beforeAll(async () => {
  const { err } = await evaluate('whole', '--jobs', '2');
  if (err !== '') throw new Error(err);
  whole = tableOf('whole');
});

describe('an evaluation', () => {
  test('tests every clip once, by a network that did not know its person, and writes its reports', () => {
    const { folds, foldCount, classes, apexes, procedure, sets } = resultOf('whole');
    expect(foldCount).toBe(4);
    expect(classes).toEqual(['negative', 'positive', 'surprise', 'none']);
    expect(folds.map(({ held }) => held)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    const samples = folds.flatMap(({ predictions }) => predictions.map(({ sample }) => sample));
    expect(new Set(samples).size).toBe(48);
    for (const { held, trainSamples, epochs, predictions } of folds) {
      expect([trainSamples, epochs]).toEqual([36, 12]);
      for (const { subject, probabilities } of predictions) {
        expect(subject).toBe(held);
        expect(probabilities!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }
    }
    expect(apexes).toEqual({ coded: 48, midpoint: 0, estimated: 0 });
    expect([procedure, sets[0]!.isSynthetic]).toEqual(['honest', true]);
    for (const file of ['samples.csv', 'report.md', 'report.html'])
      expect(existsSync(join(root, 'whole', file))).toBe(true);
    expect(readdirSync(join(root, 'whole', 'runs'))).toEqual([]);
  });

  test('that is called again runs nothing and says the same', async () => {
    const { out } = await evaluate('whole');
    expect(out).toContain('"wanted":0');
    expect(out).not.toContain('"event":"fold"');
    expect(tableOf('whole')).toEqual(whole);
  });

  test('that is killed (SIGKILL) and started again gives the same table', async () => {
    const running = start(...argsFor('killed', '--jobs', '2'));
    await interrupt(running, '"event":"fold"', 'SIGKILL');
    expect(existsSync(join(root, 'killed', 'result.json'))).toBe(false);
    const there = readdirSync(join(root, 'killed', 'folds')).length;
    expect(there).toBeGreaterThan(0);
    const { status, out } = await evaluate('killed');
    expect(status).toBe(0);
    expect(out).toContain(`"done":${String(there)},"wanted":${String(4 - there)}`);
    expect(tableOf('killed')).toEqual(whole);
  });

  test('that is stopped (SIGINT) within a fold goes on within it, to the same table', async () => {
    const running = start(...argsFor('stopped'));
    const stopped = await interrupt(running, '"event":"step"', 'SIGINT');
    expect(stopped.status).toBe(0);
    expect(stopped.out).toContain('"ending":"stopped"');
    const [run] = readdirSync(join(root, 'stopped', 'runs'));
    const { step } = JSON.parse(readFileSync(join(root, 'stopped', 'runs', run!, 'run.json'), 'utf8')) as {
      readonly step: number;
    };
    expect(step).toBeGreaterThan(0);
    await evaluate('stopped');
    expect(tableOf('stopped')).toEqual(whole);
  });

  test('in parts (--fold K/N) is put together by whoever ends last, to the same table', async () => {
    const first = await evaluate('parts', '--fold', '1/3');
    expect(first.out).toContain('"ending":"waiting"');
    const early = await evaluate('parts', '--merge');
    expect(early.status).toBe(1);
    expect(early.err).toContain('2 of 4 folds');
    await evaluate('parts', '--fold', '2/3');
    expect(existsSync(join(root, 'parts', 'result.json'))).toBe(false);
    await evaluate('parts', '--fold', '3/3');
    expect(tableOf('parts')).toEqual(whole);
    rmSync(join(root, 'parts', 'result.json'));
    expect((await evaluate('parts', '--merge')).status).toBe(0);
    expect(tableOf('parts')).toEqual(whole);
  });

  test('is not mixed with another one in its folder', async () => {
    const { status, err } = await evaluate('whole', '--seed', '2');
    expect(status).toBe(2);
    expect(err).toContain('seed was 1 and is 2');
  });

  test('compares two networks on the same clips', async () => {
    const { status } = await start(
      'evaluate',
      'lbp-top',
      ...CALL,
      '--out',
      join(root, 'lbp'),
      '--compare',
      join(root, 'whole'),
    ).ended;
    expect(status).toBe(0);
    expect(readFileSync(join(root, 'lbp', 'comparison.md'), 'utf8')).toContain('stst-net');
    // Each class brightens a quarter of its own, which local patterns see.
    const predictions = resultOf('lbp').folds.flatMap((fold) => fold.predictions);
    expect(predictions.filter(({ known, said }) => known === said).length).toBeGreaterThan(40);
  });
});

describe('other protocols', () => {
  test('by inner people, and by the tested ones under the name of that procedure', async () => {
    const inner = await evaluate('inner', '--choose', '0.34');
    expect(inner.status).toBe(0);
    for (const { trainSamples } of resultOf('inner').folds) expect(trainSamples).toBe(24);
    const trap = await start(
      ...argsFor('trap', '--procedure', 'best-epoch-on-test').filter((arg) => arg !== '--json'),
    ).ended;
    expect(trap.out).toContain('best-epoch-on-test: no headline');
    expect(resultOf('trap').procedure).toBe('best-epoch-on-test');
    expect(resultOf('trap').departures.join()).toContain('too good');
  });

  test('across two folders, both ways', async () => {
    const others = join(root, 'others');
    writeWindows(others, 24, ['e.jpg', 'f.jpg'], { seed: 2 });
    const { status } = await start(
      ...['evaluate', 'lbp-top', '--data', `windows-a=${windows}`, '--data', `windows-b=${others}`],
      ...['--protocol', 'cross', '--out', join(root, 'cross')],
    ).ended;
    expect(status).toBe(0);
    const { folds, classes } = resultOf('cross');
    expect(classes).toHaveLength(3);
    expect(folds.map(({ held, trainSamples }) => [held, trainSamples])).toEqual([
      ['windows-a', 18],
      ['windows-b', 36],
    ]);
  });
});

describe('what would make figures too good is refused', () => {
  test('an earlier run that learnt from people who are tested', async () => {
    const run = join(root, 'earlier');
    const trained = await start(
      ...['train', 'stst-net', '--data', windows, '--validation', windows, '--epochs', '1', '--out', run],
    ).ended;
    // People to score are not learnt from: nobody is left.
    expect(trained.status).toBe(3);
    const two = join(root, 'two');
    writeWindows(two, 16, ['a.jpg', 'z.jpg'], { seed: 3 });
    const validation = join(root, 'validation');
    writeWindows(validation, 8, ['y.jpg'], { seed: 4 });
    await start(
      ...['train', 'stst-net', '--data', two, '--validation', validation, '--epochs', '1', '--out', run],
    ).ended;
    const { status, err } = await evaluate('leak', '--from', run);
    expect(status).toBe(3);
    expect(err).toContain('a.jpg is tested and was learnt from in');
  });

  test.each([
    [['--protocol', 'cde'], 'of one it is loso'],
    [['--fold', '5/4'], '--fold wants K/N'],
    [['--macro', windows], 'no domain classifier'],
    [['--worker'], '--worker wants --queue'],
    [['--set', 'seenPx=x'], 'no option seenPx'],
  ])('a call that makes no sense: %s', async (more, words) => {
    const { status, err } = await evaluate('never', ...more);
    expect(status).toBe(2);
    expect(err).toContain(words);
  });

  test('a damaged clip', async () => {
    const damaged = join(root, 'damaged');
    cpSync(windows, damaged, { recursive: true });
    const path = join(damaged, 'clips.u8');
    const bytes = readFileSync(path);
    bytes[5]! ^= 1;
    rmSync(path);
    writeFileSync(path, bytes);
    for (const file of readdirSync(damaged)) if (file.endsWith('.f32')) rmSync(join(damaged, file));
    const { status, err } = await start(
      ...['evaluate', 'stst-net', '--data', `windows=${damaged}`, '--protocol', 'loso', '--classes', 'all'],
      ...['--out', join(root, 'of damaged')],
    ).ended;
    expect(status).toBe(3);
    expect(err).toContain('clip 0');
  });
});
