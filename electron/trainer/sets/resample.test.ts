import { expect, test } from 'vitest';
import { RECIPE } from '../../../contract/recipe.ts';
import { apexPlace, resample } from './resample.ts';

const PLANE = RECIPE.sizePx ** 2;

/** Crops 10 ms apart, each of one level. */
const crops = (levels: readonly number[]) =>
  levels.map((level, number) => ({
    number,
    timeUs: number * 10_000,
    planes: new Uint8Array(3 * PLANE).fill(level),
  }));

test.each([
  [0, 0],
  [40_000, 6],
  [100_000, 15],
  [52_000, 8],
])('an apex at %i of 100 000 µs is shown by frame %i of 16', (apexUs, place) => {
  expect(apexPlace({ fromUs: 0, toUs: 100_000, apexUs }, 16)).toBe(place);
});

test('frames are even from onset to offset, but for the apex, which is shown as it was taken', () => {
  const levels = [0, 10, 20, 30, 130, 50, 60, 70, 80, 90, 100];
  const neutral = new Uint8Array(3 * PLANE).fill(3);
  const stretch = { fromUs: 0, toUs: 100_000, apexUs: 40_000 };
  const look = { frames: 6, sizePx: 128, planes: 1 } as const;
  const out = resample({ crops: crops(levels), neutral }, stretch, look);
  expect(out.apexFrame).toBe(2);
  expect(out.frames).toHaveLength(6 * 128 ** 2);
  // Every 20 ms, so the apex is one of the even moments here.
  expect(Array.from({ length: 6 }, (_, frame) => out.frames[frame * 128 ** 2 + 77])).toEqual([
    0, 20, 130, 60, 80, 100,
  ]);
  expect(out.neutral).toEqual(new Uint8Array(128 ** 2).fill(3));
  // And where it is none: the third of five moments lies at 50 ms, between the apex and what follows.
  const five = resample({ crops: crops(levels), neutral }, stretch, { ...look, frames: 5 });
  expect(five.apexFrame).toBe(2);
  expect(Array.from({ length: 5 }, (_, frame) => five.frames[frame * 128 ** 2])).toEqual([
    0, 25, 130, 75, 100,
  ]);
});

test('three planes lie one after the other in every frame', () => {
  const planes = new Uint8Array(3 * PLANE);
  planes
    .fill(1, 0, PLANE)
    .fill(2, PLANE, 2 * PLANE)
    .fill(3, 2 * PLANE);
  const two = [0, 1].map((number) => ({ number, timeUs: number * 10_000, planes }));
  const stretch = { fromUs: 0, toUs: 10_000, apexUs: 10_000 };
  const out = resample({ crops: two, neutral: planes }, stretch, { frames: 2, sizePx: 64, planes: 3 });
  const firstOf = (bytes: Uint8Array): (number | undefined)[] =>
    Array.from({ length: bytes.length / 64 ** 2 }, (_, plane) => bytes[plane * 64 ** 2]);
  expect(firstOf(out.frames)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(firstOf(out.neutral)).toEqual([1, 2, 3]);
  expect(out.apexFrame).toBe(1);
});
