/**
 * Family "muscle": the mesh's vertices are pulled by the facial muscles (linear muscles and sphincters of Waters
 * 1987, "A muscle model for animating three-dimensional facial expression"), and the picture between them follows
 * triangle by triangle.
 */
import type { AuNumber } from '../../../contract/au.ts';
import { LANDMARK_COUNT, type Mesh } from '../../../contract/landmarks.ts';
import { triangulate } from './delaunay.ts';
import { type FaceAxes, meshPoint, type Point, toFace } from './face-axes.ts';
import type { FaceField } from './gaussian-actions.ts';

/** Pulls skin in a sector towards where the muscle is anchored in the bone. Lengths in IOD, angles in degrees. */
interface LinearMuscle {
  readonly kind: 'linear';
  readonly strength: number;
  /** Anchor: a mesh point, moved by `anchorOut`, `anchorDown`. */
  readonly anchor: readonly [right: number, left: number];
  readonly anchorOut: number;
  readonly anchorDown: number;
  /** Mesh point in the middle of the skin the muscle ends in. */
  readonly insertion: readonly [right: number, left: number];
  readonly halfAngleDeg: number;
  /** Full pull until this share of the insertion's distance … */
  readonly fullShare: number;
  /** … and none beyond this one. */
  readonly endShare: number;
}

/** Draws skin towards the centre of an ellipse (round the eye, round the mouth). */
interface Sphincter {
  readonly kind: 'sphincter';
  readonly strength: number;
  readonly centre: readonly [right: number, left: number];
  readonly radiusX: number;
  readonly radiusY: number;
  /** Which half moves: −1 the upper, 1 the lower, 0 both. */
  readonly half: -1 | 0 | 1;
}

type Muscle = LinearMuscle | Sphincter;

const linear = (
  strength: number,
  anchor: LinearMuscle['anchor'],
  anchorOut: number,
  anchorDown: number,
  insertion: LinearMuscle['insertion'],
  halfAngleDeg: number,
  endShare: number,
): LinearMuscle => ({
  kind: 'linear',
  strength,
  anchor,
  anchorOut,
  anchorDown,
  insertion,
  halfAngleDeg,
  // Waters: the pull grows towards the insertion and fades beyond it.
  fullShare: 1,
  endShare,
});

const MUSCLES: Partial<Record<AuNumber, readonly Muscle[]>> = {
  // Frontalis, medial and lateral part, anchored under the hairline.
  1: [linear(1, [107, 336], 0, -0.75, [107, 336], 24, 1.5)],
  2: [linear(1, [63, 293], 0.05, -0.7, [63, 293], 26, 1.5)],
  // Corrugator from the root of the nose along the brow; depressor supercilii below it.
  4: [
    linear(1, [168, 168], 0.02, 0.12, [105, 334], 38, 1.35),
    linear(0.6, [133, 362], -0.05, 0.1, [107, 336], 30, 1.5),
  ],
  // Orbicularis oculi, orbital part, lower half.
  6: [{ kind: 'sphincter', strength: 1, centre: [159, 386], radiusX: 0.55, radiusY: 0.62, half: 1 }],
  // Levator labii superioris alaeque nasi, from beside the root of the nose.
  9: [
    linear(1, [193, 417], 0, -0.12, [129, 358], 26, 1.45),
    linear(0.4, [129, 358], 0, 0, [193, 417], 25, 1.4),
  ],
  // Levator labii superioris, from under the orbit.
  10: [linear(1, [118, 347], 0, 0, [39, 269], 24, 1.35)],
  // Zygomaticus major, from the cheekbone.
  12: [linear(1, [116, 345], 0.02, 0, [61, 291], 28, 1.4)],
  // Buccinator: the corner is drawn in against the teeth, which a picture shows as a short pull inwards.
  14: [{ kind: 'sphincter', strength: 1, centre: [40, 270], radiusX: 0.42, radiusY: 0.3, half: 0 }],
  // Depressor anguli oris, from the edge of the jaw.
  15: [linear(1, [150, 379], 0.05, 0.08, [61, 291], 24, 1.4)],
  // Mentalis, from the gum below the lower lip; the boss it raises pushes the lips up.
  17: [linear(1, [17, 17], 0, -0.1, [199, 199], 50, 1.7), linear(0.4, [2, 2], 0, 0, [17, 17], 30, 1.3)],
  // Risorius, from the side of the jaw.
  20: [linear(1, [58, 288], 0, 0, [61, 291], 26, 1.35)],
  // Orbicularis oris.
  23: [{ kind: 'sphincter', strength: 1, centre: [13, 13], radiusX: 0.55, radiusY: 0.32, half: 0 }],
};

/** Triangles over the mesh and a ring of still points round it, in face units; made once per face. */
export interface MuscleMesh {
  readonly points: readonly Point[];
  readonly triangles: readonly (readonly [number, number, number])[];
}

export function muscleMesh(mesh: Mesh, axes: FaceAxes): MuscleMesh {
  // The irises lie inside the eyes and are no skin.
  const skin = Array.from({ length: LANDMARK_COUNT - 10 }, (_, index) => {
    const p = meshPoint(mesh, index);
    return toFace(axes, p.x, p.y);
  });
  const ring = Array.from({ length: RING_POINTS }, (_, k) => {
    const angle = (2 * Math.PI * k) / RING_POINTS;
    return { x: RING_X * Math.cos(angle), y: RING_Y_CENTRE + RING_Y * Math.sin(angle) };
  });
  const points = [...skin, ...ring];
  return { points, triangles: triangulate(points) };
}

