/** Where the skin goes when an action unit moves: a table over the picture for each unit and side. */
import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import { type FaceAxes, toFace } from './face-axes.ts';
import { type FaceField, gaussianAction } from './gaussian-actions.ts';
import { type Grid, type GridField, longest, scaled, tabulate } from './grid.ts';
import { muscleAction, type MuscleMesh, muscleMesh } from './muscle-actions.ts';
import type { Scene } from './scene.ts';

/** How displacements spread over the face: two ways that share no numbers, so that nothing is tuned to one. */
export const FAMILIES = ['gaussian', 'muscle'] as const;
export type Family = (typeof FAMILIES)[number];

/** Tabulates an action's field when it is first asked for: a clip uses two or three of them. */
export function actionFields(
  scene: Scene,
  axes: FaceAxes,
  grid: Grid,
  family: Family,
): (actionIndex: number) => GridField | null {
  let shape: MuscleMesh | null = null;
  const make = (au: AuNumber, side: 'left' | 'right'): GridField | null => {
    const field =
      family === 'muscle'
        ? muscleAction((shape ??= muscleMesh(scene.mesh, axes)), au, side)
        : gaussianAction(scene.mesh, axes, au, side);
    if (!field) return null;
    const table = tabulate(grid, inPicture(axes, field));
    const most = longest(table);
    // One IOD of strength moves the point that moves most by one IOD.
    return most > 0 ? scaled(table, axes.iodPx / most) : null;
  };
  const made = new Map<number, GridField | null>();
  return (index) => {
    let field = made.get(index);
    if (field === undefined) {
      field = make(AU_NUMBERS[index % AU_NUMBERS.length]!, index < AU_NUMBERS.length ? 'left' : 'right');
      made.set(index, field);
    }
    return field;
  };
}

/** A field over face units as a field over picture pixels (IOD stay IOD; only the axes turn). */
function inPicture(axes: FaceAxes, field: FaceField): FaceField {
  return (px, py, out) => {
    const p = toFace(axes, px, py);
    field(p.x, p.y, out);
    const [x, y] = [out[0]!, out[1]!];
    out[0] = x * axes.ux - y * axes.uy;
    out[1] = x * axes.uy + y * axes.ux;
  };
}
