/** A rectangle of nodes `stepPx` apart over part of a picture; node (i, j) lies at (x0 + i·step, y0 + j·step). */
export interface Grid {
  readonly x0: number;
  readonly y0: number;
  readonly stepPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** Displacements in pixels at the nodes of a grid, zero outside columns i0…i1−1, rows j0…j1−1. */
export interface GridField {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  readonly i0: number;
  readonly i1: number;
  readonly j0: number;
  readonly j1: number;
}

export const gridSize = (grid: Grid): number => grid.columns * grid.rows;

/** Calls `field` at every node (picture pixels) and keeps what it returns, trimmed to where it is not zero. */
export function tabulate(grid: Grid, field: (x: number, y: number, out: Float64Array) => void): GridField {
  const dx = new Float32Array(gridSize(grid));
  const dy = new Float32Array(gridSize(grid));
  const out = new Float64Array(2);
  for (let j = 0, node = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++, node++) {
      out.fill(0);
      field(grid.x0 + i * grid.stepPx, grid.y0 + j * grid.stepPx, out);
      dx[node] = out[0]!;
      dy[node] = out[1]!;
    }
  }
  return trim(grid, dx, dy);
}

/** The longest displacement in pixels. */
export function longest(field: GridField): number {
  let most = 0;
  for (let node = 0; node < field.dx.length; node++) {
    most = Math.max(most, Math.hypot(field.dx[node]!, field.dy[node]!));
  }
  return most;
}

export function scaled(field: GridField, factor: number): GridField {
  return { ...field, dx: field.dx.map((v) => v * factor), dy: field.dy.map((v) => v * factor) };
}

/** Adds `factor` times a field to displacements on the same grid. */
export function addScaled(
  dx: Float32Array,
  dy: Float32Array,
  columns: number,
  field: GridField,
  factor: number,
): void {
  for (let j = field.j0; j < field.j1; j++) {
    for (let node = j * columns + field.i0, end = j * columns + field.i1; node < end; node++) {
      dx[node] = dx[node]! + factor * field.dx[node]!;
      dy[node] = dy[node]! + factor * field.dy[node]!;
    }
  }
}

/** Linear between the four nodes of a cell. */
export function between(values: Float32Array, node: number, columns: number, u: number, v: number): number {
  const top = (1 - u) * values[node]! + u * values[node + 1]!;
  const bottom = (1 - u) * values[node + columns]! + u * values[node + columns + 1]!;
  return (1 - v) * top + v * bottom;
}

/** Values known at the nodes, read at other places (pixels), one a node; beyond the grid its border goes on. */
export function carry(
  grid: Grid,
  values: Float32Array,
  sx: Float32Array,
  sy: Float32Array,
  out: Float32Array,
): void {
  const { columns, rows, stepPx, x0, y0 } = grid;
  for (let node = 0; node < out.length; node++) {
    const gi = Math.min(columns - 1.001, Math.max(0, (sx[node]! - x0) / stepPx));
    const gj = Math.min(rows - 1.001, Math.max(0, (sy[node]! - y0) / stepPx));
    const i = gi | 0;
    const j = gj | 0;
    out[node] = between(values, j * columns + i, columns, gi - i, gj - j);
  }
}

/** Displacements shorter than this many pixels count as none: far below what any sampler can show. */
const NOTHING_PX = 1e-4;

function trim(grid: Grid, dx: Float32Array, dy: Float32Array): GridField {
  let [i0, i1, j0, j1] = [grid.columns, 0, grid.rows, 0];
  for (let j = 0, node = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++, node++) {
      if (Math.abs(dx[node]!) < NOTHING_PX && Math.abs(dy[node]!) < NOTHING_PX) continue;
      i0 = Math.min(i0, i);
      i1 = Math.max(i1, i + 1);
      j0 = Math.min(j0, j);
      j1 = Math.max(j1, j + 1);
    }
  }
  return { dx, dy, i0: Math.min(i0, i1), i1, j0: Math.min(j0, j1), j1 };
}
