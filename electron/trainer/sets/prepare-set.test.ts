import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import { type ClipBytes, openClipStore } from '../../../models/data/clips/index.ts';
import type { SetIndex, SetSample } from '../../../models/data/sets/sample.ts';
import { createI420Converter, SYNTHETIC_MARK } from '../../../models/data/synth/index.ts';
import { drawFaces, evenTimes, portrait, TILE_PX } from '../../../test/helpers/face-clip.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openVideoWriter } from '../../engine/export/index.ts';
import { itemsOf } from './item.ts';
import { prepareSet, type PreparedSet, type PrepareOptions } from './index.ts';

// Every clip is looked at by the landmarker, and machines are busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = tempFolder('prepare');
const FPS = 100;
const FIRST = 7;
/** A smile from frame 27 to frame 57 of the set's numbers, at its largest at 42. */
const [ONSET, APEX, OFFSET] = [27, 42, 57];
const FRAMES = 56;

/** Drawn over the face that the repository carries, as unpadded grey pictures: `img7.pgm`, `img8.pgm`, … */
beforeAll(async () => {
  const still = await portrait();
  const timesUs = evenTimes(FRAMES / FPS, FPS);
  const moves = [{ au: 12, atS: (ONSET - FIRST) / FPS, lastsS: (OFFSET - ONSET) / FPS }] as const;
  mkdirSync(join(folder, 'smile'));
  mkdirSync(join(folder, 'cut'));
  mkdirSync(join(folder, 'plain'));
  const clip = { timesUs, faces: [{ still, moves }] };
  const video = await openVideoWriter(join(folder, 'marked.mp4'), {
    widthPx: TILE_PX,
    heightPx: TILE_PX,
    fps: FPS,
    crf: 16,
    preset: 'veryfast',
    metadata: { comment: SYNTHETIC_MARK },
  });
  const toI420 = createI420Converter(TILE_PX, TILE_PX);
  let frame = 0;
  for (const rgb of drawFaces(clip)) {
    const grey = greyOf(rgb);
    const name = `img${FIRST + frame}.pgm`;
    writePgm(join(folder, 'smile', name), grey, TILE_PX, TILE_PX);
    // From above the brows to the chin, from cheek to cheek: the landmarker finds it with a border only.
    writePgm(join(folder, 'cut', name), part(grey, 62, 70, 92, 104), 92, 104);
    if (frame < 3) writePgm(join(folder, 'plain', name), grey.fill(90), TILE_PX, TILE_PX);
    await video.write(toI420(rgb), timesUs[frame++]!);
  }
  await video.close();
});

const sampleOf = (name: string, more: Partial<SetSample> = {}): SetSample => ({
  set: 'casme2',
  subject: 'casme2/1',
  name,
  fps: FPS,
  pictures: {
    kind: 'pictures',
    folder: join(folder, name),
    files: existsSync(join(folder, name))
      ? readdirSync(join(folder, name))
          .filter((file) => file.startsWith('img'))
          .map((file) => [Number(/\d+/.exec(file)![0]), file] as const)
          .sort(([a], [b]) => a - b)
      : [],
  },
  onset: ONSET,
  apex: APEX,
  offset: OFFSET,
  aus: [
    { au: 12, side: 'left', intensity: null, isReference: false, isAmbiguous: false },
    { au: 6, side: 'both', intensity: null, isReference: false, isAmbiguous: false },
    { au: 4, side: 'both', intensity: null, isReference: true, isAmbiguous: false },
  ],
  emotion: 'happiness',
  objective: 1,
  ...more,
});

const indexOf = (...samples: SetSample[]): SetIndex => ({
  set: 'casme2',
  folder,
  coding: 'CASME2-coding-20140508.xlsx',
  samples,
  longVideos: [],
  pictures: [],
  discrepancies: [],
});

const cacheDir = join(folder, 'cache');
const running = new AbortController().signal;
/**
 * In this process, as starting one costs seconds on a busy machine, and with one cache for all tests: what one has
 * prepared the next one reads.
 */
