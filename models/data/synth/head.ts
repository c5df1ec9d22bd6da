/**
 * How the whole head moves: a similarity in the picture and a turn in depth, fading to nothing over hair, neck
 * and background, so that the picture's border stands still and nothing tears.
 */
import { LANDMARK_COUNT, type Mesh } from '../../../contract/landmarks.ts';
import { boxBlur } from './blur.ts';
import { triangulate } from './delaunay.ts';
import { type FaceAxes, meshDepth, meshPoint, type Point } from './face-axes.ts';
import { type Grid, gridSize } from './grid.ts';

/** Pixels and radians. Positive yaw looks to the picture's right, positive pitch down, positive roll clockwise. */
export interface HeadPlace {
  readonly dxPx: number;
  readonly dyPx: number;
  readonly rollRad: number;
  readonly yawRad: number;
  readonly pitchRad: number;
  readonly scale: number;
}

export const HEAD_AT_REST: HeadPlace = { dxPx: 0, dyPx: 0, rollRad: 0, yawRad: 0, pitchRad: 0, scale: 1 };

export interface HeadShape {
  readonly grid: Grid;
  /** Depth in pixels from the axis the head turns about; smaller is nearer. */
  readonly depth: Float32Array;
  /** 1 on the head, 0 on the background. */
  readonly share: Float32Array;
  readonly pivot: Point;
}

/** The outline of the face in MediaPipe's mesh, in order. */
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** Hair and ears end about 1.35 times as far out as the face oval; from there the motion fades. */
const HEAD_END = 1.35;
const FADE_END = 2.1;
/** A head turns about the spine's top, which lies about 0.35 IOD behind the face's outline. */
const PIVOT_BEHIND_OVAL = 0.35;

/** The circle, in pixels, beyond which nothing moves. */
export function movingCircle(mesh: Mesh): Point & { readonly radiusPx: number } {
  const oval = OVAL.map((index) => meshPoint(mesh, index));
  const centre = { x: mean(oval.map((p) => p.x)), y: mean(oval.map((p) => p.y)) };
  const radiusPx = FADE_END * Math.max(...oval.map((p) => Math.hypot(p.x - centre.x, p.y - centre.y)));
  return { ...centre, radiusPx };
}

export function headShape(mesh: Mesh, axes: FaceAxes, grid: Grid): HeadShape {
  const oval = OVAL.map((index) => ({ ...meshPoint(mesh, index), z: meshDepth(mesh, index) }));
  const centre = { x: mean(oval.map((p) => p.x)), y: mean(oval.map((p) => p.y)) };
  const pivotDepth = mean(oval.map((p) => p.z)) + PIVOT_BEHIND_OVAL * axes.iodPx;
  const rim = rimOf(oval, centre);
  const depth = new Float32Array(gridSize(grid));
  const share = new Float32Array(gridSize(grid));
  for (let j = 0, node = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++, node++) {
      const dx = grid.x0 + i * grid.stepPx - centre.x;
      const dy = grid.y0 + j * grid.stepPx - centre.y;
      const edge = rim(Math.atan2(dy, dx));
      const out = Math.hypot(dx, dy) / edge.radius;
      share[node] = 1 - smooth((out - HEAD_END) / (FADE_END - HEAD_END));
      depth[node] = edge.z - pivotDepth;
    }
  }
  drawDepth(mesh, grid, depth, pivotDepth);
  // The mesh's depth is rough in the eyes and under the nose; a turn needs a smooth one (0.06 IOD, twice).
  const radius = Math.max(1, Math.round((0.06 * axes.iodPx) / grid.stepPx));
  for (let pass = 0; pass < 2; pass++) boxBlur(depth, grid.columns, grid.rows, 1, radius);
  return { grid, depth, share, pivot: { x: centre.x, y: centre.y + 0.3 * axes.iodPx } };
}

/**
 * The whole picture moved, rolled and scaled about the scene's middle, background and all: what is left of a head's
 * motion in a crop that followed it almost exactly. Pixels and radians.
 */
export interface Framing {
  readonly dxPx: number;
  readonly dyPx: number;
  readonly rollRad: number;
  readonly scale: number;
}

/** From a picture place to the place that is seen there: the inverse of a similarity about `centre`. */
export interface InverseSimilarity {
  /** x = ax + c·px + s·py, y = ay − s·px + c·py */
  readonly ax: number;
  readonly ay: number;
  readonly c: number;
  readonly s: number;
}

