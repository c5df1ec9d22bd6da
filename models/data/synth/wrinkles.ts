/**
 * The skin's shading where an action folds it: a gain on brightness, drawn as soft strokes between mesh points and
 * growing with the action. Displacement alone would leave a frown as smooth as rest. Where each action folds the
 * skin is from the Facial Action Coding System's descriptions of appearance changes.
 */
import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { ACTION_COUNT, actionIndex, type Actions, FULL_IOD } from './actions.ts';
import { type FaceAxes, meshPoint, type Point, toFace } from './face-axes.ts';
import { type Grid, gridSize } from './grid.ts';

/** A fold along a line through places of the face, widths in IOD, depth as loss of light. */
interface Fold {
  readonly through: readonly Place[];
  /** Standard deviation across. */
  readonly width: number;
  /** Share of light lost in the fold at full strength. Folds seen in public portraits take 10 to 30 %. */
  readonly depth: number;
}

/** A mesh point on the person's right and left, and how far from it, outwards and downwards, in IOD. */
interface Place {
  readonly at: readonly [right: number, left: number];
  readonly out: number;
  readonly down: number;
}

const at = (right: number, left: number, out = 0, down = 0): Place => ({ at: [right, left], out, down });
/** A place beside a point on the midline. */
const mid = (index: number, out: number, down: number): Place => at(index, index, out, down);
const fold = (width: number, depth: number, ...through: readonly Place[]): Fold => ({
  through,
  width,
  depth,
});

/** Three lines across the forehead, `down` from its middle, over the inner or the outer brow. */
const FOREHEAD = [-0.12, 0, 0.12];

const FOLDS: Partial<Record<AuNumber, readonly Fold[]>> = {
  1: FOREHEAD.map((down) =>
    fold(0.02, 0.1, mid(151, -0.05, down), at(108, 337, 0.05, down), at(69, 299, 0.05, down)),
  ),
  2: FOREHEAD.map((down) =>
    fold(0.02, 0.1, at(69, 299, -0.06, down), at(104, 333, 0, down), at(104, 333, 0.16, down)),
  ),
  4: [
    // Upright lines at the brows' inner ends, and a shorter one across the root of the nose.
    fold(0.024, 0.22, at(107, 336, -0.05, -0.08), at(55, 285, -0.045, 0.02)),
    fold(0.024, 0.08, mid(168, -0.03, -0.02), mid(168, 0.07, -0.02)),
  ],
  6: [
    // Crow's feet, and the fold under the lower lid.
    fold(0.018, 0.13, at(33, 263, 0.09, -0.03), at(33, 263, 0.27, -0.1)),
    fold(0.018, 0.15, at(33, 263, 0.1, 0.02), at(33, 263, 0.3, 0.03)),
    fold(0.018, 0.12, at(33, 263, 0.08, 0.07), at(33, 263, 0.24, 0.15)),
    fold(0.028, 0.12, at(229, 449), at(230, 450), at(231, 451)),
  ],
  7: [fold(0.026, 0.08, at(229, 449, 0, -0.02), at(230, 450, 0, -0.02), at(231, 451, 0, -0.02))],
  9: [
    // Short lines from the bridge out and up, one across the root, and the upper end of the nasolabial fold.
    ...[-0.07, 0, 0.07].map((down) => fold(0.02, 0.12, mid(197, 0.02, down), mid(197, 0.14, down - 0.05))),
    fold(0.024, 0.1, mid(168, -0.03, 0.05), mid(168, 0.08, 0.04)),
    fold(0.035, 0.16, at(129, 358, 0.03, -0.03), at(203, 423)),
  ],
  10: [fold(0.04, 0.16, at(129, 358, 0.04, 0), at(203, 423), at(206, 426))],
  // Nasolabial fold, from the wing of the nose to beside the corner of the mouth.
  12: [fold(0.042, 0.2, at(203, 423, 0, -0.03), at(206, 426), at(216, 436), at(212, 432))],
  // The dimple beside the corner.
  14: [fold(0.028, 0.18, at(61, 291, 0.06, -0.09), at(61, 291, 0.075, 0), at(61, 291, 0.05, 0.09))],
  15: [fold(0.03, 0.14, at(61, 291, 0.03, 0.05), at(61, 291, 0.06, 0.18))],
  // The crease between lip and chin.
  17: [fold(0.04, 0.12, mid(18, -0.04, 0.01), mid(18, 0.12, 0.01), mid(18, 0.22, 0.05))],
};

