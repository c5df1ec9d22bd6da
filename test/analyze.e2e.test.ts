/** `onset analyze` from outside, through scripts/start.mjs as `npm start` calls it, on real clips and bad ones. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Session } from '../electron/engine/session/index.ts';

const START = join(import.meta.dirname, '..', 'scripts', 'start.mjs');
const SETUP = join(import.meta.dirname, '..', 'scripts', 'setup.mjs');
const CLIPS = join(import.meta.dirname, '..', '..', 'shared', 'clips');
const hasClips = existsSync(CLIPS);
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A title that says why its tests are skipped, so that the report does. */
const needs = (title: string, ...missing: readonly (string | false)[]): string =>
  [title, ...missing.filter((reason) => reason !== false).map((reason) => `(skipped: ${reason})`)].join(' ');
const noClips = !hasClips && '../shared/clips is not here';
const noFfmpeg = !hasFfmpeg && 'ffmpeg is not installed';

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

interface ResultFile {
  readonly input: { readonly frames: number; readonly fps: number; readonly duration_s: number };
  readonly model: null;
  readonly tracks: readonly {
    readonly from_s: number;
    readonly to_s: number;
    readonly coverage: number;
    readonly frames: number;
  }[];
  readonly events: readonly Record<
    'onset' | 'apex' | 'offset',
    { readonly t_s: number; readonly frame: number }
  >[];
}

// A set-up that had something to do would speak on standard error, in the middle of the tests.
beforeAll(() => void execFileSync(process.execPath, [SETUP], { stdio: 'ignore' }));

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset e2e '));
  out = join(folder, 'results');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): {
  readonly child: ChildProcess;
  readonly ended: Promise<Result>;
} {
  const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const ended = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, out: said, err: complained });
    });
  });
  return { child, ended };
}

const onset = (...args: readonly string[]): Promise<Result> => start(...args).ended;
const analyze = (input: string, ...args: readonly string[]): Promise<Result> =>
  onset('analyze', input, '--out', out, ...args);
const clip = (name: string): string => join(CLIPS, name);
const readResult = (name: string): ResultFile =>
  JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8')) as ResultFile;
const left = (): string[] => (existsSync(out) ? readdirSync(out) : []);

/** One line, from us, that names the thing and says what to do. */
function expectOneLine({ err }: Result, ...words: readonly string[]): void {
  expect(err).toMatch(/^onset: [^\n]+\.\n$/);
  for (const word of words) expect(err).toContain(word);
}