/** A still ring well outside the face oval (±1.2 IOD across, −0.9 to 1.9 IOD down), so the silhouette keeps still. */
const RING_POINTS = 36;
const RING_X = 1.7;
const RING_Y = 2.0;
const RING_Y_CENTRE = 0.5;

export function muscleAction(shape: MuscleMesh, au: AuNumber, side: 'left' | 'right'): FaceField | null {
  const muscles = MUSCLES[au];
  if (!muscles) return null;
  const moved = shape.points.map(() => ({ x: 0, y: 0 }));
  const skinCount = shape.points.length - RING_POINTS;
  for (const muscle of muscles) {
    for (let v = 0; v < skinCount; v++) {
      const d =
        muscle.kind === 'linear' ? pullLinear(shape, muscle, side, v) : squeeze(shape, muscle, side, v);
      moved[v] = { x: moved[v]!.x + d.x, y: moved[v]!.y + d.y };
    }
  }
  return piecewiseAffine(shape, moved);
}

const STILL: Point = { x: 0, y: 0 };

function pullLinear(shape: MuscleMesh, muscle: LinearMuscle, side: 'left' | 'right', vertex: number): Point {
  const which = side === 'right' ? 0 : 1;
  const outward = side === 'left' ? 1 : -1;
  const from = shape.points[muscle.anchor[which]]!;
  const anchor = { x: from.x + outward * muscle.anchorOut, y: from.y + muscle.anchorDown };
  const insertion = shape.points[muscle.insertion[which]]!;
  const [mx, my] = [insertion.x - anchor.x, insertion.y - anchor.y];
  const length = Math.hypot(mx, my);
  const p = shape.points[vertex]!;
  const [px, py] = [p.x - anchor.x, p.y - anchor.y];
  const distance = Math.hypot(px, py);
  if (distance === 0) return STILL;
  const angle = Math.acos(Math.min(1, Math.max(-1, (px * mx + py * my) / (distance * length))));
  const limit = (muscle.halfAngleDeg * Math.PI) / 180;
  if (angle >= limit) return STILL;
  const share = distance / length;
  if (share >= muscle.endShare) return STILL;
  const radial =
    share < muscle.fullShare
      ? Math.sin((Math.PI / 2) * (share / muscle.fullShare))
      : Math.cos(((Math.PI / 2) * (share - muscle.fullShare)) / (muscle.endShare - muscle.fullShare));
  const angular = Math.cos(((Math.PI / 2) * angle) / limit);
  // Both fade-outs squared: no crease at the sector's edge.
  const pull = muscle.strength * radial * radial * angular * angular;
  return { x: (-px / distance) * pull, y: (-py / distance) * pull };
}

function squeeze(shape: MuscleMesh, muscle: Sphincter, side: 'left' | 'right', vertex: number): Point {
  const centre = shape.points[muscle.centre[side === 'right' ? 0 : 1]]!;
  const p = shape.points[vertex]!;
  const [dx, dy] = [p.x - centre.x, p.y - centre.y];
  // A sphincter on the midline is split between the sides.
  const isMiddle = muscle.centre[0] === muscle.centre[1];
  const outward = side === 'left' ? 1 : -1;
  const share = isMiddle ? Math.min(1, Math.max(0, 0.5 + (outward * dx) / 0.1)) : 1;
  const radius = Math.hypot(dx / muscle.radiusX, dy / muscle.radiusY);
  if (radius >= 1 || radius === 0) return STILL;
  const half = muscle.half === 0 ? 1 : Math.max(0, (muscle.half * dy) / (muscle.radiusY * radius));
  // Greatest half way out, nothing at the centre and the rim.
  const pull = muscle.strength * share * half * Math.sin(Math.PI * radius) ** 2;
  const distance = Math.hypot(dx, dy);
  return { x: (-dx / distance) * pull, y: (-dy / distance) * pull };
}

/** Height of the rows in which triangles are looked up, in IOD: about that of the mesh's smaller triangles. */
const ROW_IOD = 0.03;

/** Linear between the vertices of each triangle. */
function piecewiseAffine(shape: MuscleMesh, moved: readonly Point[]): FaceField {
  const rows = new Map<number, Solved[]>();
  for (const [i, j, k] of shape.triangles) {
    const moves = [moved[i]!, moved[j]!, moved[k]!] as const;
    if (moves.every(({ x, y }) => x === 0 && y === 0)) continue;
    const [a, b, c] = [shape.points[i]!, shape.points[j]!, shape.points[k]!];
    const solved = { a, b, c, moves, area: (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y) };
    const top = Math.floor(Math.min(a.y, b.y, c.y) / ROW_IOD);
    const bottom = Math.floor(Math.max(a.y, b.y, c.y) / ROW_IOD);
    for (let row = top; row <= bottom; row++) {
      const list = rows.get(row);
      if (list) list.push(solved);
      else rows.set(row, [solved]);
    }
  }
  return (x, y, out) => {
    for (const t of rows.get(Math.floor(y / ROW_IOD)) ?? []) {
      const wb = ((x - t.a.x) * (t.c.y - t.a.y) - (t.c.x - t.a.x) * (y - t.a.y)) / t.area;
      const wc = ((t.b.x - t.a.x) * (y - t.a.y) - (x - t.a.x) * (t.b.y - t.a.y)) / t.area;
      const wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      out[0] = wa * t.moves[0].x + wb * t.moves[1].x + wc * t.moves[2].x;
      out[1] = wa * t.moves[0].y + wb * t.moves[1].y + wc * t.moves[2].y;
      return;
    }
  };
}

interface Solved {
  readonly a: Point;
  readonly b: Point;
  readonly c: Point;
  readonly moves: readonly [Point, Point, Point];
  readonly area: number;
}
