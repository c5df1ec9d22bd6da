/** From a release as it is unpacked to clips that networks learn from: readers and preparation, one after the other. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepareSet, type PreparedSet } from '../electron/trainer/sets/index.ts';
import { openClipStore } from '../models/data/clips/index.ts';
import { readSet, type SetIndex, type SetName } from '../models/data/sets/index.ts';
import { makeAffectnetNpy } from './helpers/look-alikes/affectnet.ts';
import { makeCasme2 } from './helpers/look-alikes/casme2.ts';
import type { LookAlikeOptions } from './helpers/look-alikes/options.ts';
import { facePainter, type Painter } from './helpers/look-alikes/pictures.ts';
import { makeSamm } from './helpers/look-alikes/samm.ts';
import { makeSmic } from './helpers/look-alikes/smic.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const folder = tempFolder('sets');
let painter: Painter;
beforeAll(async () => {
  painter = await facePainter();
});

async function prepare(set: SetName, name: string): Promise<{ index: SetIndex; prepared: PreparedSet }> {
  const index = await readSet(set, join(folder, name));
  const options = { cacheDir: join(folder, 'cache'), startProcess: null };
  return { index, prepared: (await prepareSet(index, options, new AbortController().signal))! };
}

const REGULAR = (): LookAlikeOptions => ({ people: 2, clipsEach: 1, quirks: false, painter });

test.each([
  ['casme2', 'raw', (at: string) => makeCasme2(at, { ...REGULAR(), variant: 'raw' }), ['coded']],
  ['casme2', 'selected', (at: string) => makeCasme2(at, { ...REGULAR(), variant: 'selected' }), ['coded']],
  ['samm', 'samm', (at: string) => makeSamm(at, REGULAR()), ['coded']],
  ['smic-hs', 'smic', (at: string) => makeSmic(at, REGULAR()), ['estimated', 'midpoint']],
] as const)('%s (%s) becomes a store of all its clips', async (set, name, make, apexSources) => {
  await make(join(folder, name));
  const { index, prepared } = await prepare(set, name);
  expect(index.samples.length).toBeGreaterThanOrEqual(2);
  expect(prepared.leftOut).toEqual([]);
  using store = openClipStore(prepared.folder);
  expect(store.clips.map((clip) => [clip.subject, clip.name])).toEqual(
    index.samples.map((sample) => [sample.subject, sample.name]),
  );
  for (const clip of store.clips) {
    expect(apexSources).toContain(clip.apexSource);
    const sample = index.samples.find((one) => one.name === clip.name && one.subject === clip.subject)!;
    expect(store.emotions[clip.emotion]).toBe(sample.emotion);
    expect(clip.objective ?? null).toBe(sample.objective);
  }
});

test('the pictures of AffectNet become a store of stills', async () => {
  await makeAffectnetNpy(join(folder, 'affectnet'), painter);
  const { index, prepared } = await prepare('affectnet', 'affectnet');
  expect(prepared.leftOut).toEqual([]);
  using store = openClipStore(prepared.folder);
  expect(store.frames).toBe(1);
  expect(store.clips.map(({ emotion }) => store.emotions[emotion])).toEqual(
    index.pictures.map(({ emotion }) => emotion),
  );
});

test('what of CASME II’s oddities reaches the preparation is prepared, or named with its reason', async () => {
  await makeCasme2(join(folder, 'odd'), { painter, people: 1, clipsEach: 1 });
  const { index, prepared } = await prepare('casme2', 'odd');
  expect(prepared.clips + prepared.leftOut.length).toBe(index.samples.length);
  // Frames 2 to 10 of pictures at 200 a second: short, but a clip.
  using store = openClipStore(prepared.folder);
  const short = store.clips.find(({ name }) => name === 'EP08_1')!;
  expect(short.subject).toBe('casme2/2');
  const slash = store.clips.find(({ name }) => name === 'EP12_01f')!;
  expect(slash.apexSource).not.toBe('coded');
});