describe.skipIf(!hasClips)(needs('real clips', noClips), () => {
  test.each(['single_face', 'WolfgangLanger_Pexels'])(
    '%s: one track over at least 95 % of frames',
    async (name) => {
      const result = await analyze(clip(`${name}.mp4`), '--format', 'csv,eaf,vtt,boris');
      expect(result).toMatchObject({ status: 0, err: '' });
      const { input, tracks, events, model } = readResult(name);
      expect(tracks).toHaveLength(1);
      expect(tracks[0]!.frames / input.frames).toBeGreaterThanOrEqual(0.95);
      // The recognizer that comes with Onset.
      expect(model).toMatchObject({ name: 'au-gacn', provider: 'cpu' });

      // Frame and time name the same picture in every file.
      using session = Session.open(join(out, `${name}.onset`));
      expect([...session.frames()]).toHaveLength(input.frames);
      const moments = events.flatMap(({ onset, apex, offset }) => [onset, apex, offset]);
      for (const { frame, t_s: timeS } of moments) expect(session.timeOf(frame)! / 1e6).toBeCloseTo(timeS, 5);
      const rows = parse<Record<string, string>>(readFileSync(join(out, `${name}.frames.csv`)), {
        columns: true,
        trim: true,
      });
      expect(rows.length).toBeGreaterThanOrEqual(tracks[0]!.frames);
      const timesS = new Set([...session.frames()].map(({ timeUs }) => (timeUs / 1e6).toFixed(3)));
      expect(rows.every((row) => timesS.has(Number(row['timestamp']).toFixed(3)))).toBe(true);
      expect(left().toSorted()).toEqual(
        ['onset', 'json', 'frames.csv', 'events.csv', 'eaf', 'vtt', 'boris.tsv', 'boris']
          .map((ending) => `${name}.${ending}`)
          .toSorted(),
      );
    },
  );

  test('a clip without a face has no track, and that is no failure', async () => {
    expect(await analyze(clip('no_face.mp4'))).toMatchObject({ status: 0, err: '' });
    expect(readResult('no_face')).toMatchObject({ tracks: [], events: [] });
  });

  test('several inputs at once: the bad one is told, the others are finished, and skipped the next time', async () => {
    const bad = join(folder, 'bad.mp4');
    writeFileSync(bad, 'no video');
    const call = [
      'analyze',
      clip('no_face.mp4'),
      bad,
      clip('single_face.mp4'),
      '--out',
      out,
      '--jobs',
      '2',
      '--json',
    ];
    const first = await onset(...call);
    expect(first.status).toBe(3);
    expectOneLine(first, bad);
    expect(count(first.out, 'finished')).toBe(2);
    const second = await onset(...call);
    expect(second.status).toBe(3);
    expect([count(second.out, 'skipped'), count(second.out, 'finished')]).toEqual([2, 0]);
  });

  test('of two runs on the same output one works and the other says so', async () => {
    const results = await Promise.all([analyze(clip('single_face.mp4')), analyze(clip('single_face.mp4'))]);
    expect(results.map(({ status }) => status).toSorted()).toEqual([0, 1]);
    expectOneLine(
      results.find(({ status }) => status === 1)!,
      'single_face.onset',
      'another run',
    );
    expect(readResult('single_face').tracks).toHaveLength(1);
    expect(left().toSorted()).toEqual(['single_face.json', 'single_face.onset']);
  });

  test('Ctrl-C ends with 130, keeps what is finished and leaves nothing half-written', async () => {
    const inputs = [clip('no_face.mp4'), clip('WolfgangLanger_Pexels.mp4')];
    const { child, ended } = start('analyze', ...inputs, '--out', out, '--json');
    child.stdout!.on('data', (text: string) => {
      if (/"progress".*Wolfgang/.test(text)) child.kill('SIGINT');
    });
    expect(await ended).toMatchObject({ status: 130, err: '' });
    expect(left().toSorted()).toEqual(['no_face.json', 'no_face.onset']);
  });

  test.skipIf(!canMount)(needs('a full disk', !canMount && 'needs root on Linux'), async () => {
    mkdirSync(out);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', out]);
    try {
      const result = await analyze(clip('single_face.mp4'));
      expect(result.status).toBe(1);
      expectOneLine(result, out, 'the disk is full');
      expect(left()).toEqual([]);
    } finally {
      execFileSync('umount', [out]);
    }
  });

  test.skipIf(!hasFfmpeg)(
    needs('a face that comes and goes has borders within 0.2 s', noFfmpeg),
    async () => {
      const path = join(folder, 'comes.mp4');
      // Two seconds of grey, 2.4 s of the face (72 frames at 30 a second), a second and a half of grey.
      const grey = 'color=gray:s=640x360:r=30';
      const face =
        'scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:-1:-1:gray,setsar=1,fps=30';
      execFileSync('ffmpeg', [
        ...['-v', 'error', '-f', 'lavfi', '-t', '2', '-i', grey, '-i', clip('single_face.mp4')],
        ...['-f', 'lavfi', '-t', '1.5', '-i', grey],
        ...['-filter_complex', `[1:v]${face}[f];[0:v][f][2:v]concat=n=3:v=1[v]`, '-map', '[v]', path],
      ]);
      expect(await analyze(path)).toMatchObject({ status: 0 });
      const { tracks } = readResult('comes');
      expect(tracks).toHaveLength(1);
      expect(Math.abs(tracks[0]!.from_s - 2)).toBeLessThanOrEqual(0.2);
      expect(Math.abs(tracks[0]!.to_s - 4.4)).toBeLessThanOrEqual(0.2);
    },
  );

  test.skipIf(!hasFfmpeg)(needs('a truncated file gives what it has, or one line', noFfmpeg), async () => {
    const whole = join(folder, 'whole.mkv');
    execFileSync('ffmpeg', ['-v', 'error', '-i', clip('single_face.mp4'), '-c:v', 'copy', '-an', whole]);
    const bytes = readFileSync(whole);
    const path = join(folder, 'cut.mkv');
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    const result = await analyze(path);
    expect(result).toMatchObject({ status: 0 });
    expect(readResult('cut').input.frames).toBeLessThan(72);
    expect(readResult('cut').input.frames).toBeGreaterThan(10);
  });
});

