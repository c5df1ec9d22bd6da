import { describe, expect, it } from 'vitest';
import { cropBytes, RECIPE } from '../../../contract/recipe.ts';
import { fillPicture, fillWindow } from './fill.ts';
import { CropRing } from './ring.ts';

const FRAMES = 8;
const SIZE = 32;
const newWindow = (): Float32Array => new Float32Array(3 * FRAMES * SIZE * SIZE);

/** A scene that brightens steadily: at time t red is 0.2 + 0.5·t/s, green half of it, blue stays at 0.8. */
const redAt = (timeUs: number): number => 0.2 + 0.5 * (timeUs / 1e6);

function ringOf(timesUs: readonly number[]): CropRing {
  const ring = CropRing.create(timesUs.length + 2);
  const plane = RECIPE.sizePx ** 2;
  for (const [index, timeUs] of timesUs.entries()) {
    const crop = ring.reserve(timeUs, index);
    crop.fill(Math.round(255 * redAt(timeUs)), 0, plane);
    crop.fill(Math.round((255 * redAt(timeUs)) / 2), plane, 2 * plane);
    crop.fill(204, 2 * plane, 3 * plane);
    crop.fill(255, 3 * plane); // the luma plane must not leak into the colours
    ring.commit();
  }
  return ring;
}

const every = (stepUs: number, untilUs: number): number[] =>
  Array.from({ length: Math.floor(untilUs / stepUs) + 1 }, (_, i) => i * stepUs);

/** The colour of frame `frame` at the picture's middle. */
const middle = (window: Float32Array, colour: number, frame: number): number =>
  window[(colour * FRAMES + frame) * SIZE * SIZE + (SIZE / 2) * SIZE + SIZE / 2]!;

describe('fillWindow', () => {
  it.each([
    ['30 fps', every(33_333, 900_000)],
    ['200 fps', every(5_000, 900_000)],
    ['uneven times', every(1_000, 900_000).filter((_, i) => i % 37 === 0 || i % 23 === 0)],
  ])('shows the scene as it was at each moment: %s', (_, timesUs) => {
    const window = newWindow();
    const [fromUs, toUs] = [211_000, 711_000];
    expect(fillWindow(ringOf(timesUs), fromUs, toUs, FRAMES, SIZE, window)).toBe('filled');
    for (let frame = 0; frame < FRAMES; frame++) {
      const red = redAt(fromUs + (frame * (toUs - fromUs)) / (FRAMES - 1));
      // Crops are rounded to 1/255, and so is each value; half a step each way.
      expect(Math.abs(middle(window, 0, frame) - red)).toBeLessThan(0.5 / 255 + 1e-4);
      expect(Math.abs(middle(window, 1, frame) - red / 2)).toBeLessThan(0.5 / 255 + 1e-4);
      expect(middle(window, 2, frame)).toBeCloseTo(0.8, 5);
    }
  });

  it('says when the ring does not reach over the window, or has a hole', () => {
    const window = newWindow();
    const ring = ringOf(every(10_000, 300_000));
    const fill = (fromUs: number, toUs: number): string =>
      fillWindow(ring, fromUs, toUs, FRAMES, SIZE, window);
    expect(fill(0, 300_000)).toBe('filled');
    expect(fill(-10_000, 300_000)).toBe('incomplete');
    expect(fill(100_000, 310_000)).toBe('incomplete');
    const holed = ringOf(every(10_000, 500_000).filter((time) => time <= 200_000 || time > 310_000));
    expect(fillWindow(holed, 100_000, 400_000, FRAMES, SIZE, window)).toBe('incomplete');
    expect(fillWindow(holed, 100_000, 400_000, FRAMES, SIZE, window, 200_000)).toBe('filled');
    expect(fillWindow(holed, 320_000, 480_000, FRAMES, SIZE, window)).toBe('filled');
  });

  it('is empty, and writes nothing, with fewer than two crops', () => {
    const window = newWindow().fill(-1);
    expect(fillWindow(ringOf([]), 0, 500_000, FRAMES, SIZE, window)).toBe('empty');
    expect(fillWindow(ringOf([1000]), 0, 500_000, FRAMES, SIZE, window)).toBe('empty');
    expect(window.every((value) => value === -1)).toBe(true);
  });

  it('writes into shared memory, where a recognizer reads it', () => {
    const shared = new Float32Array(new SharedArrayBuffer(newWindow().byteLength));
    const window = newWindow();
    const ring = ringOf(every(33_333, 500_000));
    fillWindow(ring, 0, 400_000, FRAMES, SIZE, window);
    fillWindow(ring, 0, 400_000, FRAMES, SIZE, shared);
    expect([...shared]).toEqual([...window]);
  });

  it('makes a picture of one crop, as the frames of a window are made', () => {
    const ring = ringOf([0, 10_000]);
    const window = newWindow();
    fillWindow(ring, 0, 10_000, FRAMES, SIZE, window);
    const picture = new Float32Array(3 * SIZE * SIZE);
    fillPicture(ring.span(0, 0).crops[0]!, SIZE, picture);
    for (const colour of [0, 1, 2])
      expect([...picture.slice(colour * SIZE ** 2, (colour + 1) * SIZE ** 2)]).toEqual([
        ...window.slice(colour * FRAMES * SIZE ** 2, (colour * FRAMES + 1) * SIZE ** 2),
      ]);
  });

  it('keeps left and right, up and down where they are', () => {
    const ring = CropRing.create(3);
    for (const timeUs of [0, 10_000]) {
      const crop = ring.reserve(timeUs, timeUs).fill(0);
      crop.fill(255, 0, RECIPE.sizePx); // red: the first row
      for (let y = 0; y < RECIPE.sizePx; y++) crop[RECIPE.sizePx ** 2 + y * RECIPE.sizePx] = 255; // green: the first column
      ring.commit();
    }
    const size = RECIPE.sizePx;
    const window = new Float32Array(3 * 2 * size * size);
    expect(fillWindow(ring, 0, 10_000, 2, size, window)).toBe('filled');
    const at = (colour: number, y: number, x: number): number => window[(colour * 2 * size + y) * size + x]!;
    expect([at(0, 0, 9), at(0, 1, 9), at(1, 9, 0), at(1, 9, 1)]).toEqual([1, 0, 1, 0]);
    expect(cropBytes(RECIPE)).toBe(4 * size * size);
  });
});
