import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SeekableSource } from '../contract/frame.ts';
import type { Moment } from '../contract/spot.ts';
import type { PictureTrack } from './helpers/make-clip.ts';
import { makeNumberedClip, numberIn } from './helpers/numbered-clip.ts';
import { seededRandom } from './helpers/random.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import { openFile, openSeekable } from '../electron/engine/capture/index.ts';
import { FrameServer, type FrameServerOptions, type FrameTable } from '../electron/engine/frames/index.ts';

const folder = tempFolder('frames');
const ordered: PictureTrack = { frames: 130, bFrames: 3, gop: 30, encoderOptions: { preset: 'medium' } };
const uneven = (i: number): number => 33 * i + 7 * (i % 4);

/** Everything a file may do to make a search hard. */
const CLIPS: Record<string, PictureTrack> = {
  'b-frames.mp4': ordered,
  'uneven.mp4': { ...ordered, timeMs: uneven },
  'uneven.mkv': { ...ordered, timeMs: uneven },
  'late.mkv': { ...ordered, timeMs: (i) => 5000 + 40 * i },
  'open-groups.mp4': { ...ordered, encoderOptions: { preset: 'medium', 'x264-params': 'open-gop=1' } },
  'open-groups.mkv': {
    ...ordered,
    encoder: 'libx265',
    encoderOptions: { preset: 'ultrafast', 'x265-params': 'log-level=none:open-gop=1:keyint=30:bframes=4' },
  },
  'refreshed.mp4': { ...ordered, bFrames: 0, encoderOptions: { 'x264-params': 'intra-refresh=1' } },
  'one-group.mp4': { ...ordered, gop: 1000, encoderOptions: { preset: 'medium', sc_threshold: '0' } },
  'vp9.webm': { frames: 90, encoder: 'libvpx-vp9', gop: 20 },
  'stream.ts': ordered,
  'mpeg4.avi': { frames: 90, encoder: 'mpeg4', gop: 15, bFrames: 2 },
  'all-key.mov': { frames: 60, encoder: 'mjpeg', pixelFormat: 'yuvj420p' },
  'bare.h264': ordered,
  'turned.mp4': { ...ordered, frames: 60, rotationDeg: 180 },
};

/** What an analysis writes down of a file. */
async function tableOf(path: string): Promise<{ table: FrameTable; numbers: number[] }> {
  await using source = await openFile(path);
  const moments: Moment[] = [];
  const numbers: number[] = [];
  for await (const frame of source.frames()) {
    using held = frame;
    moments.push({ frameIndex: held.index, timeUs: held.timeUs });
    numbers.push(numberIn(held.image));
  }
  return { table: tableFrom(moments), numbers };
}

const tableFrom = (moments: readonly Moment[]): FrameTable => ({
  timeOf: (index) => moments[index]?.timeUs ?? null,
  nearest: (timeUs) =>
    moments.reduce<Moment | null>(
      (best, m) => (best && Math.abs(best.timeUs - timeUs) <= Math.abs(m.timeUs - timeUs) ? best : m),
      null,
    ),
});

async function* readInOrder(path: string) {
  await using source = await openFile(path);
  yield* source.frames();
}

const optionsFor = (path: string, table: FrameTable, memoryBytes: number): FrameServerOptions => ({
  name: path,
  table,
  open: () => openSeekable(path),
  readInOrder: () => readInOrder(path),
  isEveryFrame: true,
  memoryBytes,
});

async function numberOf(server: FrameServer, index: number): Promise<number> {
  using frame = await server.frame(index);
  expect(frame.index).toBe(index);
  return numberIn(frame.image);
}