describe('inputs that cannot be read', () => {
  const wav = (): Buffer => {
    const header = Buffer.from('RIFF----WAVEfmt ----------------data----', 'latin1');
    const fields: [number, number, 2 | 4][] = [
      ...([
        [4, 16_036, 4],
        [16, 16, 4],
        [20, 1, 2],
        [22, 1, 2],
      ] as const),
      ...([
        [24, 8000, 4],
        [28, 16_000, 4],
        [32, 2, 2],
        [34, 16, 2],
        [40, 16_000, 4],
      ] as const),
    ].map(([at, value, bytes]) => [at, value, bytes]);
    const whole = Buffer.concat([header, Buffer.alloc(4 + 16_000)]);
    for (const [at, value, bytes] of fields) whole.writeUIntLE(value, at, bytes);
    return whole;
  };
  const cases: readonly (readonly [title: string, name: string, contents: string | (() => Buffer) | null])[] =
    [
      ['a file that is not there', 'nothing.mp4', null],
      ['an empty file', 'empty.mp4', ''],
      ['a text file', 'text.mp4', 'This is no video.\n'.repeat(100)],
      ['sound alone', 'sound.wav', wav],
    ];
  test.each(cases)('%s is one line, status 3, and nothing is left', async (_, name, contents) => {
    const path = join(folder, name);
    if (contents !== null) writeFileSync(path, typeof contents === 'string' ? contents : contents());
    const result = await analyze(path);
    expect(result.status).toBe(3);
    expectOneLine(result, path);
    expect(left()).toEqual([]);
  });

  test('a folder without videos or images', async () => {
    const path = join(folder, 'texts');
    mkdirSync(path);
    writeFileSync(join(path, 'notes.txt'), '');
    const result = await analyze(path);
    expect(result.status).toBe(3);
    expectOneLine(result, path);
  });

  test.skipIf(!hasClips)(needs('a wrong model file', noClips), async () => {
    const model = join(folder, 'model.onnx');
    writeFileSync(model, 'This is no network.');
    const result = await analyze(clip('no_face.mp4'), '--model', model);
    expect(result.status).toBe(3);
    expectOneLine(result, model);
    expect(left()).toEqual([]);
  });
});

test('an output folder that cannot be written to is told before any work', async () => {
  writeFileSync(join(folder, 'clip.mp4'), '');
  writeFileSync(out, 'a file');
  const isFile = await analyze(join(folder, 'clip.mp4'));
  expect(isFile.status).toBe(1);
  expectOneLine(isFile, out);
  if (process.platform !== 'linux') return;
  const inProc = await analyze(join(folder, 'clip.mp4'), '--out', '/proc/onset');
  expect(inProc.status).toBe(1);
  expectOneLine(inProc, '/proc/onset');
});

test.each([
  [['analyze'], 2],
  [['analyse', 'clip.mp4'], 2],
  [['analyze', 'clip.mp4', '--speed', '2'], 2],
  [['export', 'no.onset', '--format', 'csv'], 3],
  [['models', 'verify', 'no.onnx'], 3],
])('the call %j ends with %i and one line', async (argv, status) => {
  const result = await onset(...argv);
  expect(result).toMatchObject({ status, out: '' });
  expectOneLine(result);
});

test('doctor says that videos can be analyzed', async () => {
  const result = await onset('doctor', '--json');
  expect(result).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(result.out)).toMatchObject({ broken: [], native: { works: true } });
});

const count = (lines: string, event: string): number =>
  lines
    .trim()
    .split('\n')
    .filter((line) => (JSON.parse(line) as { event: string }).event === event).length;
