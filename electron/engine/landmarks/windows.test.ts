import { expect, test } from 'vitest';

import { followingWindow, windowAround } from './windows.ts';

const whole = { x: 0, y: 0, width: 1280, height: 720 };

test('a face fills 40 % of its window, which stays inside the frame', () => {
  const window = windowAround({ x: 600, y: 300, width: 60, height: 80 }, whole);
  expect(window).toEqual({ x: 530, y: 240, width: 200, height: 200 });
  const corner = windowAround({ x: 2, y: 3, width: 60, height: 80 }, whole);
  expect(corner).toEqual({ x: 0, y: 0, width: 200, height: 200 });
});

test('a large face is looked at in as much of the frame as there is', () => {
  expect(windowAround({ x: 300, y: 100, width: 450, height: 600 }, whole)).toBe(whole);
  expect(windowAround({ x: 300, y: 100, width: 300, height: 300 }, whole)).toEqual({
    x: 75,
    y: 0,
    width: 750,
    height: 720,
  });
});

test('a window stays put under small movements and moves after large ones', () => {
  const face = { x: 600, y: 300, width: 60, height: 80 };
  const window = windowAround(face, whole);
  expect(followingWindow(window, { ...face, x: 625 }, whole)).toBe(window);
  expect(followingWindow(window, { ...face, x: 640 }, whole)).not.toBe(window);
  expect(followingWindow(window, { x: 590, y: 290, width: 100, height: 130 }, whole)).not.toBe(window);
});

test('a face at the edge does not make its window move again and again', () => {
  const face = { x: 0, y: 300, width: 60, height: 80 };
  const window = windowAround(face, whole);
  expect(followingWindow(window, { ...face, x: -10 }, whole)).toBe(window);
});
