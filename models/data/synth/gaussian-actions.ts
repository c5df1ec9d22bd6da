/**
 * Family "gaussian": each action unit as a sum of Gaussian displacements round places of the face, after the
 * descriptions of appearance in the Facial Action Coding System. The muscles' family (muscle-actions.ts) shares
 * none of these numbers.
 */
import type { AuNumber } from '../../../contract/au.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { type FaceAxes, meshPoint, toFace } from './face-axes.ts';

/** One Gaussian. `out` points away from the midline, `down` towards the chin; spreads are in IOD. */
interface Pull {
  /** Mesh points on the person's right and left; one for a pull on the midline. */
  readonly at: readonly [right: number, left: number] | readonly [middle: number];
  readonly out: number;
  readonly down: number;
  readonly spreadX: number;
  readonly spreadY: number;
}

const pull = (at: Pull['at'], out: number, down: number, spreadX: number, spreadY = spreadX): Pull => ({
  at,
  out,
  down,
  spreadX,
  spreadY,
});

/** Actions that move skin. Lids (5, 7, 45) and jaw (25, 26) are moved by lids.ts and mouth.ts. */
const PULLS: Partial<Record<AuNumber, readonly Pull[]>> = {
  1: [
    pull([107, 336], 0, -1, 0.15, 0.13),
    pull([66, 296], 0.05, -0.6, 0.13),
    pull([108, 337], 0, -0.5, 0.18, 0.16),
  ],
  2: [
    pull([63, 293], 0, -1, 0.16, 0.13),
    pull([70, 300], -0.1, -0.7, 0.13, 0.11),
    pull([105, 334], 0, -0.4, 0.13),
    pull([104, 333], 0, -0.5, 0.18, 0.16),
  ],
  4: [
    pull([107, 336], -0.65, 0.6, 0.13, 0.12),
    pull([55, 285], -0.55, 0.6, 0.12, 0.1),
    pull([52, 282], -0.2, 0.5, 0.15, 0.1),
    pull([9], 0, 0.5, 0.12),
  ],
  6: [
    pull([118, 347], 0.05, -0.8, 0.17, 0.1),
    pull([50, 280], 0.1, -0.8, 0.2, 0.15),
    pull([226, 446], -0.35, 0.15, 0.1),
  ],
  9: [
    pull([129, 358], 0.1, -1, 0.12),
    pull([193, 417], 0, -0.5, 0.1),
    pull([37, 267], 0, -0.45, 0.13, 0.1),
    pull([55, 285], -0.3, 0.4, 0.1),
  ],
  10: [
    pull([37, 267], 0, -0.9, 0.14, 0.1),
    pull([39, 269], 0.1, -0.9, 0.12, 0.1),
    pull([203, 423], 0.15, -0.6, 0.14),
  ],
  12: [
    pull([61, 291], 0.75, -0.65, 0.16, 0.15),
    pull([205, 425], 0.4, -0.55, 0.2),
    pull([39, 269], 0.35, -0.2, 0.12),
    pull([181, 405], 0.35, -0.1, 0.13),
  ],
  14: [pull([61, 291], -0.9, -0.1, 0.09), pull([57, 287], -0.6, -0.15, 0.12)],
  15: [
    pull([61, 291], 0.12, 1, 0.13, 0.13),
    pull([146, 375], 0.1, 0.5, 0.13),
    pull([43, 273], 0.1, 0.6, 0.13),
  ],
  17: [pull([199], 0, -1, 0.22, 0.17), pull([17], 0, -0.6, 0.2, 0.1)],
  20: [
    pull([61, 291], 1, 0.12, 0.16, 0.14),
    pull([39, 269], 0.4, 0.05, 0.13),
    pull([181, 405], 0.45, 0.1, 0.15),
  ],
  23: [
    pull([37, 267], -0.1, 0.7, 0.12, 0.06),
    pull([84, 314], -0.1, -0.7, 0.12, 0.06),
    pull([61, 291], -0.6, 0, 0.09),
  ],
};

/** A displacement field over face units: adds (x to the person's left, y down) at a place to `out`. */
export type FaceField = (x: number, y: number, out: Float64Array) => void;

/** The field of one action on one side; null for an action that moves no skin by itself. */
export function gaussianAction(
  mesh: Mesh,
  axes: FaceAxes,
  au: AuNumber,
  side: 'left' | 'right',
): FaceField | null {
  const pulls = PULLS[au];
  if (!pulls) return null;
  const outward = side === 'left' ? 1 : -1;
  const terms = pulls.map((p) => {
    // A pull on the midline belongs half to each side.
    const share = p.at.length === 1 ? 0.5 : 1;
    const index = p.at.length === 1 ? p.at[0] : side === 'right' ? p.at[0] : p.at[1];
    const point = meshPoint(mesh, index);
    return { ...p, centre: toFace(axes, point.x, point.y), dx: outward * p.out * share, dy: p.down * share };
  });
  return (x, y, out) => {
    for (const term of terms) {
      const u = (x - term.centre.x) / term.spreadX;
      const v = (y - term.centre.y) / term.spreadY;
      const exponent = (u * u + v * v) / 2;
      // e^-8 of a 14 % smile is 0.005 % IOD: beyond that the face is still.
      if (exponent > 8) continue;
      const weight = Math.exp(-exponent) - Math.exp(-8);
      out[0] = out[0]! + weight * term.dx;
      out[1] = out[1]! + weight * term.dy;
    }
  };
}
