import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

import { LANDMARK_COUNT } from './landmarks.ts';
import { FACE_OVAL, IBUG_68, LEFT, MIDLINE, RIGHT, RIGID_POINTS, type SidePoints } from './mesh-points.ts';

interface Connection {
  readonly start: number;
  readonly end: number;
}

/** The lists that MediaPipe's own package publishes. */
const { FaceLandmarker } = createRequire(import.meta.url)('@mediapipe/tasks-vision') as {
  readonly FaceLandmarker: Readonly<Record<string, readonly Connection[]>>;
};
const sorted = (points: Iterable<number>): number[] =>
  [...new Set(points)].toSorted((one, other) => one - other);
const published = (name: string): number[] =>
  sorted(FaceLandmarker[`FACE_LANDMARKS_${name}`]!.flatMap(({ start, end }) => [start, end]));

test.each([
  ['LEFT', LEFT],
  ['RIGHT', RIGHT],
] as const)('%s eye, brow and iris agree with the published lists', (name, side: SidePoints) => {
  expect(sorted([side.eyeInner, side.eyeOuter, ...side.upperLid, ...side.lowerLid])).toEqual(
    published(`${name}_EYE`),
  );
  expect(sorted([...side.browUpper, ...side.browLower])).toEqual(published(`${name}_EYEBROW`));
  expect(sorted(side.irisRing)).toEqual(published(`${name}_IRIS`));
  expect(published('LIPS')).toEqual(
    expect.arrayContaining([side.lipCorner, side.upperLipSide, side.lowerLipSide]),
  );
  expect(side.upperLid[3]).toBe(side.upperLidMid);
  expect(side.lowerLid[3]).toBe(side.lowerLidMid);
});

test('the oval is the published one', () => {
  expect(sorted(FACE_OVAL)).toEqual(published('FACE_OVAL'));
});

test('the middle of the lips is on the lips', () => {
  const { upperLipOuter, upperLipInner, lowerLipInner, lowerLipOuter } = MIDLINE;
  expect(published('LIPS')).toEqual(
    expect.arrayContaining([upperLipOuter, upperLipInner, lowerLipInner, lowerLipOuter]),
  );
});

test('lists have no point twice and none outside the mesh', () => {
  for (const list of [RIGID_POINTS, IBUG_68, FACE_OVAL]) {
    expect(new Set(list).size).toBe(list.length);
    expect(list.every((point) => point >= 0 && point < LANDMARK_COUNT)).toBe(true);
  }
  expect(RIGID_POINTS).toHaveLength(22);
  expect(IBUG_68).toHaveLength(68);
});