/** Per action index the light it takes at full strength, or null; and how many IOD full strength is. */
export interface Wrinkles {
  readonly loss: readonly (Float32Array | null)[];
  readonly full: Float64Array;
}

export function wrinklesOf(mesh: Mesh, axes: FaceAxes, grid: Grid): Wrinkles {
  const loss: (Float32Array | null)[] = new Array<Float32Array | null>(ACTION_COUNT).fill(null);
  const full = new Float64Array(ACTION_COUNT).fill(1);
  for (const au of AU_NUMBERS) {
    const folds = FOLDS[au];
    if (!folds) continue;
    for (const side of ['left', 'right'] as const) {
      const table = new Float32Array(gridSize(grid));
      for (const one of folds) drawFold(axes, grid, one, lineOf(mesh, axes, one, side), table);
      const index = actionIndex(au, side);
      full[index] = FULL_IOD[au];
      loss[index] = table;
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

function lineOf(mesh: Mesh, axes: FaceAxes, { through }: Fold, side: 'left' | 'right'): Point[] {
  const outward = side === 'left' ? 1 : -1;
  return through.map((place) => {
    const p = meshPoint(mesh, place.at[side === 'right' ? 0 : 1]);
    const { x, y } = toFace(axes, p.x, p.y);
    return { x: x + outward * place.out, y: y + place.down };
  });
}

/** How far across a fold its shading reaches, in widths. */
const REACH = 3.5;

function drawFold(
  axes: FaceAxes,
  grid: Grid,
  { width, depth }: Fold,
  line: Point[],
  table: Float32Array,
): void {
  const box = boxOf(axes, grid, line, REACH * width);
  const total = lengthOf(line);
  for (let j = box.j0; j < box.j1; j++) {
    for (let i = box.i0; i < box.i1; i++) {
      const p = toFace(axes, grid.x0 + i * grid.stepPx, grid.y0 + j * grid.stepPx);
      const near = nearestOn(line, p);
      const across = near.distance / width;
      if (across > REACH) continue;
      // Deepest in the middle, nothing at the ends, where rounding may take the sine below zero.
      const taper = Math.max(0, Math.sin((Math.PI * near.along) / total)) ** 0.75;
      // A dark fold with a faint bright lip on either side (second derivative of a Gaussian), as folded skin shades.
      const profile = (1 - 0.35 * across * across) * Math.exp((-across * across) / 2);
      const node = j * grid.columns + i;
      table[node] = table[node]! + depth * taper * profile;
    }
  }
}

/** Columns and rows of the nodes within `margin` IOD of a line. */
function boxOf(
  axes: FaceAxes,
  grid: Grid,
  line: readonly Point[],
  margin: number,
): { i0: number; i1: number; j0: number; j1: number } {
  const [px, py] = [0, 1].map((axis) =>
    line.map(({ x, y }) => {
      const turned = axis === 0 ? x * axes.ux - y * axes.uy : x * axes.uy + y * axes.ux;
      return (axis === 0 ? axes.origin.x : axes.origin.y) + axes.iodPx * turned;
    }),
  ) as [number[], number[]];
  const reach = margin * axes.iodPx;
  const span = (values: number[], from: number, count: number): [number, number] => [
    Math.max(0, Math.ceil((Math.min(...values) - reach - from) / grid.stepPx)),
    Math.min(count, Math.floor((Math.max(...values) + reach - from) / grid.stepPx) + 1),
  ];
  const [i0, i1] = span(px, grid.x0, grid.columns);
  const [j0, j1] = span(py, grid.y0, grid.rows);
  return { i0, i1, j0, j1 };
}

function lengthOf(line: readonly Point[]): number {
  return line.slice(1).reduce((sum, b, k) => sum + Math.hypot(b.x - line[k]!.x, b.y - line[k]!.y), 0);
}

/** Distance from a line of segments, and how far along it the nearest place lies. */
function nearestOn(line: readonly Point[], p: Point): { distance: number; along: number } {
  let best = { distance: Infinity, along: 0 };
  let before = 0;
  for (let k = 1; k < line.length; k++) {
    const [a, b] = [line[k - 1]!, line[k]!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy);
    const t = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (length * length)));
    const distance = Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
    if (distance < best.distance) best = { distance, along: before + t * length };
    before += length;
  }
  return best;
}