async function prepare(index: SetIndex, more: Partial<PrepareOptions> = {}): Promise<PreparedSet> {
  const options = { cacheDir, startProcess: null, ...more };
  return (await prepareSet(index, options, running))!;
}

/** Mean difference of two pictures in grey levels. */
const unlike = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((sum, level, i) => sum + Math.abs(level - other[i]!), 0) / one.length;

/** How far the mouth of each frame differs from that of the neutral. */
function mouthChanges({ frames, neutral }: ClipBytes): number[] {
  return Array.from({ length: 16 }, (_, frame) => {
    let sum = 0;
    for (let y = 75; y < 105; y++)
      for (let x = 30; x < 98; x++)
        sum += Math.abs(frames[(frame * 128 + y) * 128 + x]! - neutral[y * 128 + x]!);
    return sum / (30 * 68);
  });
}

describe('a clip of numbered pictures', () => {
  test('becomes a window from onset to offset with its labels, the apex in the frame that says so', async () => {
    const { folder: at, leftOut, apexes } = await prepare(indexOf(sampleOf('smile')));
    expect(leftOut).toEqual([]);
    expect(apexes).toEqual({ coded: 1, estimated: 0, midpoint: 0 });
    using store = openClipStore(at);
    expect(store.index).toMatchObject({
      synthetic: false,
      frames: 16,
      sizePx: 128,
      planes: 1,
      windowS: 0.3,
      aus: [6, 12],
      emotions: ['happiness'],
    });
    expect(store.clips[0]).toMatchObject({
      subject: 'casme2/1',
      name: 'smile',
      emotion: 0,
      aus: [6, 12],
      apexFrame: 8,
      apexSource: 'coded',
      objective: 1,
    });
    const bytes = store.newBytes();
    store.read(0, bytes);
    const changes = mouthChanges(bytes);
    // A face, lit as it was; at rest at both ends, and most moved where the apex is said to be.
    expect(bytes.neutral.reduce((sum, level) => sum + level, 0) / 128 ** 2).toBeGreaterThan(60);
    expect(changes[8]).toBeGreaterThan(2.5 * Math.max(changes[0]!, changes[15]!));
    expect(changes[8]).toBeGreaterThan(0.9 * Math.max(...changes));
  });

  test('without a coded apex is given the one where the face has moved most, or its middle where that is asked for', async () => {
    const blind = indexOf(sampleOf('smile', { apex: null }));
    const estimated = await prepare(blind);
    expect(estimated.apexes).toEqual({ coded: 0, estimated: 1, midpoint: 0 });
    using store = openClipStore(estimated.folder);
    expect(Math.abs(store.clips[0]!.apexFrame! - 8)).toBeLessThanOrEqual(2);
    const middle = await prepare(blind, { missingApex: 'midpoint' });
    expect(middle.apexes).toEqual({ coded: 0, estimated: 0, midpoint: 1 });
    expect(middle.folder).not.toBe(estimated.folder);
  });

  test('cut to the face is found with a border round it', async () => {
    const { clips, leftOut } = await prepare(indexOf(sampleOf('cut')));
    expect([clips, leftOut]).toEqual([1, []]);
  });

  test('in colour has three planes', async () => {
    const look = { frames: 4, sizePx: 64, planes: 3 } as const;
    const { folder: at } = await prepare(indexOf(sampleOf('smile')), { look });
    using store = openClipStore(at);
    const bytes = store.newBytes();
    store.read(0, bytes);
    expect(bytes.frames).toHaveLength(4 * 3 * 64 ** 2);
    // Grey pictures have three equal planes.
    expect(unlike(bytes.neutral.subarray(0, 64 ** 2), bytes.neutral.subarray(2 * 64 ** 2))).toBeLessThan(1);
  });
});

