import { expect, test } from 'vitest';
import { placeWindow } from './window-place.ts';

const LAPTOP = { x: 0, y: 25, width: 1440, height: 875 };
const BESIDE = { x: 1440, y: 0, width: 2560, height: 1400 };
const kept = (x: number, y: number, width = 1200, height = 800) => ({
  x,
  y,
  width,
  height,
  isMaximized: false,
  isFullScreen: false,
});

test('the first window has the size that the views need, where the system wants it', () => {
  expect(placeWindow(null, [BESIDE])).toEqual({ width: 1360, height: 860 });
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
});

test('a window opens where it was, on any screen', () => {
  expect(placeWindow(kept(100, 60), [LAPTOP, BESIDE])).toEqual({ x: 100, y: 60, width: 1200, height: 800 });
  expect(placeWindow(kept(1500, 10), [LAPTOP, BESIDE])).toMatchObject({ x: 1500, y: 10 });
  // Half outside, but its title bar can be caught.
  expect(placeWindow(kept(-1000, 60), [LAPTOP])).toMatchObject({ x: -1000 });
});

test('a window whose screen is gone, or whose title bar is beyond the edge, comes back', () => {
  expect(placeWindow(kept(1500, 10), [LAPTOP])).toEqual({ width: 1200, height: 800 });
  expect(placeWindow(kept(100, -300), [LAPTOP])).toEqual({ width: 1200, height: 800 });
  expect(placeWindow(kept(100, 890), [LAPTOP])).toEqual({ width: 1200, height: 800 });
  expect(placeWindow(kept(-1150, 60), [LAPTOP])).toEqual({ width: 1200, height: 800 });
});

test('a window is no larger than its screen and no smaller than usable', () => {
  expect(placeWindow(kept(0, 25, 5000, 5000), [LAPTOP])).toMatchObject({ width: 1440, height: 875 });
  expect(placeWindow(kept(0, 25, 10, 10), [LAPTOP])).toMatchObject({ width: 900, height: 600 });
  expect(placeWindow(null, [])).toEqual({ width: 1360, height: 860 });
});
