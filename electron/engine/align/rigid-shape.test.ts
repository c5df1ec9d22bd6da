import { describe, expect, test } from 'vitest';
import { invert, type Similarity } from '../../../contract/align.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { LEFT, RIGHT } from '../../../contract/mesh-points.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { RigidShape } from './rigid-shape.ts';
import { apply, compose, IDENTITY } from './similarity.ts';

const mesh = portraitMesh();

function movedMesh(transform: Similarity): Mesh {
  const moved = mesh.slice();
  for (let i = 0; i < moved.length; i += 3) {
    const [x, y] = apply(transform, mesh[i]!, mesh[i + 1]!);
    moved[i] = x;
    moved[i + 1] = y;
  }
  return moved;
}

/** Farthest from nothing that a transform moves a corner of the crop. */
const farthest = (transform: Similarity): number =>
  Math.max(
    ...[0, RECIPE.sizePx].flatMap((x) =>
      [0, RECIPE.sizePx].map((y) => {
        const [u, v] = apply(transform, x, y);
        return Math.hypot(u - x, v - y);
      }),
    ),
  );
const between = (p: Similarity, q: Similarity): number => farthest(compose(invert(p), q));

test('at first sight both eyes come to where the recipe wants them', () => {
  const { transform, residualPx } = new RigidShape(RECIPE).fit(mesh)!;
  const toCrop = invert(transform);
  for (const [{ eyeInner: p, eyeOuter: q }, side] of [
    [RIGHT, -1],
    [LEFT, 1],
  ] as const) {
    const [x, y] = apply(
      toCrop,
      (mesh[3 * p]! + mesh[3 * q]!) / 2,
      (mesh[3 * p + 1]! + mesh[3 * q + 1]!) / 2,
    );
    expect(x).toBeCloseTo(RECIPE.eyesXPx + (side * RECIPE.iodPx) / 2, 3);
    expect(y).toBeCloseTo(RECIPE.eyesYPx, 3);
  }
  expect(residualPx).toBeLessThan(1e-3);
});

test('a head that shifts, turns and comes nearer takes its crop along', () => {
  const shape = new RigidShape(RECIPE);
  const first = shape.fit(mesh)!.transform;
  const motion = { a: 1.3 * Math.cos(0.2), b: 1.3 * Math.sin(0.2), tx: 40, ty: -25 };
  // Meshes are floats of 32 bits: their last place is 3e-5 px here.
  expect(between(shape.fit(movedMesh(motion))!.transform, compose(motion, first))).toBeLessThan(1e-3);
});

describe('expressions', () => {
  test('mouth, brows and lids have no say', () => {
    const shape = new RigidShape(RECIPE);
    const first = shape.fit(mesh)!.transform;
    const smiling = mesh.slice();
    for (const side of [RIGHT, LEFT])
      for (const point of [side.lipCorner, side.browInner, side.browMid, side.cheek])
        smiling[3 * point + 1]! -= 5;
    expect(between(shape.fit(smiling)!.transform, first)).toBeLessThan(1e-3);
  });

  test('three rigid points that move after all (a wrinkled nose) are outvoted', () => {
    const shape = new RigidShape(RECIPE);
    const first = shape.fit(mesh)!.transform;
    const wrinkled = mesh.slice();
    for (const point of [193, 417, 8]) wrinkled[3 * point + 1]! += 3;
    expect(between(shape.fit(wrinkled)!.transform, first)).toBeLessThan(0.05);
  });
});

test('a head that stays turned a little is learnt within half a minute', () => {
  const shape = new RigidShape(RECIPE);
  for (let i = 0; i < 300; i++) shape.fit(mesh);
  // A turn about the upright axis moves points across by their depth, which no similarity can.
  const turned = mesh.map((value, i) => (i % 3 === 0 ? value + 0.15 * mesh[i + 2]! : value));
  const first = shape.fit(turned)!.residualPx;
  expect(first).toBeGreaterThan(0.3);
  // A blink's time later nothing has been learnt yet: the shape must not follow an expression.
  for (let i = 0; i < 10; i++) shape.fit(turned);
  expect(shape.fit(turned)!.residualPx).toBeGreaterThan(0.9 * first);
  for (let i = 0; i < 900; i++) shape.fit(turned);
  expect(shape.fit(turned)!.residualPx).toBeLessThan(0.2 * first);
});

test('a mesh that is a single point has no place', () => {
  expect(new RigidShape(RECIPE).fit(mesh.map(() => 7))).toBeNull();
  expect(farthest(IDENTITY)).toBe(0);
});
