/** `onset train` from outside, on small made windows: runs, stops, resumes, and what it says when something is wrong. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyModel } from '../electron/engine/infer/index.ts';
import { type Split, splitOf } from '../models/data/clips/index.ts';
import { writeWindows } from './helpers/made-windows.ts';

const START = join(import.meta.dirname, '..', 'scripts', 'start.mjs');
const SETUP = join(import.meta.dirname, '..', 'scripts', 'setup.mjs');
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}
type Line = Readonly<Record<string, unknown>> & { readonly event: string };

let data: string;
let windows: string;
let folder: string;
let out: string;

/** Names of portraits that `splitOf` puts on a side. */
const peopleOf = (split: Split, count: number): string[] =>
  Array.from({ length: 1000 }, (_, i) => `${i}.jpg`)
    .filter((name) => splitOf(name) === split)
    .slice(0, count);

beforeAll(() => {
  execFileSync(process.execPath, [SETUP], { stdio: 'ignore' });
  data = mkdtempSync(join(tmpdir(), 'onset windows '));
  windows = join(data, 'both');
  writeWindows(windows, 48, [...peopleOf('train', 4), ...peopleOf('validation', 2)]);
});
afterAll(() => rmSync(data, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset train '));
  out = join(folder, 'run');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Result> } {
  const child = spawn(process.execPath, [START, 'train', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const ended = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out: said, err: complained }));
  });
  return { child, ended };
}

const SMALL = ['au-gacn', '--preset', 'light', '--set', 'sizePx=32', '--batch', '4', '--threads', '1'];
const callOf = (...args: readonly string[]): string[] => [
  ...SMALL,
  ...(args.includes('--data') ? [] : ['--data', windows]),
  ...(args.includes('--out') ? [] : ['--out', out]),
  ...args,
];
const train = (...args: readonly string[]): Promise<Result> => start(callOf(...args)).ended;

const linesOf = ({ out: text }: Result): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const lossesOf = (result: Result): unknown[] =>
  linesOf(result)
    .filter(({ event }) => event === 'step')
    .map(({ losses }) => losses);

/** One line, from us, that names the thing and says what to do. */
function expectOneLine({ err }: Result, ...words: readonly string[]): void {
  expect(err).toMatch(/^onset: [^\n]+\.\n$/);
  for (const word of words) expect(err).toContain(word);
}

