import { expect, test } from 'vitest';
import { canvasBox, canvasX, canvasY, placeContained } from './placement.ts';

test('a wide frame fills the width and stands in the middle of the height', () => {
  const placement = placeContained(1280, 720, 640, 480);
  expect(placement).toMatchObject({ x: 0, y: 60, width: 640, height: 360, scale: 0.5 });
  expect(canvasX(placement, 1280)).toBe(640);
  expect(canvasY(placement, 720)).toBe(420);
});

test('a mirror exchanges left and right and leaves boxes their width', () => {
  const placement = placeContained(100, 100, 200, 200, true);
  expect(canvasX(placement, 0)).toBe(200);
  expect(canvasX(placement, 100)).toBe(0);
  expect(canvasBox(placement, { x: 10, y: 20, width: 30, height: 40 })).toEqual({
    x: 120,
    y: 40,
    width: 60,
    height: 80,
  });
});
