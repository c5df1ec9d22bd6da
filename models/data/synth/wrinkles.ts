/**
 * The skin's shading where an action folds it: a gain on brightness, drawn as soft strokes between mesh points and
 * growing with the action. Displacement alone would leave a frown as smooth as rest.
 */
import type { AuNumber } from '../../../contract/au.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { ACTION_COUNT, actionIndex, type Actions, FULL_IOD } from './actions.ts';
import { type FaceAxes, meshPoint, type Point, toFace } from './face-axes.ts';
import { type Grid, gridSize } from './grid.ts';

/** A fold from one mesh point to another (person's right; person's left), widths in IOD, depth as loss of light. */
interface Fold {
  readonly right: readonly [number, number];
  readonly left: readonly [number, number];
  readonly width: number;
  /** Share of light lost in the fold at full strength. Folds seen in public portraits take 15 to 35 %. */
  readonly depth: number;
}

const FOLDS: Partial<Record<AuNumber, readonly Fold[]>> = {
  // Upright lines between the brows.
  4: [{ right: [107, 55], left: [336, 285], width: 0.03, depth: 0.25 }],
  // Crow's feet and the fold under the lower lid.
  6: [
    { right: [226, 143], left: [446, 372], width: 0.025, depth: 0.18 },
    { right: [229, 231], left: [449, 451], width: 0.03, depth: 0.14 },
  ],
  // Across the root of the nose, and the upper nasolabial fold.
  9: [
    { right: [193, 6], left: [417, 6], width: 0.025, depth: 0.2 },
    { right: [129, 203], left: [358, 423], width: 0.035, depth: 0.18 },
  ],
  // Nasolabial fold.
  12: [{ right: [203, 216], left: [423, 436], width: 0.045, depth: 0.22 }],
  10: [{ right: [203, 206], left: [423, 426], width: 0.04, depth: 0.18 }],
};

/** Per action index the light it takes at full strength, or null; and how many IOD full strength is. */
export interface Wrinkles {
  readonly loss: readonly (Float32Array | null)[];
  readonly full: Float64Array;
}

export function wrinklesOf(mesh: Mesh, axes: FaceAxes, grid: Grid): Wrinkles {
  const loss: (Float32Array | null)[] = new Array<Float32Array | null>(ACTION_COUNT).fill(null);
  const full = new Float64Array(ACTION_COUNT).fill(1);
  for (const [key, folds] of Object.entries(FOLDS)) {
    const au = Number(key) as AuNumber;
    for (const side of ['left', 'right'] as const) {
      const index = actionIndex(au, side);
      full[index] = FULL_IOD[au];
      loss[index] = drawFolds(mesh, axes, grid, folds, side);
    }
  }
  return { loss, full };
}

/** Fills `gain` with the factor on brightness; false, and nothing written, when no fold shows. */
export function wrinkleGain(wrinkles: Wrinkles, actions: Actions, gain: Float32Array): boolean {
  let shows = false;
  for (let a = 0; a < ACTION_COUNT; a++) {
    const loss = wrinkles.loss[a];
    const strength = actions[a]!;
    if (!loss || strength <= 0) continue;
    if (!shows) gain.fill(1);
    shows = true;
    const share = Math.min(1, strength / wrinkles.full[a]!);
    for (let node = 0; node < gain.length; node++) gain[node]! *= 1 - share * loss[node]!;
  }
  return shows;
}

function drawFolds(
  mesh: Mesh,
  axes: FaceAxes,
  grid: Grid,
  folds: readonly Fold[],
  side: 'left' | 'right',
): Float32Array {
  const loss = new Float32Array(gridSize(grid));
  for (const fold of folds) {
    const [from, to] = fold[side].map((index) => {
      const p = meshPoint(mesh, index);
      return toFace(axes, p.x, p.y);
    }) as [Point, Point];
    for (let j = 0, node = 0; j < grid.rows; j++) {
      for (let i = 0; i < grid.columns; i++, node++) {
        const p = toFace(axes, grid.x0 + i * grid.stepPx, grid.y0 + j * grid.stepPx);
        const distance = distanceToSegment(p, from, to) / fold.width;
        // A dark fold with a faint bright lip on either side (second derivative of a Gaussian), as folded skin shades.
        if (distance < 4)
          loss[node]! += fold.depth * (1 - 0.35 * distance * distance) * Math.exp((-distance * distance) / 2);
      }
    }
  }
  return loss;
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