describe('a run', () => {
  test('learns, tells each step and epoch, and leaves a recognizer that the engine takes', async () => {
    const result = await train('--epochs', '12', '--lr', '0.01', '--json');
    expect(result).toMatchObject({ status: 0, err: '' });
    const lines = linesOf(result);
    expect(lines[0]).toMatchObject({ event: 'started', train_samples: 32, validation_samples: 16 });
    const steps = lines.filter(({ event }) => event === 'step');
    expect(steps).toHaveLength(96);
    const [first, last] = [steps[0]!, steps.at(-1)!].map(
      ({ losses }) => losses as { loss: number; emotion: number },
    );
    expect(first!.emotion).toBeGreaterThan(1); // four classes: ln 4 = 1.39
    expect(last!.emotion).toBeLessThan(0.7 * first!.emotion);
    const ended = lines.at(-1)! as unknown as { model: string; best: { metrics: Record<string, number> } };
    expect(ended.best.metrics['uf1']).toBeGreaterThan(0.2); // always the same class: 0.1
    const report = await verifyModel(ended.model);
    expect(report.problems).toEqual([]);
    expect(report.card).toMatchObject({ network: 'au-gacn', aus: [4, 12], frames: 16, sizePx: 32 });
    expect(report.card!.metrics).toEqual(ended.best.metrics);
    expect(report.card!.trainedOn).toBe('32 made clips of 4 people');
  });

  test('of a network that sees flow learns as well, and its file is one to score, which the engine says', async () => {
    const call = [
      'stst-net',
      '--batch',
      '4',
      '--threads',
      '1',
      '--data',
      windows,
      '--out',
      out,
      '--json',
      '--patience',
      '0',
    ];
    const result = await start([...call, '--epochs', '12', '--lr', '0.01']).ended;
    expect(result).toMatchObject({ status: 0, err: '' });
    const epochs = linesOf(result).filter(({ event }) => event === 'epoch');
    const [first, last] = [epochs[0]!, epochs.at(-1)!].map(({ losses }) => losses as { emotion: number });
    // Mirrored at random, only upper and lower quarters can be told apart: ln 2 of ln 4 is what can be had.
    expect(last!.emotion).toBeLessThan(0.85 * first!.emotion);
    const ended = linesOf(result).at(-1)! as unknown as {
      model: string;
      best: { metrics: Record<string, number> };
    };
    expect(ended.best.metrics['uf1']).toBeGreaterThan(0.2); // always the same class: 0.1
    expect(ended.best.metrics).not.toHaveProperty('auF1');
    const { problems } = await verifyModel(ended.model);
    expect(problems.join('; ')).toMatch(/an input "flow" that Onset cannot fill.*no output "au_logits"/u);
    const again = await start([...call, '--resume', '--epochs', '13']).ended;
    expect(again).toMatchObject({ status: 0, err: '' });
    expect(linesOf(again).filter(({ event }) => event === 'step')).toHaveLength(8);
  });

  test('stopped by Ctrl-C ends with 0 and one line, and goes on to the numbers it would have had', async () => {
    const straight = await train('--epochs', '3', '--json', '--out', join(folder, 'straight'));
    expect(lossesOf(straight)).toHaveLength(24);
    const { child, ended } = start(callOf('--epochs', '3', '--json'));
    // Somewhere in the second epoch: between two saves of its own accord.
    let told = false;
    child.stdout!.on('data', (text: string) => {
      if (told || !text.includes('"step":11,')) return;
      told = true;
      child.kill('SIGINT');
    });
    const first = await ended;
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(linesOf(first).at(-1)).toMatchObject({ event: 'ended', ending: 'stopped', model: null });
    const second = await train('--resume', '--json');
    expect(second).toMatchObject({ status: 0, err: '' });
    expect([...lossesOf(first), ...lossesOf(second)]).toEqual(lossesOf(straight));
    const states = [join(folder, 'straight'), out].map(
      (run) =>
        (JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { state: { sha256: string } }).state
          .sha256,
    );
    expect(states[0]).toBe(states[1]);
  });

  test('says on a pipe what a person wants to know, without a bar', async () => {
    const result = await train('--epochs', '1');
    expect(result).toMatchObject({ status: 0, err: '' });
    expect(result.out).toMatch(/^au-gacn \(light, .* parameters\): 32 clips to learn from, 16 to score/);
    expect(result.out).toMatch(/Epoch 1 \/ 1: loss .*uf1 .*\nModel file: .*model\.onnx\nAll epochs are done/);
  });
});