export function invert(framing: Framing, centre: Point): InverseSimilarity {
  const c = Math.cos(framing.rollRad) / framing.scale;
  const s = Math.sin(framing.rollRad) / framing.scale;
  const [tx, ty] = [centre.x + framing.dxPx, centre.y + framing.dyPx];
  return { ax: centre.x - c * tx - s * ty, ay: centre.y + s * tx - c * ty, c, s };
}

export const NO_FRAMING: InverseSimilarity = { ax: 0, ay: 0, c: 1, s: 0 };

/** The inverse of a head's place: for every node the point of the resting head that is seen there. */
export function seenFrom(
  shape: HeadShape,
  place: HeadPlace,
  framing: InverseSimilarity,
  qx: Float32Array,
  qy: Float32Array,
): void {
  const { grid, share, pivot } = shape;
  const isTurned = place.yawRad !== 0 || place.pitchRad !== 0;
  const isAtRest = !isTurned && place.dxPx === 0 && place.dyPx === 0 && place.rollRad === 0;
  const rounds = isTurned ? 24 : 4;
  const shift = headShift(shape, place);
  const rigid = invert(place, pivot);
  const out = new Float64Array(2);
  let driftX = 0;
  let driftY = 0;
  for (let j = 0, node = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++, node++) {
      const gx = grid.x0 + i * grid.stepPx;
      const gy = grid.y0 + j * grid.stepPx;
      const px = framing.ax + framing.c * gx + framing.s * gy;
      const py = framing.ay - framing.s * gx + framing.c * gy;
      let x = px;
      let y = py;
      if (!isAtRest || place.scale !== 1) {
        x = rigid.ax + rigid.c * px + rigid.s * py;
        y = rigid.ay - rigid.s * px + rigid.c * py;
        // Well inside the head, which only slides and rolls, that is all.
        if (isTurned || !isWholly(grid, share, x, y)) {
          // The neighbour on the left was shifted by nearly as much.
          x = i > 0 ? px + driftX : px;
          y = i > 0 ? py + driftY : py;
          // Fixed point of q = p − shift(q); the damping keeps it together beside the nose, where a turn hides skin.
          for (let round = 0; round < rounds && share[node]! > 0; round++) {
            shift(x, y, out);
            const changeX = px - out[0]! - x;
            const changeY = py - out[1]! - y;
            const damping = round < 4 ? 1 : 0.5;
            x += damping * changeX;
            y += damping * changeY;
            const isSettled =
              changeX < SETTLED_PX && changeX > -SETTLED_PX && changeY < SETTLED_PX && changeY > -SETTLED_PX;
            if (isSettled) break;
          }
        }
      }
      driftX = x - px;
      driftY = y - py;
      qx[node] = x;
      qy[node] = y;
    }
  }
  if (isTurned) smoothFolds(grid, qx, qy);
}

/** Whether a place lies among four nodes that are all on the head. */
function isWholly(grid: Grid, share: Float32Array, x: number, y: number): boolean {
  const i = Math.floor((x - grid.x0) / grid.stepPx);
  const j = Math.floor((y - grid.y0) / grid.stepPx);
  if (i < 0 || j < 0 || i + 1 >= grid.columns || j + 1 >= grid.rows) return false;
  const n = j * grid.columns + i;
  return share[n]! + share[n + 1]! + share[n + grid.columns]! + share[n + grid.columns + 1]! === 4;
}

/** Where a cheek hides behind its own edge several points are seen at once; rounding over three nodes leaves no jags. */
function smoothFolds(grid: Grid, qx: Float32Array, qy: Float32Array): void {
  const { columns, rows, stepPx } = grid;
  const add = (sign: 1 | -1): void => {
    for (let j = 0, node = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, node++) {
        qx[node] = qx[node]! + sign * (grid.x0 + i * stepPx);
        qy[node] = qy[node]! + sign * (grid.y0 + j * stepPx);
      }
    }
  };
  // Displacements, not places: a rounded ramp would be shifted at the border.
  add(-1);
  boxBlur(qx, columns, rows, 1, 1);
  boxBlur(qy, columns, rows, 1, 1);
  add(1);
}

/** A thousandth of a pixel moves no grey level. */
const SETTLED_PX = 1e-3;

