import { expect, test } from 'vitest';
import { FramesUnderWay } from './frames-under-way.ts';

test('a page that says nothing gets two pictures a second', () => {
  let now = 0;
  const frames = new FramesUnderWay(() => now);
  const sent: number[] = [];
  for (now = 0; now < 3000; now += 10) if (frames.begin()) sent.push(now);
  expect(sent).toEqual([0, 10, 1000, 1010, 2000, 2010]);
});

test('a page that draws each at once gets them all', () => {
  const frames = new FramesUnderWay(() => 0);
  for (let i = 0; i < 100; i++) {
    expect(frames.begin()).toBe(true);
    frames.shown();
  }
});

test('saying so for pictures that were never sent earns nothing', () => {
  const frames = new FramesUnderWay(() => 0);
  for (let i = 0; i < 10; i++) frames.shown();
  expect([frames.begin(), frames.begin(), frames.begin()]).toEqual([true, true, false]);
});