test.each(Object.keys(CLIPS))('%s: every frame asked for is that very frame', async (name) => {
  const path = join(folder, name);
  makeNumberedClip(path, CLIPS[name]!);
  const { table, numbers } = await tableOf(path);
  const isTurned = name === 'turned.mp4';
  // The oracle of the oracle: read in order, the pictures count up (a turned one carries its bits backwards).
  const counted = numbers.map((_, i) => i);
  expect(isTurned ? counted : numbers).toEqual(counted);
  const last = numbers.length - 1;
  // Room for some 20 of these pictures: less than a group.
  await using server = await FrameServer.open(optionsFor(path, table, 20 * 1.5 * 256 * 64));
  const random = seededRandom(7);
  const asked = [0, last, ...Array.from({ length: 25 }, () => Math.floor(random() * (last + 1)))];
  const middle = Math.floor(last / 2);
  for (let step = 0; step < 45; step++) asked.push(Math.max(0, middle - step));
  for (let step = 0; step < 45; step++) asked.push(Math.min(last, middle - 10 + step));
  for (const index of asked) expect([index, await numberOf(server, index)]).toEqual([index, numbers[index]]);
});

test('frames asked for at the same time are all given', async () => {
  const path = join(folder, 'at-once.mp4');
  makeNumberedClip(path, ordered);
  const { table } = await tableOf(path);
  await using server = await FrameServer.open(optionsFor(path, table, 1e6));
  const asked = [100, 3, 64, 65, 2, 99, 129, 0];
  expect(await Promise.all(asked.map((index) => numberOf(server, index)))).toEqual(asked);
});

test('another video under the name is refused', async () => {
  const [path, other] = [join(folder, 'this.mp4'), join(folder, 'other.mp4')];
  makeNumberedClip(path, ordered);
  makeNumberedClip(other, { ...ordered, timeMs: (i) => 41 * i + 3 });
  const { table } = await tableOf(path);
  await using server = await FrameServer.open(optionsFor(other, table, 1e6));
  await expect(server.frame(50)).rejects.toMatchObject({ code: 'video-changed' });
});

/** A file that tells when it is sent somewhere, and when a picture is taken from it. */
async function watched(
  path: string,
  on: { readonly seek?: () => void; readonly next?: () => void },
): Promise<SeekableSource> {
  const source = await openSeekable(path);
  return {
    info: source.info,
    seek: (timeUs, earlier) => {
      on.seek?.();
      return source.seek(timeUs, earlier);
    },
    next: () => {
      on.next?.();
      return source.next();
    },
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}

test('a picture beside does not say where the person is: what was decoded ahead of them stays', async () => {
  const path = join(folder, 'beside.mp4');
  makeNumberedClip(path, { ...ordered, frames: 400, gop: 200 });
  const { table } = await tableOf(path);
  let seeks = 0;
  const open = (): Promise<SeekableSource> => watched(path, { seek: () => seeks++ });
  const options = { ...optionsFor(path, table, 30 * 1.5 * 256 * 64), open };
  const back = async (isWhereThePersonIs: boolean): Promise<number> => {
    await using server = await FrameServer.open(options);
    (await server.frame(300))[Symbol.dispose]();
    // What is decoded ahead is decoded by now.
    await setTimeout(500);
    (await server.frame(20, isWhereThePersonIs))[Symbol.dispose]();
    seeks = 0;
    for (let step = 1; step <= 5; step++) expect(await numberOf(server, 300 + step)).toBe(300 + step);
    return seeks;
  };
  expect(await back(false)).toBe(0);
  expect(await back(true)).toBeGreaterThan(0);
});

test('a server for single pictures decodes nothing that nobody asked for', async () => {
  const path = join(folder, 'single.mp4');
  makeNumberedClip(path, ordered);
  const { table } = await tableOf(path);
  let decoded = 0;
  const open = (): Promise<SeekableSource> => watched(path, { next: () => decoded++ });
  const options = { ...optionsFor(path, table, 1e6), open, looksAhead: false };
  await using server = await FrameServer.open(options);
  expect(await numberOf(server, 60)).toBe(60);
  const asked = decoded;
  await setTimeout(300);
  expect(decoded).toBe(asked);
});