/** Where a point of the resting head goes, as a displacement in pixels. */
export function headShift(
  shape: HeadShape,
  place: HeadPlace,
): (x: number, y: number, out: Float64Array) => void {
  const cosYaw = Math.cos(place.yawRad);
  const sinYaw = Math.sin(place.yawRad);
  const cosPitch = Math.cos(place.pitchRad);
  const sinPitch = Math.sin(place.pitchRad);
  const cosRoll = place.scale * Math.cos(place.rollRad);
  const sinRoll = place.scale * Math.sin(place.rollRad);
  const { grid, depth, share, pivot } = shape;
  const { columns, stepPx, x0, y0 } = grid;
  const lastColumn = columns - 1.001;
  const lastRow = grid.rows - 1.001;
  return (x, y, out) => {
    const gi = clamp((x - x0) / stepPx, lastColumn);
    const gj = clamp((y - y0) / stepPx, lastRow);
    const i = gi | 0;
    const j = gj | 0;
    const u = gi - i;
    const v = gj - j;
    const n = j * columns + i;
    const w00 = (1 - u) * (1 - v);
    const w10 = u * (1 - v);
    const w01 = (1 - u) * v;
    const w11 = u * v;
    const m =
      w00 * share[n]! + w10 * share[n + 1]! + w01 * share[n + columns]! + w11 * share[n + columns + 1]!;
    const z =
      w00 * depth[n]! + w10 * depth[n + 1]! + w01 * depth[n + columns]! + w11 * depth[n + columns + 1]!;
    const ox = x - pivot.x;
    const oy = y - pivot.y;
    const x1 = ox * cosYaw - z * sinYaw;
    const z1 = ox * sinYaw + z * cosYaw;
    const y1 = oy * cosPitch - z1 * sinPitch;
    out[0] = m * (cosRoll * x1 - sinRoll * y1 + place.dxPx - ox);
    out[1] = m * (sinRoll * x1 + cosRoll * y1 + place.dyPx - oy);
  };
}

/** Radius and depth of the oval in any direction, linear between its points. */
function rimOf(
  oval: readonly (Point & { readonly z: number })[],
  centre: Point,
): (angle: number) => { radius: number; z: number } {
  const points = oval
    .map((p) => ({
      angle: Math.atan2(p.y - centre.y, p.x - centre.x),
      radius: Math.hypot(p.x - centre.x, p.y - centre.y),
      z: p.z,
    }))
    .sort((a, b) => a.angle - b.angle);
  const last = points.at(-1)!;
  const closed = [
    { ...last, angle: last.angle - 2 * Math.PI },
    ...points,
    { ...points[0]!, angle: points[0]!.angle + 2 * Math.PI },
  ];
  return (angle) => {
    let k = 1;
    while (k < closed.length - 1 && closed[k]!.angle < angle) k++;
    const [a, b] = [closed[k - 1]!, closed[k]!];
    const t = (angle - a.angle) / Math.max(1e-9, b.angle - a.angle);
    return { radius: a.radius + t * (b.radius - a.radius), z: a.z + t * (b.z - a.z) };
  };
}

/** Fills the nodes inside the mesh with its depth, triangle by triangle. */
function drawDepth(mesh: Mesh, grid: Grid, depth: Float32Array, pivotDepth: number): void {
  const points = Array.from({ length: LANDMARK_COUNT - 10 }, (_, index) => meshPoint(mesh, index));
  for (const [ia, ib, ic] of triangulate(points)) {
    const [a, b, c] = [points[ia]!, points[ib]!, points[ic]!];
    const [za, zb, zc] = [meshDepth(mesh, ia), meshDepth(mesh, ib), meshDepth(mesh, ic)];
    const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (area === 0) continue;
    const i0 = Math.max(0, Math.ceil((Math.min(a.x, b.x, c.x) - grid.x0) / grid.stepPx));
    const i1 = Math.min(grid.columns - 1, Math.floor((Math.max(a.x, b.x, c.x) - grid.x0) / grid.stepPx));
    const j0 = Math.max(0, Math.ceil((Math.min(a.y, b.y, c.y) - grid.y0) / grid.stepPx));
    const j1 = Math.min(grid.rows - 1, Math.floor((Math.max(a.y, b.y, c.y) - grid.y0) / grid.stepPx));
    for (let j = j0; j <= j1; j++) {
      for (let i = i0; i <= i1; i++) {
        const [x, y] = [grid.x0 + i * grid.stepPx, grid.y0 + j * grid.stepPx];
        const wb = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area;
        const wc = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area;
        if (wb < 0 || wc < 0 || wb + wc > 1) continue;
        depth[j * grid.columns + i] = (1 - wb - wc) * za + wb * zb + wc * zc - pivotDepth;
      }
    }
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const clamp = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);
const smooth = (x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x));
