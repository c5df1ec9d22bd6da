import type { Mesh } from '../../../contract/landmarks.ts';

/** Pixel coordinates of a picture; pixel centres lie at integers. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The face's own axes in the picture: origin midway between the eye centres, `x` towards the person's left (the
 * picture's right), `y` down the face, both in units of IOD (distance of the eye centres).
 */
export interface FaceAxes {
  readonly origin: Point;
  readonly iodPx: number;
  /** Unit vector of `x` in the picture; `y` is (−uy, ux). */
  readonly ux: number;
  readonly uy: number;
}

/** Eye corners, outer then inner on the person's right, inner then outer on the left. */
const EYE_CORNERS = { right: [33, 133], left: [362, 263] } as const;

export function faceAxes(mesh: Mesh): FaceAxes {
  const right = midpoint(mesh, ...EYE_CORNERS.right);
  const left = midpoint(mesh, ...EYE_CORNERS.left);
  const iodPx = Math.hypot(left.x - right.x, left.y - right.y);
  return {
    origin: { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 },
    iodPx,
    ux: (left.x - right.x) / iodPx,
    uy: (left.y - right.y) / iodPx,
  };
}

export const meshPoint = (mesh: Mesh, index: number): Point => ({
  x: mesh[index * 3]!,
  y: mesh[index * 3 + 1]!,
});

export const meshDepth = (mesh: Mesh, index: number): number => mesh[index * 3 + 2]!;

/** From picture pixels to face units. */
export function toFace(axes: FaceAxes, x: number, y: number): Point {
  const dx = (x - axes.origin.x) / axes.iodPx;
  const dy = (y - axes.origin.y) / axes.iodPx;
  return { x: dx * axes.ux + dy * axes.uy, y: -dx * axes.uy + dy * axes.ux };
}

/** From face units to picture pixels. */
export function toPicture(axes: FaceAxes, x: number, y: number): Point {
  return {
    x: axes.origin.x + axes.iodPx * (x * axes.ux - y * axes.uy),
    y: axes.origin.y + axes.iodPx * (x * axes.uy + y * axes.ux),
  };
}

function midpoint(mesh: Mesh, a: number, b: number): Point {
  const [p, q] = [meshPoint(mesh, a), meshPoint(mesh, b)];
  return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}
