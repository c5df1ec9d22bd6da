import { expect, test } from 'vitest';
import { LEFT, RIGHT, type SidePoints } from '../../../contract/mesh-points.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { EyeChange, lidOpening } from './eyes.ts';

const SIZE = 384;
const identity = { a: 1, b: 0, tx: 0, ty: 0 };
const mesh = portraitMesh();
const x = (point: number) => mesh[3 * point]!;
const y = (point: number) => mesh[3 * point + 1]!;

/** Draws each lid's points towards the middle between both lids; 1 leaves them, 0 closes the eye. */
function withLids(side: SidePoints, share: number): Mesh {
  const closed = mesh.slice();
  side.upperLid.forEach((upper, i) => {
    const lower = side.lowerLid[i]!;
    for (const axis of [0, 1]) {
      const middle = (mesh[3 * upper + axis]! + mesh[3 * lower + axis]!) / 2;
      for (const point of [upper, lower])
        closed[3 * point + axis] = middle + share * (mesh[3 * point + axis]! - middle);
    }
  });
  return closed;
}

/** A grey picture with a dark pupil in the middle of each eye; `closed` eyes have none. */
function picture(closed: readonly SidePoints[], gain = 1, offset = 0): Uint8Array {
  const luma = new Uint8Array(SIZE * SIZE).fill(Math.round(150 * gain + offset));
  for (const side of [RIGHT, LEFT]) {
    if (closed.includes(side)) continue;
    const [cx, cy] = [(x(side.eyeInner) + x(side.eyeOuter)) / 2, (y(side.eyeInner) + y(side.eyeOuter)) / 2];
    const radius = Math.abs(x(side.eyeInner) - x(side.eyeOuter)) / 4;
    for (let row = 0; row < SIZE; row++)
      for (let column = 0; column < SIZE; column++)
        if (Math.hypot(column - cx, row - cy) < radius)
          luma[row * SIZE + column] = Math.round(30 * gain + offset);
  }
  return luma;
}

test('open eyes measure what open eyes measure, the right first', () => {
  for (const opening of lidOpening(mesh)) {
    // Palpebral fissures are about 10 mm high and 30 mm wide.
    expect(opening).toBeGreaterThan(0.2);
    expect(opening).toBeLessThan(0.5);
  }
  const [right, left] = lidOpening(mesh);
  const [winkRight, same] = lidOpening(withLids(RIGHT, 0));
  expect(winkRight).toBeCloseTo(0, 5);
  expect(same).toBe(left);
  expect(lidOpening(withLids(LEFT, 0.5))[1]).toBeCloseTo(left / 2, 5);
  expect(lidOpening(withLids(LEFT, 0.5))[0]).toBe(right);
});

test('the opening does not depend on size or tilt of the face', () => {
  const [right] = lidOpening(mesh);
  const [c, s] = [2.5 * Math.cos(0.4), 2.5 * Math.sin(0.4)];
  const turned = mesh.slice();
  for (let point = 0; point < mesh.length / 3; point++) {
    turned[3 * point] = c * x(point) - s * y(point) + 40;
    turned[3 * point + 1] = s * x(point) + c * y(point) - 7;
  }
  expect(lidOpening(turned)[0]).toBeCloseTo(right, 4);
});

test('a closing eye changes its own picture by about its contrast, and not the other', () => {
  const eyes = new EyeChange(SIZE);
  eyes.setNeutral(picture([]), mesh, identity);
  expect(eyes.measure(picture([]))).toEqual([0, 0]);
  const [right, left] = eyes.measure(picture([RIGHT]));
  expect(right).toBeCloseTo(1, 1);
  expect(left).toBe(0);
});

test('light that changes is no closing eye', () => {
  const eyes = new EyeChange(SIZE);
  eyes.setNeutral(picture([]), mesh, identity);
  for (const change of eyes.measure(picture([], 1, 40))) expect(change).toBeLessThan(0.02);
  // A tenth more light: the contrast itself grows by a tenth, which is below what counts as unchanged (0.15).
  for (const change of eyes.measure(picture([], 1.1))) expect(change).toBeLessThan(0.15);
});

test('before a neutral nothing has changed; an eye at the border of the crop is read from what is there', () => {
  const eyes = new EyeChange(SIZE);
  expect(eyes.measure(picture([]))).toEqual([0, 0]);
  eyes.setNeutral(picture([]), mesh, { ...identity, tx: -x(RIGHT.eyeOuter) - 10, ty: -y(RIGHT.eyeOuter) });
  for (const change of eyes.measure(picture([]))) expect(Number.isFinite(change)).toBe(true);
});
