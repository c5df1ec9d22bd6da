import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { EMOTION_CLASSES, splitOf } from '../../models/data/clips/index.ts';
import { readSet } from '../../models/data/sets/index.ts';
import { FAMILIES, type Labels } from '../../models/data/synth/index.ts';
import { benchmarkRow } from './benchmark-row.ts';
import { benchmarkClips, unlearntFirst } from './benchmark-script.ts';
import { synth } from './synth.ts';

/** Eileen Collins, NASA, public domain: the face that the repository carries. */
const FACE = join(import.meta.dirname, '..', '..', 'native', 'testing', 'astronaut-face.pgm');
const PLAN = { clips: 8, seed: 1, fps: 50, sizePx: 96 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset benchmark '));
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('every person shows each class equally often, in every family of motion, and no two clips are the same', () => {
  const people = ['one.jpg', 'two.jpg', 'three.jpg'].map((name, place) => benchmarkClips(name, place, PLAN));
  for (const clips of people) {
    const count = (emotion: string): number => clips.filter((clip) => clip.emotion === emotion).length;
    expect(EMOTION_CLASSES.map(count)).toEqual([2, 2, 2, 2]);
    expect(new Set(clips.map(({ script }) => script.family)).size).toBe(Math.min(2, FAMILIES.length));
  }
  const seeds = people.flat().map(({ script }) => script.seed);
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(new Set(people.flat().map(({ name }) => name)).size).toBe(seeds.length);
  expect(benchmarkClips('two.jpg', 1, PLAN)).toEqual(people[1]);
});

test('people that the shipped recognizer has not learnt from come first', () => {
  const names = Array.from({ length: 60 }, (_, i) => `${i}.jpg`);
  const splits = unlearntFirst(names).map(splitOf);
  const first = (split: string): number => splits.findIndex((one) => one === split);
  expect(first('test')).toBe(0);
  expect(splits.slice(first('validation')).includes('test')).toBe(false);
  expect(splits.slice(first('train')).every((split) => split === 'train')).toBe(true);
});

const LABELS = {
  fps: 100,
  frames: 160,
  duration_s: 1.6,
  seed: 5,
  events: [],
  blinks: [],
  gaze: [],
  speech: [],
  turns: [],
} as unknown as Labels;
const CLIP = benchmarkClips('face.png', 0, PLAN)[0]!;

test('a row says where a micro-expression can be seen, and which side moves', () => {
  const moment = (t_s: number) => ({ t_s, frame: Math.round(t_s * 100) });
  const event = {
    kind: 'micro',
    onset: moment(0.5),
    apex: moment(0.6),
    offset: moment(0.8),
    above_tenth: { from_s: 0.524, to_s: 0.776 },
    aus: [
      { au: 1, side: 'both' },
      { au: 14, side: 'left' },
    ],
  };
  const labels = { ...LABELS, events: [event] } as unknown as Labels;
  expect(benchmarkRow(CLIP, labels)).toBe('face-01.mp4,face,negative,52,60,78,100,1+L14');
});

test('where there is none, the row spans what else moves, for about as long', () => {
  const blink = {
    onset: { t_s: 0.9, frame: 90 },
    apex: { t_s: 1, frame: 100 },
    offset: { t_s: 1.2, frame: 120 },
  };
  const row = benchmarkRow(CLIP, { ...LABELS, blinks: [blink] } as unknown as Labels).split(',');
  const [onset, apex, offset] = row.slice(3, 6).map(Number) as [number, number, number];
  expect(apex).toBe(100);
  expect(onset).toBeLessThan(apex);
  expect(offset).toBeGreaterThan(apex);
  expect(offset - onset).toBeGreaterThanOrEqual(10);
  expect(offset - onset).toBeLessThanOrEqual(45);
  expect(row.at(-1)).toBe('');
  const still = benchmarkRow(CLIP, LABELS).split(',').slice(3, 6).map(Number);
  expect(still.every((frame) => frame >= 0 && frame < 160)).toBe(true);
});

async function codeOf(argv: readonly string[]): Promise<string> {
  try {
    return `exit ${await synth(['--benchmark', ...argv])}`;
  } catch (error) {
    return error instanceof OnsetError ? (error as OnsetError).code : String(error);
  }
}

test(
  'the clips are a set of one’s own, marked as made; a further call keeps what is whole',
  { timeout: 180_000 },
  async () => {
    const [faces, out] = [join(folder, 'faces'), join(folder, 'out')];
    mkdirSync(faces);
    copyFileSync(FACE, join(faces, 'face.png'));
    const call = ['--faces', faces, '--out', out, '--clips', '4', '--fps', '25', '--size', '64'];
    expect(await codeOf(call)).toBe('exit 0');
    const clips = readdirSync(out).filter((name) => name.endsWith('.mp4'));
    expect(clips).toHaveLength(4);
    for (const name of clips) expect(readFileSync(join(out, name)).includes('onset:synthetic')).toBe(true);
    expect(JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'))).toMatchObject({ synthetic: true });

    const { samples, discrepancies } = await readSet('own', out);
    expect(discrepancies).toEqual([]);
    expect(samples.map(({ emotion }) => emotion)).toEqual(EMOTION_CLASSES);
    expect(new Set(samples.map(({ subject }) => subject))).toEqual(new Set(['own/face']));
    expect(samples.map(({ aus }) => aus!.length > 0)).toEqual([true, true, true, false]);

    const [first, second] = clips;
    const writtenAt = statSync(join(out, first!)).mtimeMs;
    const bytes = readFileSync(join(out, second!));
    rmSync(join(out, second!));
    writeFileSync(join(out, second!.replace('.mp4', '.labels.json')), 'half');
    const csv = readFileSync(join(out, 'labels.csv'), 'utf8');
    expect(await codeOf(call)).toBe('exit 0');
    expect(statSync(join(out, first!)).mtimeMs).toBe(writtenAt);
    expect(readFileSync(join(out, second!)).equals(bytes)).toBe(true);
    expect(readFileSync(join(out, 'labels.csv'), 'utf8')).toBe(csv);
  },
);

test.each([
  [['--out', 'x']],
  [['--faces', 'x']],
  [['--faces', 'x', '--out', 'y', '--clips', '10']],
  [['--faces', 'x', '--out', 'y', '--size', '97']],
  [['--faces', 'x', '--out', 'y', '--identities', '0']],
  [['--faces', 'x', '--out', 'y', '--preset', 'study']],
])('the call %j is refused', async (argv) => {
  expect(await codeOf(argv)).toBe('usage');
});
