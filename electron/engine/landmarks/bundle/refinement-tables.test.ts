import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

import { LEFT, RIGHT } from '../../../../contract/mesh-points.ts';
import { readRefinements } from './refinement-tables.ts';

const wasm = createRequire(import.meta.url).resolve(
  '@mediapipe/face_mesh/face_mesh_solution_simd_wasm_bin.wasm',
);
const [lips, rightEye, leftEye, rightIris, leftIris] = readRefinements(new Uint8Array(readFileSync(wasm)));

test('lips and eyes are refined where the published connection lists have them', () => {
  expect(lips!.points).toHaveLength(80);
  expect(lips!.points).toEqual(expect.arrayContaining([61, 291, 0, 13, 14, 17]));
  // The network calls "left" what lies on the picture's left: the person's right eye.
  expect(rightEye!.points).toEqual(
    expect.arrayContaining([RIGHT.eyeInner, RIGHT.eyeOuter, ...RIGHT.upperLid]),
  );
  expect(leftEye!.points).toEqual(expect.arrayContaining([LEFT.eyeInner, LEFT.eyeOuter, ...LEFT.lowerLid]));
});

test('irises take the mean z of their own eye contour', () => {
  expect(rightIris!.points).toEqual([468, 469, 470, 471, 472]);
  expect(leftIris!.points).toEqual([473, 474, 475, 476, 477]);
  const contour = ({ eyeInner, eyeOuter, upperLid, lowerLid }: typeof LEFT) =>
    [eyeInner, eyeOuter, ...upperLid, ...lowerLid].toSorted((one, other) => one - other);
  expect(rightIris!.meanZOf!.toSorted((one, other) => one - other)).toEqual(contour(RIGHT));
  expect(leftIris!.meanZOf!.toSorted((one, other) => one - other)).toEqual(contour(LEFT));
  expect([lips, rightEye, leftEye].map((refinement) => refinement!.meanZOf)).toEqual([null, null, null]);
});

test('another file is not taken for the tables', () => {
  expect(() => readRefinements(new Uint8Array(6_000_000))).toThrow(/internal/);
});
