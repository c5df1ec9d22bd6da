import type { Grid } from './grid.ts';

/**
 * Solves s + shift(s) = q for every node. Fields are gentle (slope well under 1), so a few rounds settle it: until a
 * node moves by less than `settledPx`, at most `rounds` times.
 */
export function undoShift(
  grid: Grid,
  dx: Float32Array,
  dy: Float32Array,
  qx: Float32Array,
  qy: Float32Array,
  sx: Float32Array,
  sy: Float32Array,
  { rounds, settledPx } = { rounds: 6, settledPx: 1e-3 },
): void {
  const { columns, rows, stepPx, x0, y0 } = grid;
  for (let node = 0; node < qx.length; node++) {
    const tx = qx[node]!;
    const ty = qy[node]!;
    let x = tx;
    let y = ty;
    for (let round = 0; round < rounds; round++) {
      const gi = Math.min(columns - 1.001, Math.max(0, (x - x0) / stepPx));
      const gj = Math.min(rows - 1.001, Math.max(0, (y - y0) / stepPx));
      const i = gi | 0;
      const j = gj | 0;
      const n = j * columns + i;
      const u = gi - i;
      const v = gj - j;
      const a = (1 - u) * (1 - v);
      const b = u * (1 - v);
      const c = (1 - u) * v;
      const d = u * v;
      const shiftX = a * dx[n]! + b * dx[n + 1]! + c * dx[n + columns]! + d * dx[n + columns + 1]!;
      const shiftY = a * dy[n]! + b * dy[n + 1]! + c * dy[n + columns]! + d * dy[n + columns + 1]!;
      const moved = Math.abs(tx - shiftX - x) + Math.abs(ty - shiftY - y);
      x = tx - shiftX;
      y = ty - shiftY;
      if (moved < settledPx) break;
    }
    sx[node] = x;
    sy[node] = y;
  }
}
