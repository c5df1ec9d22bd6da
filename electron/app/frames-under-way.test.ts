import { expect, test } from 'vitest';
import { FramesUnderWay } from './frames-under-way.ts';

test('a page that says nothing gets two pictures a second', () => {
  let now = 0;
  const frames = new FramesUnderWay(() => now);
  const sent: number[] = [];
  for (now = 0; now < 3000; now += 10) if (frames.begin(now)) sent.push(now);
  expect(sent).toEqual([0, 10, 1000, 1010, 2000, 2010]);
});

test('a page that draws each at once gets them all', () => {
  const frames = new FramesUnderWay(() => 0);
  for (let i = 0; i < 100; i++) {
    expect(frames.begin(i)).toBe(true);
    frames.shown(i);
  }
});

test('the newest that was drawn stands for those before it, and for none after', () => {
  const frames = new FramesUnderWay(() => 0);
  expect([frames.begin(1), frames.begin(2), frames.begin(3)]).toEqual([true, true, false]);
  frames.shown(0);
  expect(frames.begin(3)).toBe(false);
  frames.shown(2);
  expect([frames.begin(3), frames.begin(4), frames.begin(5)]).toEqual([true, true, false]);
});

test('saying so for pictures that were never sent earns nothing', () => {
  const frames = new FramesUnderWay(() => 0);
  for (let i = 0; i < 10; i++) frames.shown(i);
  expect([frames.begin(1), frames.begin(2), frames.begin(3)]).toEqual([true, true, false]);
});
