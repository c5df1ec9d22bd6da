import { expect, test } from 'vitest';
import { madeFace, madeKey } from '../../test/helpers/made-face.ts';
import { KeyFrames } from './key-frames.ts';

const keysOf = (...frames: readonly ReturnType<typeof madeKey>[]): KeyFrames => {
  const keys = new KeyFrames();
  for (const frame of frames) keys.add(frame);
  return keys;
};
const seenAt = (keys: KeyFrames, timeMs: number) =>
  keys.facesAt(timeMs * 1000).map(({ trackId, mesh }) => [trackId, mesh[0]]);

test('no key frames: nobody is known', () => {
  expect(new KeyFrames().facesAt(0)).toEqual([]);
  expect(new KeyFrames().newestUs).toBe(-Infinity);
  expect(new KeyFrames().forgetBefore(0)).toEqual([]);
});

test('frames on, between, before and after key frames', () => {
  const keys = keysOf(madeKey(30, madeFace(1, 10)), madeKey(60, madeFace(1, 40)));
  expect(seenAt(keys, 30)).toEqual([[1, 10]]);
  expect(seenAt(keys, 40)).toEqual([[1, 20]]);
  expect(seenAt(keys, 60)).toEqual([[1, 40]]);
  expect(seenAt(keys, 0)).toEqual([[1, 10]]);
  expect(seenAt(keys, 70)).toEqual([[1, 40]]);
  expect(keys.newestUs).toBe(60_000);
});

test('two faces: one is lost for a key frame and returns under its number, the other stays', () => {
  const keys = keysOf(
    madeKey(0, madeFace(1, 10), madeFace(2, 100)),
    madeKey(30, madeFace(1, 20)),
    madeKey(60, madeFace(1, 30), madeFace(2, 160)),
    madeKey(90, madeFace(1, 40), madeFace(2, 190)),
  );
  expect(seenAt(keys, 0)).toEqual([
    [1, 10],
    [2, 100],
  ]);
  for (const gap of [15, 30, 45]) expect(seenAt(keys, gap).map(([id]) => id)).toEqual([1]);
  expect(seenAt(keys, 75)).toEqual([
    [1, 35],
    [2, 175],
  ]);
});

test('a key frame without any face is a key frame: nobody is mixed across it', () => {
  const keys = keysOf(madeKey(0, madeFace(1, 10)), madeKey(30), madeKey(60, madeFace(1, 30)));
  for (const time of [10, 30, 50]) expect(seenAt(keys, time)).toEqual([]);
});

test('what later frames need is kept; tracks that nobody has seen since are told once', () => {
  const keys = keysOf(
    madeKey(0, madeFace(1, 0), madeFace(2, 0)),
    madeKey(30, madeFace(1, 30)),
    madeKey(60, madeFace(1, 60)),
  );
  expect(keys.forgetBefore(20_000)).toEqual([]);
  expect(seenAt(keys, 10).map(([id]) => id)).toEqual([1]);
  expect(keys.forgetBefore(45_000)).toEqual([2]);
  expect(keys.forgetBefore(45_000)).toEqual([]);
  // Half way between the key frames at 30 and 60.
  expect(seenAt(keys, 45)).toEqual([[1, 45]]);
});

test('memory stays small however long it goes on', () => {
  const keys = new KeyFrames();
  for (let timeMs = 0; timeMs < 60_000; timeMs += 30) {
    keys.add(madeKey(timeMs, madeFace(1, timeMs)));
    keys.forgetBefore((timeMs - 2000) * 1000);
  }
  // The time before the last two seconds is forgotten: what is asked of it is answered by the oldest key frame left.
  expect(seenAt(keys, 1000)[0]![1]).toBeGreaterThan(57_000);
});
