import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import { openClipStore, SPLITS, splitOf } from '../../../models/data/clips/index.ts';
import { makeClips } from './make-clips.ts';

const FACES = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'faces');
const hasFaces = existsSync(FACES);
if (!hasFaces) console.warn(`SKIPPED: there are no portraits at ${FACES}, so no windows are drawn here.`);

/** As the repository's own face: Eileen Collins, NASA, public domain. */
const FACE = join(import.meta.dirname, '..', '..', '..', 'native', 'testing', 'astronaut-face.pgm');

let folder: string;
let portraits: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset windows '));
  portraits = join(folder, 'portraits');
  mkdirSync(portraits);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A grey picture (PGM by content; pictures are told by what they hold, not by their name). */
function writePlain(path: string): void {
  writeFileSync(path, Buffer.concat([Buffer.from('P5\n64 64\n255\n'), Buffer.alloc(64 * 64, 128)]));
}

const SHAPE = { frames: 4, sizePx: 64, windowS: 0.5, planes: 1 } as const;
const order = (out: string) => ({
  facesDir: portraits,
  outDir: join(folder, out),
  count: 10,
  seed: 1,
  shape: SHAPE,
});
const running = new AbortController().signal;

test.runIf(hasFaces)(
  'each split has its own people, a picture without a face is named, and the same call makes the same clips',
  async () => {
    const names = readdirSync(FACES).filter((name) => name.endsWith('.jpg'));
    const chosen = (['train', 'test'] as const).flatMap((split) =>
      names.filter((name) => splitOf(name) === split).slice(0, 2),
    );
    for (const name of chosen) copyFileSync(join(FACES, name), join(portraits, name));
    writePlain(join(portraits, 'plain.png'));
    const { made, faceless } = await makeClips(order('first'), running, () => undefined);
    expect(faceless).toEqual(['plain.png']);
    expect(made.map(({ split, clips, identities }) => [split, clips, identities])).toEqual([
      ['train', 10, 1],
      ['validation', 1, 1],
      ['test', 1, 2],
    ]);
    const people = SPLITS.map((split) => {
      using part = openClipStore(join(folder, 'first', split));
      return new Set(part.clips.map(({ subject }) => subject));
    });
    expect([...people[0]!].filter((name) => people[1]!.has(name))).toEqual([]);
    expect([...people[0]!, ...people[1]!].map(splitOf)).toEqual(['train', 'train']);
    using store = openClipStore(join(folder, 'first', 'train'));
    const crcs = store.clips.map(({ crc32 }) => crc32);
    expect(new Set(crcs).size).toBe(10);
    await makeClips(order('second'), running, () => undefined);
    using again = openClipStore(join(folder, 'second', 'train'));
    expect(again.clips.map(({ crc32 }) => crc32)).toEqual(crcs);
  },
  60_000,
);

test('an order that is stopped leaves no store', async () => {
  copyFileSync(FACE, join(portraits, 'face.png'));
  const stopped = AbortSignal.abort();
  const { made } = await makeClips(order('out'), stopped, () => undefined);
  expect(made).toEqual([]);
  expect(readdirSync(join(folder, 'out')).flatMap((name) => readdirSync(join(folder, 'out', name)))).toEqual([
    expect.stringMatching(/^face\.png\..*\.aligned$/),
  ]);
});

test.each([
  ['portraits-missing', () => undefined],
  [
    'portraits-without-face',
    (dir: string) => {
      writePlain(join(dir, 'plain.png'));
    },
  ],
  [
    'input-not-found',
    (dir: string) => {
      rmSync(dir, { recursive: true });
    },
  ],
  [
    'input-unreadable',
    (dir: string) => {
      rmSync(dir, { recursive: true });
      writeFileSync(dir, '');
    },
  ],
] as const)('%s', async (code, prepare) => {
  prepare(portraits);
  const failure = await makeClips(order('out'), running, () => undefined).catch((error: unknown) => error);
  expect(failure instanceof OnsetError && failure.code).toBe(code);
});