describe('refuses in one line', () => {
  const saved = async (): Promise<void> => {
    expect((await train('--epochs', '1')).status).toBe(0);
  };

  test.each<[string, readonly string[], number, string]>([
    ['no network of that name', ['au-gacm', '--data', 'x'], 2, 'There are: au-gacn'],
    ['no preset of that name', [...SMALL, '--preset', 'tiny', '--data', 'x'], 2, 'There are: paper'],
    ['no data', ['au-gacn'], 2, '--data'],
    ['no rate', ['au-gacn', '--data', 'x', '--lr=-1'], 2, '--lr wants a number above 0'],
    [
      'no size to speak of',
      ['stst-net', '--data', 'x', '--set', 'seenPx=2'],
      2,
      'it needs to see pictures of 4 pixels',
    ],
  ])('%s', async (_, args, status, word) => {
    const result = await start([...args, '--out', out]).ended;
    expect(result.status).toBe(status);
    expectOneLine(result, word);
  });

  test('an option that there is not, or of another kind', async () => {
    for (const [change, word] of [
      ['depth=3', 'dropout'],
      ['dropout=much', 'dropout=0.1'],
    ] as const) {
      const result = await train('--set', change);
      expect(result.status).toBe(2);
      expectOneLine(result, word);
    }
  });

  test('clips that are not there, cut short, or of another size', async () => {
    const gone = await train('--data', join(folder, 'nowhere'));
    expect(gone.status).toBe(3);
    expectOneLine(gone, 'nowhere');

    const cut = join(folder, 'cut');
    writeWindows(cut, 16, peopleOf('train', 2));
    truncateSync(join(cut, 'clips.u8'), 1000);
    const damaged = await train('--data', cut);
    expect(damaged.status).toBe(3);
    expectOneLine(damaged, 'clips.u8');

    const large = join(folder, 'large');
    writeWindows(large, 16, peopleOf('train', 2), { sizePx: 64 });
    const unfit = await train('--data', large);
    expect(unfit.status).toBe(3);
    expectOneLine(unfit, '16 frames of 64 px', '16 frames of 32 px');
  });

  test('clips of one person, who cannot be learnt from and kept for scoring', async () => {
    const few = join(folder, 'few');
    writeWindows(few, 16, peopleOf('train', 1));
    const result = await train('--data', few);
    expect(result.status).toBe(3);
    expectOneLine(result, 'no clips for validation', '--validation');
  });

  test('a clip that is damaged in the middle, before anything is learnt', async () => {
    const bad = join(folder, 'bad');
    writeWindows(bad, 48, [...peopleOf('train', 4), ...peopleOf('validation', 2)]);
    const path = join(bad, 'clips.u8');
    const bytes = readFileSync(path);
    bytes[20 * 17 * 32 * 32 + 5]! ^= 1;
    writeFileSync(path, bytes);
    const result = await train('--data', bad, '--epochs', '2');
    expect(result.status).toBe(3);
    expectOneLine(result, 'clips.u8', 'the bytes of clip 20');
    expect(existsSync(join(out, 'run.json'))).toBe(false);
  });

  test('a folder that holds a run, one that holds none, one that holds another', async () => {
    const none = await train('--resume');
    expect(none.status).toBe(3);
    expectOneLine(none, 'There is no run in');
    await saved();
    const again = await train();
    expect(again.status).toBe(1);
    expectOneLine(again, '--resume');
    const other = await train('--resume', '--set', 'nodeFeatures=32');
    expect(other.status).toBe(3);
    expectOneLine(other, 'its nodeFeatures is 64, not 32');
    const changed = join(folder, 'changed');
    writeWindows(changed, 48, [...peopleOf('train', 4), ...peopleOf('validation', 2)], { seed: 2 });
    const elsewhere = await train('--resume', '--data', changed);
    expect(elsewhere.status).toBe(3);
    expectOneLine(elsewhere, 'was trained on other samples');
  });

  test('a rate that makes it diverge, with the step and the way on', async () => {
    const result = await train(
      '--lr',
      '1e6',
      '--schedule',
      'constant',
      '--set',
      'optimizer=sgd',
      '--epochs',
      '9',
    );
    expect(result.status).toBe(1);
    expectOneLine(result, 'left its course at step', 'learningRate 1.00e+6', '--resume');
  });

  test.skipIf(process.platform !== 'linux')(
    'a batch that memory does not hold, and says what to do',
    async () => {
      // 8 GB of addresses, of which Node and the runtime’s code take a part; 512 clips of 32 px need some 18 GB.
      const args = [START, 'train', ...callOf('--epochs', '1', '--batch', '512')];
      const child = spawn('sh', ['-c', 'ulimit -v 8000000; exec "$@"', 'sh', process.execPath, ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect(status).toBe(1);
      // Which of them is short of memory first, the runtime or V8, is a matter of chance: V8 ends the process.
      expectOneLine({ status: 1, out: '', err }, '--batch');
      expect(err).toMatch(
        /not enough memory.* A step with --batch \d+ was tried|ended the training.* half the --batch/,
      );
    },
  );

  test.skipIf(!canMount)('a disk that fills up: nothing half-written is left', async () => {
    mkdirSync(out);
    // Room for a state (some 800 kB) and the best parameters of the first epoch, not for the second save beside them.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', out]);
    try {
      const result = await train('--epochs', '4');
      expect(result.status).toBe(1);
      expectOneLine(result, 'the disk is full', '--resume');
      expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as {
        state: { file: string };
        step: number;
      };
      expect(record.step).toBeGreaterThan(0);
      expect(existsSync(join(out, record.state.file))).toBe(true);
      execFileSync('mount', ['-o', 'remount,size=8m', out]);
      expect((await train('--resume', '--epochs', '4')).status).toBe(0);
    } finally {
      execFileSync('umount', [out]);
    }
  });
});