test('a video that says it was made by Onset makes a store that says so', async () => {
  const video = sampleOf('marked', {
    pictures: { kind: 'video', path: join(folder, 'marked.mp4') },
    onset: ONSET - FIRST,
    apex: APEX - FIRST,
    offset: OFFSET - FIRST,
  });
  const { folder: at } = await prepare(indexOf(video));
  using store = openClipStore(at);
  expect(store.index.synthetic).toBe(true);
  const bytes = store.newBytes();
  store.read(0, bytes);
  const changes = mouthChanges(bytes);
  // The encoder's own changes lie on top.
  expect(changes[8]).toBeGreaterThan(1.7 * Math.max(changes[0]!, changes[15]!));
});

test('what cannot be used is named with its reason, and the rest is there', async () => {
  const files = sampleOf('smile').pictures;
  const without = (numbers: readonly number[]): SetSample['pictures'] =>
    files.kind === 'pictures'
      ? { ...files, files: files.files.filter(([number]) => !numbers.includes(number)) }
      : files;
  writeFileSync(join(folder, 'smile', 'broken.pgm'), 'P5\n9 9');
  const index = indexOf(
    sampleOf('plain', { onset: FIRST, apex: null, offset: FIRST + 2 }),
    sampleOf('gone'),
    sampleOf('smile', { name: 'missing', pictures: without([ONSET]) }),
    sampleOf('smile', {
      name: 'broken',
      pictures: {
        kind: 'pictures',
        folder: join(folder, 'smile'),
        files: [
          [ONSET, 'img27.pgm'],
          [ONSET + 1, 'broken.pgm'],
        ],
      },
      offset: ONSET + 1,
    }),
    sampleOf('smile', { name: 'long', offset: ONSET + 5 * FPS }),
    sampleOf('smile', { name: 'still', offset: ONSET }),
    sampleOf('smile', { name: 'gap', pictures: without(Array.from({ length: 12 }, (_, k) => 40 + k)) }),
    sampleOf('smile'),
  );
  const { clips, leftOut } = await prepare(index);
  expect(clips).toBe(1);
  expect(Object.fromEntries(leftOut.map(({ name, reason }) => [name, reason]))).toEqual({
    plain: 'no face is found at its onset, frame 7',
    gone: 'none of its pictures is there',
    missing: 'its frame 27 cannot be read',
    broken: 'its frame 28 cannot be read',
    long: expect.stringMatching(/^it lasts 5\.0 s/) as string,
    still: 'it ends (frame 27) where it begins (frame 27)',
    gap: 'no face is found for more than 0.1 s before frame 52',
  });
});

test('a set of which nothing can be used is refused', async () => {
  const failure = await prepare(indexOf(sampleOf('gone'))).catch((error: unknown) => error);
  expect(failure instanceof OnsetError && failure.code).toBe('set-unprepared');
});

test('finished clips are kept: a further run reads them, a lost one is made anew, alike', async () => {
  const index = indexOf(sampleOf('smile'), sampleOf('cut', { subject: 'casme2/2' }));
  const first = await prepare(index);
  const crcs = (): number[] => {
    using store = openClipStore(first.folder);
    return store.clips.map(({ crc32 }) => crc32);
  };
  const before = crcs();
  const samples = join(cacheDir, 'samples');
  const times = (): number[] => readdirSync(samples).map((name) => statSync(join(samples, name)).mtimeMs);
  const kept = times();
  expect(await prepare(index)).toEqual(first);
  expect(times()).toEqual(kept);
  // Other labels are another store of the same clips.
  const relabelled = await prepare(indexOf(...index.samples.map((s) => ({ ...s, emotion: 'others' }))));
  expect(relabelled.folder).not.toBe(first.folder);
  expect(times()).toEqual(kept);

  rmSync(first.folder, { recursive: true });
  const [lost, damaged] = itemsOf(index, { frames: 16, sizePx: 128, planes: 1 }, 'estimated');
  rmSync(join(samples, lost!.key));
  writeFileSync(join(samples, damaged!.key), 'half a fi');
  expect(await prepare(index)).toEqual(first);
  expect(crcs()).toEqual(before);
});

