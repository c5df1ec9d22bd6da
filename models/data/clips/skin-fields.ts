/**
 * How skin moves in a window: for each action unit a displacement field of either family, varied from clip to clip
 * in size, place and direction, so that no one renderer's idea of a muscle is learnt.
 */
import { AU_NUMBERS } from '../../../contract/au.ts';
import { ACTION_COUNT, actionIndex } from '../synth/actions.ts';
import { type FaceAxes, toFace } from '../synth/face-axes.ts';
import { type FaceField, gaussianAction } from '../synth/gaussian-actions.ts';
import { type Grid, type GridField, gridSize, longest, scaled, tabulate } from '../synth/grid.ts';
import { muscleAction, muscleMesh } from '../synth/muscle-actions.ts';
import type { Random } from '../synth/random.ts';
import type { SmallPortrait } from './aligned-portrait.ts';

/** Cells along a window's side: 0.04 IOD each, a third of the narrowest field's spread. */
const CELLS = 64;

export const gridOf = (sizePx: number): Grid => ({
  x0: 0,
  y0: 0,
  stepPx: sizePx / CELLS,
  columns: CELLS + 1,
  rows: CELLS + 1,
});

/** Displacements in pixels at every node of a window's grid. */
export interface Shift {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

export const newShift = (grid: Grid): Shift => ({
  dx: new Float32Array(gridSize(grid)),
  dy: new Float32Array(gridSize(grid)),
});

/** One field per action index; null where the action moves no skin by itself. One IOD of strength moves one IOD. */
export type ActionFields = readonly (GridField | null)[];

export interface SkinFields {
  readonly gaussian: ActionFields;
  readonly muscle: ActionFields;
}

export function skinFields({ mesh }: SmallPortrait, axes: FaceAxes, grid: Grid): SkinFields {
  const shape = muscleMesh(mesh, axes);
  const all = (fieldOf: (au: (typeof AU_NUMBERS)[number], side: 'left' | 'right') => FaceField | null) => {
    const fields: (GridField | null)[] = new Array<GridField | null>(ACTION_COUNT).fill(null);
    for (const au of AU_NUMBERS) {
      for (const side of ['left', 'right'] as const) {
        const field = fieldOf(au, side);
        if (!field) continue;
        const table = tabulate(grid, inPicture(axes, field));
        const most = longest(table);
        if (most > 0) fields[actionIndex(au, side)] = scaled(table, axes.iodPx / most);
      }
    }
    return fields;
  };
  return {
    gaussian: all((au, side) => gaussianAction(mesh, axes, au, side)),
    muscle: all((au, side) => muscleAction(shape, au, side)),
  };
}

/** A field over face units as one over pixels: only the axes turn. */
function inPicture(axes: FaceAxes, field: FaceField): FaceField {
  return (px, py, out) => {
    const p = toFace(axes, px, py);
    field(p.x, p.y, out);
    const [x, y] = [out[0]!, out[1]!];
    out[0] = x * axes.ux - y * axes.uy;
    out[1] = x * axes.uy + y * axes.ux;
  };
}

/** How one showing of an action differs from the field it is drawn with. Mirrored for the other side. */
interface Variation {
  readonly scale: number;
  readonly angleRad: number;
  readonly outPx: number;
  readonly downPx: number;
}

/**
 * The skin's displacement for strengths (in IOD, by action index), varied by `random`: fields of one family or half
 * of each, 0.75 to 1.45 times as wide, turned by some 12° (30° at most), shifted by some 0.04 IOD.
 */
export function variedShift(
  random: Random,
  fields: SkinFields,
  axes: FaceAxes,
  grid: Grid,
  actions: Float64Array,
): Shift {
  const family = random.next();
  const gaussianShare = family < 0.45 ? 1 : family < 0.8 ? 0 : 0.5;
  const shift = newShift(grid);
  for (const au of AU_NUMBERS) {
    const common = drawVariation(random, axes, 1);
    for (const side of ['left', 'right'] as const) {
      const own = drawVariation(random, axes, 0.35);
      const index = actionIndex(au, side);
      const strength = actions[index]!;
      if (strength === 0) continue;
      const outward = side === 'left' ? 1 : -1;
      const vary = {
        scale: common.scale * own.scale,
        angleRad: outward * (common.angleRad + own.angleRad),
        dx: outward * (common.outPx + own.outPx),
        dy: common.downPx + own.downPx,
      };
      const [gaussian, muscle] = [fields.gaussian[index], fields.muscle[index]];
      if (gaussian && gaussianShare > 0) addVaried(grid, gaussian, vary, strength * gaussianShare, shift);
      if (muscle && gaussianShare < 1) addVaried(grid, muscle, vary, strength * (1 - gaussianShare), shift);
    }
  }
  return shift;
}

function drawVariation(random: Random, { iodPx }: FaceAxes, amount: number): Variation {
  const limit = Math.PI / 6;
  const angleRad = amount * ((12 * Math.PI) / 180) * random.normal();
  return {
    scale: random.range(0.75, 1.45) ** amount,
    angleRad: Math.max(-limit, Math.min(limit, angleRad)),
    outPx: amount * 0.04 * iodPx * random.normal(),
    downPx: amount * 0.04 * iodPx * random.normal(),
  };
}

/** Adds `strength` times the field, seen at c + (p − c − d) / scale and turned, c being where it is centred. */
function addVaried(
  { columns, rows, stepPx }: Grid,
  field: GridField,
  vary: { readonly scale: number; readonly angleRad: number; readonly dx: number; readonly dy: number },
  strength: number,
  { dx, dy }: Shift,
): void {
  const centre = centreOf(field, columns);
  const cos = strength * Math.cos(vary.angleRad);
  const sin = strength * Math.sin(vary.angleRad);
  const [shiftI, shiftJ] = [vary.dx / stepPx, vary.dy / stepPx];
  const seenI = (i: number): number => centre.i + (i - centre.i - shiftI) / vary.scale;
  const seenJ = (j: number): number => centre.j + (j - centre.j - shiftJ) / vary.scale;
  for (let j = 0; j < rows; j++) {
    const fj = seenJ(j);
    if (fj <= field.j0 - 1 || fj >= field.j1 || fj < 0 || fj >= rows - 1) continue;
    const top = Math.floor(fj);
    const v = fj - top;
    for (let i = 0; i < columns; i++) {
      const fi = seenI(i);
      if (fi <= field.i0 - 1 || fi >= field.i1 || fi < 0 || fi >= columns - 1) continue;
      const left = Math.floor(fi);
      const u = fi - left;
      const n = top * columns + left;
      const a = (1 - u) * (1 - v);
      const b = u * (1 - v);
      const c = (1 - u) * v;
      const d = u * v;
      const x =
        a * field.dx[n]! + b * field.dx[n + 1]! + c * field.dx[n + columns]! + d * field.dx[n + columns + 1]!;
      const y =
        a * field.dy[n]! + b * field.dy[n + 1]! + c * field.dy[n + columns]! + d * field.dy[n + columns + 1]!;
      const at = j * columns + i;
      dx[at] = dx[at]! + cos * x - sin * y;
      dy[at] = dy[at]! + sin * x + cos * y;
    }
  }
}

/** Where the field's displacement is centred, in nodes. */
function centreOf({ dx, dy, i0, i1, j0, j1 }: GridField, columns: number): { i: number; j: number } {
  let [sum, si, sj] = [1e-12, 0, 0];
  for (let j = j0; j < j1; j++) {
    for (let i = i0; i < i1; i++) {
      const w = Math.hypot(dx[j * columns + i]!, dy[j * columns + i]!);
      sum += w;
      si += w * i;
      sj += w * j;
    }
  }
  return { i: si / sum, j: sj / sum };
}

/**
 * Smooth displacement in random directions, about one pixel root mean square: what registration and a living face
 * leave over that no action unit explains. Random vectors `spacing` cells apart, smoothly joined.
 */
export function randomShift(random: Random, grid: Grid, spacing: number): Shift {
  const knots = Math.ceil(CELLS / spacing) + 2;
  const draw = (): Float32Array => Float32Array.from({ length: knots * knots }, () => random.normal());
  const shift = newShift(grid);
  for (const [knot, out] of [
    [draw(), shift.dx],
    [draw(), shift.dy],
  ] as const) {
    for (let j = 0, node = 0; j < grid.rows; j++) {
      const [top, v] = [Math.floor(j / spacing), smooth((j % spacing) / spacing)];
      for (let i = 0; i < grid.columns; i++, node++) {
        const [left, u] = [Math.floor(i / spacing), smooth((i % spacing) / spacing)];
        const n = top * knots + left;
        out[node] =
          (1 - v) * ((1 - u) * knot[n]! + u * knot[n + 1]!) +
          v * ((1 - u) * knot[n + knots]! + u * knot[n + knots + 1]!);
      }
    }
  }
  return shift;
}

export function longestShift({ dx, dy }: Shift): number {
  let most = 0;
  for (let node = 0; node < dx.length; node++) most = Math.max(most, Math.hypot(dx[node]!, dy[node]!));
  return most;
}

export function addShift(to: Shift, shift: Shift, factor: number): void {
  for (let node = 0; node < to.dx.length; node++) {
    to.dx[node] = to.dx[node]! + factor * shift.dx[node]!;
    to.dy[node] = to.dy[node]! + factor * shift.dy[node]!;
  }
}

const smooth = (x: number): number => x * x * (3 - 2 * x);
