import { expect, test } from 'vitest';
import { FramesInWaiting } from './frames-in-waiting.ts';

const frames = (fps: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, timeUs: Math.round((index * 1e6) / fps) }));
const landmarks = ({ index, timeUs }: { index: number; timeUs: number }) => ({
  frameIndex: index,
  timeUs,
  faces: [],
});

test('landmarks are wanted of every frame at 30 a second, and of some 30 a second of more', () => {
  const keysAt = (fps: number) => {
    const waiting = new FramesInWaiting();
    return frames(fps, fps).filter((frame) => waiting.add(frame)).length;
  };
  expect(keysAt(30)).toBe(30);
  expect(keysAt(100)).toBe(34);
});

test('a frame is ready when landmarks of 67 ms beyond it are known, or when no more will come', () => {
  const waiting = new FramesInWaiting();
  const ready = (isEnd?: boolean) => [...waiting.ready(isEnd)].map(({ frame }) => frame.timeUs);
  const all = frames(30, 6);
  for (const frame of all) waiting.add(frame);
  for (const frame of all.slice(0, 2)) waiting.found(landmarks(frame));
  expect(ready()).toEqual([]);
  for (const frame of all.slice(2, 4)) waiting.found(landmarks(frame));
  expect(ready()).toEqual([0]);
  expect(ready()).toEqual([]);
  for (const frame of all.slice(4)) waiting.found(landmarks(frame));
  expect(ready()).toEqual([33_333, 66_667]);
  expect(waiting.left.map(({ timeUs }) => timeUs)).toEqual([100_000, 133_333, 166_667]);
  expect(ready(true)).toEqual([100_000, 133_333, 166_667]);
  expect(waiting.left).toEqual([]);
});