test('a picture that has been changed since is another clip', async () => {
  const copy = join(folder, 'changed');
  mkdirSync(copy);
  for (const name of readdirSync(join(folder, 'smile')))
    copyFileSync(join(folder, 'smile', name), join(copy, name));
  const before = await prepare(indexOf(sampleOf('changed')));
  copyFileSync(join(folder, 'smile', 'img27.pgm'), join(copy, 'img28.pgm'));
  expect((await prepare(indexOf(sampleOf('changed')))).folder).not.toBe(before.folder);
});

test('processes side by side make what one process makes; an order that is stopped keeps what is done', async () => {
  const index = indexOf(sampleOf('smile'), sampleOf('cut', { subject: 'casme2/2' }), sampleOf('gone'));
  const told: number[] = [];
  const stopping = new AbortController();
  const options = { cacheDir: join(folder, 'side'), jobs: 2 };
  const stopped = await prepareSet(index, options, stopping.signal, ({ done }) => {
    told.push(done);
    if (done === 1) stopping.abort();
  });
  expect(stopped).toBeNull();
  expect(told.slice(0, 2)).toEqual([0, 1]);
  expect(readdirSync(join(folder, 'side')).filter((name) => name !== 'samples')).toEqual([]);
  const side = (await prepareSet(index, options, running))!;
  const here = await prepare(index);
  using one = openClipStore(side.folder);
  using other = openClipStore(here.folder);
  expect(one.clips).toEqual(other.clips);
  expect(side.leftOut).toEqual(here.leftOut);
});

test('single pictures become windows of one frame, each of a person of its own', async () => {
  const path = (frame: number): string => join(folder, 'smile', `img${frame}.pgm`);
  const picture = { set: 'affectnet', split: 'training', emotion: 'happiness', box: null } as const;
  const index: SetIndex = {
    ...indexOf(),
    set: 'affectnet',
    pictures: [
      { ...picture, path: path(APEX) },
      { ...picture, path: path(ONSET), emotion: 'neutral', box: { x: 58, y: 62, width: 100, height: 116 } },
      { ...picture, path: join(folder, 'plain', 'img7.pgm') },
      { ...picture, path: join(folder, 'plain', 'img999.pgm') },
    ],
  };
  const { folder: at, leftOut } = await prepare(index);
  expect(leftOut.map(({ name, reason }) => [name, reason])).toEqual([
    ['plain/img7.pgm', 'no face is found in it'],
    ['plain/img999.pgm', expect.stringContaining('img999.pgm') as string],
  ]);
  using store = openClipStore(at);
  expect(store.index).toMatchObject({ frames: 1, emotions: ['happiness', 'neutral'] });
  expect(store.clips.map(({ subject, aus, emotion }) => [subject, aus, emotion])).toEqual([
    ['affectnet/smile/img42.pgm', null, 0],
    ['affectnet/smile/img27.pgm', null, 1],
  ]);
  const [apex, onset] = [store.newBytes(), store.newBytes()];
  store.read(0, apex);
  store.read(1, onset);
  expect(apex.frames).toEqual(apex.neutral);
  // The same face in the same place, smiling or not, with a box round it or without.
  expect(unlike(apex.frames, onset.frames)).toBeLessThan(12);
});

const writePgm = (path: string, grey: Uint8Array, width: number, height: number): void =>
  writeFileSync(path, pgm(grey, width, height));
const pgm = (grey: Uint8Array, width: number, height: number): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]);

/** The repository's face is grey: one of three equal levels. */
const greyOf = (rgb: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: rgb.length / 3 }, (_, i) => rgb[3 * i]!);

function part(grey: Uint8Array, x: number, y: number, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    out.set(grey.subarray((y + row) * TILE_PX + x, (y + row) * TILE_PX + x + width), row * width);
  return out;
}
