import { expect, test } from 'vitest';
import { openFacePose } from './openface-pose.ts';

type Matrix = readonly (readonly number[])[];

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));

const [c, s] = [Math.cos, Math.sin];
const about = {
  x: (t: number): Matrix => [
    [1, 0, 0],
    [0, c(t), -s(t)],
    [0, s(t), c(t)],
  ],
  y: (t: number): Matrix => [
    [c(t), 0, s(t)],
    [0, 1, 0],
    [-s(t), 0, c(t)],
  ],
  z: (t: number): Matrix => [
    [c(t), -s(t), 0],
    [s(t), c(t), 0],
    [0, 0, 1],
  ],
};

/** From y up and z to the viewer to y down and z away, and back. */
const FLIP: Matrix = [
  [1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

test.each([
  [0, 0, 0],
  [0.3, 0, 0],
  [0, 0.4, 0],
  [0, 0, -0.5],
  [0.3, -0.7, 0.2],
  [-0.5, 0.9, -0.4],
])(
  'pitch %d, yaw %d, roll %d is the same turn of the head in OpenFace’s angles',
  (pitchRad, yawRad, rollRad) => {
    // How the landmark stage defines its angles: R = Ry(yaw) · Rx(pitch) · Rz(−roll), with y up.
    const ours = times(times(about.y(yawRad), about.x(pitchRad)), about.z(-rollRad));
    const { tMm, rRad } = openFacePose({ pitchRad, yawRad, rollRad, translationMm: [1, 2, -600] });
    const theirs = times(times(about.x(rRad[0]), about.y(rRad[1])), about.z(rRad[2]));
    const flipped = times(times(FLIP, ours), FLIP);
    for (const [i, row] of theirs.entries())
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(flipped[i]![j]!, 12);
    expect(tMm).toEqual([1, -2, 600]);
  },
);

test('a face that looks down, to the picture’s right or tilts clockwise has the signs OpenFace gives it', () => {
  const angles = (pitchRad: number, yawRad: number, rollRad: number) =>
    openFacePose({ pitchRad, yawRad, rollRad, translationMm: [0, 0, -600] }).rRad.map(
      (angle) => Math.sign(angle) + 0,
    );
  // OpenFace's matrix applied to the nose of a face that looks at the camera, (0, 0, −1): Rx(+) moves it down in
  // the picture, Ry(+) to the picture's left.
  expect(angles(0.2, 0, 0)).toEqual([1, 0, 0]);
  expect(angles(0, 0.2, 0)).toEqual([0, -1, 0]);
  expect(angles(0, 0, 0.2)).toEqual([0, 0, 1]);
});
