import { expect, test } from 'vitest';

import { Identities } from './identities.ts';
import { madeMesh, type MadeFace } from './testing/made-mesh.ts';

const FRAME_US = 33_333;

/** Runs faces by frame through fresh identities; each frame lists its faces, and gets their numbers. */
function run(frames: readonly (readonly (MadeFace & { readonly lane?: number })[])[]): number[][] {
  const identities = new Identities();
  return frames.map((faces, index) =>
    identities.assign(
      faces.map((face) => ({ lane: face.lane ?? -1, mesh: madeMesh(face) })),
      index * FRAME_US,
    ),
  );
}

const ANN = { nose: 0.8, jaw: 0.9 };
const BEN = { nose: 1.25, jaw: 1.1 };

test('numbers start at 1, in order of appearance', () => {
  const [first, second] = run([
    [{ x: 100, y: 100, eyesPx: 60 }],
    [
      { x: 400, y: 100, eyesPx: 60 },
      { x: 101, y: 100, eyesPx: 60 },
    ],
  ]);
  expect(first).toEqual([1]);
  expect(second).toEqual([2, 1]);
});

test('a face that moves by a face width in five frames keeps its number', () => {
  const ids = run(Array.from({ length: 40 }, (_, i) => [{ x: 50 + 18 * i, y: 100, eyesPx: 60 }]));
  expect(new Set(ids.flat())).toEqual(new Set([1]));
});

test('two faces that cross keep their numbers, also when one is hidden meanwhile', () => {
  const ids = run(
    Array.from({ length: 60 }, (_, i) => {
      const ann = { x: 100 + 10 * i, y: 100, eyesPx: 60, ...ANN };
      const ben = { x: 690 - 10 * i, y: 110, eyesPx: 60, ...BEN };
      return Math.abs(ann.x - ben.x) < 80 ? [ann] : i % 2 === 0 ? [ann, ben] : [ben, ann];
    }),
  );
  expect(ids[0]).toEqual([1, 2]);
  expect(ids[58]).toEqual([1, 2]);
  expect(ids[59]).toEqual([2, 1]);
});

test('a face that returns within the patience is the same one, later it is another', () => {
  const here = [{ x: 300, y: 200, eyesPx: 60 }];
  const gone = (frames: number) => Array.from({ length: frames }, () => []);
  expect(run([here, ...gone(30), here]).at(-1)).toEqual([1]);
  expect(run([here, ...gone(50), here]).at(-1)).toEqual([2]);
});

test('another person in the place of one who has just left is another track', () => {
  const ann = Array.from({ length: 30 }, () => [{ x: 300, y: 200, eyesPx: 60, ...ANN }]);
  const none = Array.from({ length: 15 }, () => []);
  const ben = [{ x: 320, y: 205, eyesPx: 64, ...BEN }];
  expect(run([...ann, ...none, ben]).at(-1)).toEqual([2]);
});

test('a number is not used again', () => {
  const away = Array.from({ length: 60 }, () => []);
  const ids = run([
    [{ x: 100, y: 100, eyesPx: 60 }],
    ...away,
    [{ x: 100, y: 100, eyesPx: 60 }],
    ...away,
    [{ x: 100, y: 100, eyesPx: 60 }],
  ]);
  expect(ids.flat()).toEqual([1, 2, 3]);
});

test('a source that starts over starts new tracks', () => {
  const identities = new Identities();
  const face = { lane: 0, mesh: madeMesh({ x: 100, y: 100, eyesPx: 60 }) };
  expect(identities.assign([face], 5_000_000)).toEqual([1]);
  expect(identities.assign([face], 0)).toEqual([2]);
});
