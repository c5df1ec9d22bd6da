import { expect, test } from 'vitest';
import { RECIPE } from '../../contract/recipe.ts';
import { portraitMesh } from '../../test/helpers/made-portrait.ts';
import { randomFloats } from '../../test/helpers/random.ts';
import { NeutralFaces } from './neutral-faces.ts';

const SIZE = RECIPE.sizePx ** 2;

/** A picture with features of its own, in the light that is given. */
const picture = (seed: number, gain = 1, offset = 0): Uint8Array =>
  Uint8Array.from(randomFloats(SIZE, seed, 60, 180), (value) => Math.round(gain * value + offset));
const neutralOf = (seed: number) => ({
  luma: picture(seed),
  mesh: portraitMesh(),
  frameToCrop: { a: 1, b: 0, tx: 0, ty: 0 },
  lidOpening: [0.3, 0.3] as const,
});

test('the face that looks most alike is chosen, in whatever light', () => {
  const [one, two] = [neutralOf(1), neutralOf(2)];
  const faces = new NeutralFaces([one, two]);
  expect(faces.nearest(picture(1))).toBe(one);
  expect(faces.nearest(picture(2, 0.6, 30))).toBe(two);
});

test('somebody who was not in view in the span gets no neutral of another', () => {
  expect(new NeutralFaces([neutralOf(1), neutralOf(2)]).nearest(picture(3))).toBeNull();
  expect(new NeutralFaces([neutralOf(1)]).nearest(new Uint8Array(SIZE).fill(100))).toBeNull();
});
