import { expect, test } from 'vitest';
import type { Mesh } from '../../../contract/landmarks.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { REGIONS } from '../../../contract/signals.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { RegionMotion } from './region-motion.ts';

const { sizePx, iodPx } = RECIPE;
const frameToCrop = { a: 2 / 3, b: 0, tx: 0, ty: 0 };
const luma = Uint8Array.from({ length: sizePx ** 2 }, (_, i) => {
  const [x, y] = [i % sizePx, Math.floor(i / sizePx)];
  return 128 + 40 * Math.sin(0.5 * x + 0.2 * y) + 40 * Math.sin(0.4 * y - 0.1 * x);
});
const mesh = portraitMesh();
/** Landmarks that err downward by a share of the distance between the eyes. */
const off = (iod: number): Mesh =>
  mesh.map((value, i) => (i % 3 === 1 ? value + (iod * iodPx) / frameToCrop.a : value));

/** The largest motion and mesh motion of any region, for each mesh in turn, ten a second, with the same picture. */
function measured(motion: RegionMotion, meshes: readonly Mesh[], fromUs: number): [number, number][] {
  const [out, meshOut] = [new Float32Array(2 * REGIONS.length), new Float32Array(2 * REGIONS.length)];
  const largest = (values: Float32Array) => Math.max(...values.map(Math.abs));
  return meshes.map((each, i) => {
    motion.measure(fromUs + i * 100_000, luma, each, frameToCrop, out, meshOut);
    return [largest(out), largest(meshOut)];
  });
}

test("a track's first landmarks, which err, move nothing; settled ones speak for themselves", () => {
  using motion = new RegionMotion(RECIPE);
  motion.setNeutral(luma, off(0.06), frameToCrop);
  for (const [moved, meshMoved] of measured(motion, [off(0.06), off(0.02), mesh, mesh, mesh], 0)) {
    expect(moved).toBeLessThan(1e-3);
    expect(meshMoved).toBe(moved);
  }
  motion.setNeutral(luma, mesh, frameToCrop);
  const [rest, lowered] = measured(motion, [mesh, off(0.05)], 500_000);
  expect(rest![1]).toBeLessThan(1e-3);
  expect(lowered![1]).toBeCloseTo(0.05, 3);
  // A tenth of a second of the two in which the motion is drawn to the landmarks.
  expect(lowered![0]).toBeCloseTo(0.05 * (1 - Math.exp(-0.1 / 2)), 3);
});

test('landmarks of a neutral that was looked at for long have settled', () => {
  using motion = new RegionMotion(RECIPE);
  motion.setNeutral(luma, mesh, frameToCrop, true);
  expect(measured(motion, [off(0.05)], 0)[0]![1]).toBeCloseTo(0.05, 3);
});
