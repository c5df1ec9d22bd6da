import {
  copyFileSync,
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
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import type { Labels } from '../../models/data/synth/index.ts';
import { synth } from './synth.ts';

const FACES = join(import.meta.dirname, '..', '..', '..', 'shared', 'faces');
const hasFaces = existsSync(FACES);
if (!hasFaces)
  console.warn(`SKIPPED: there are no portraits at ${FACES}, so no clip is rendered from one here.`);

let folder: string;
let portraits: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset synth '));
  portraits = join(folder, 'portraits');
  mkdirSync(portraits);
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function codeOf(argv: string[]): Promise<string> {
  try {
    return `exit ${await synth(argv)}`;
  } catch (error) {
    return error instanceof OnsetError ? (error as OnsetError).code : String(error);
  }
}

test.runIf(hasFaces)('a portrait becomes a marked clip with its labels, the same at every call', async () => {
  const portrait = readdirSync(FACES).filter((name) => name.endsWith('.jpg'))[0]!;
  copyFileSync(join(FACES, portrait), join(portraits, portrait));
  const render = async (out: string): Promise<string> => {
    const call = [
      '--faces',
      portraits,
      '--out',
      join(folder, out),
      '--size',
      '96',
      '--seconds',
      '2',
      '--fps',
      '25',
    ];
    expect(await synth(call)).toBe(0);
    return join(folder, out);
  };
  const [first, second] = [await render('first'), await render('second')];
  const files = readdirSync(first).sort();
  expect(files).toHaveLength(3);
  expect(readdirSync(second).sort()).toEqual(files);
  // Which files differ tells where to look: labels before pictures, pictures before the encoder.
  const differs = (file: string): boolean =>
    !readFileSync(join(second, file)).equals(readFileSync(join(first, file)));
  expect(files.filter(differs)).toEqual([]);
  const clip = files.find((name) => name.endsWith('.mp4'))!;
  expect(readFileSync(join(first, clip)).includes('onset:synthetic')).toBe(true);
  const labels = JSON.parse(
    readFileSync(join(first, clip.replace('.mp4', '.labels.json')), 'utf8'),
  ) as Labels;
  expect(labels.synthetic).toBe(true);
  expect(labels.frames).toBe(50);
  const index = JSON.parse(readFileSync(join(first, 'index.json'), 'utf8')) as { clips: { clip: string }[] };
  expect(index.clips.map((entry) => entry.clip)).toEqual([clip]);
});

test.runIf(hasFaces)(
  'clips for a recognizer are listed with the emotion they show and its class',
  async () => {
    const portrait = readdirSync(FACES).filter((name) => name.endsWith('.jpg'))[0]!;
    copyFileSync(join(FACES, portrait), join(portraits, portrait));
    const out = join(folder, 'out');
    const call = ['--faces', portraits, '--out', out, '--size', '64', '--fps', '20', '--count', '4'];
    expect(await synth([...call, '--preset', 'recognition', '--classes', 'seven'])).toBe(0);
    const { clips } = JSON.parse(readFileSync(join(out, 'index.json'), 'utf8')) as {
      clips: { labels: string; emotion: string; class: string }[];
    };
    expect(clips).toHaveLength(4);
    for (const clip of clips) {
      const { shows, events } = JSON.parse(readFileSync(join(out, clip.labels), 'utf8')) as Labels;
      expect([shows?.emotion, shows?.seven]).toEqual([clip.emotion, clip.class]);
      expect(events.filter(({ kind }) => kind === 'micro').map(({ emotion }) => emotion)).toEqual(
        clip.emotion === 'none' ? [] : [clip.emotion],
      );
    }
  },
);

test('a folder that is not there, holds no portraits, or is a file', async () => {
  const out = join(folder, 'out');
  expect(await codeOf(['--faces', join(folder, 'none'), '--out', out])).toBe('input-not-found');
  expect(await codeOf(['--faces', portraits, '--out', out])).toBe('portraits-missing');
  writeFileSync(join(folder, 'file'), '');
  expect(await codeOf(['--faces', join(folder, 'file'), '--out', out])).toBe('input-unreadable');
});

test.each([
  [['--out', 'x']],
  [['--faces', 'x']],
  [['--faces', 'x', '--out', 'y', '--preset', 'party']],
  [['--faces', 'x', '--out', 'y', '--classes', 'nine']],
  [['--faces', 'x', '--out', 'y', '--size', '97']],
  [['--faces', 'x', '--out', 'y', '--fps', '0']],
  [['--faces', 'x', '--out', 'y', 'z']],
])('the call %j is refused', async (argv) => {
  expect(await codeOf(argv)).toBe('usage');
});
