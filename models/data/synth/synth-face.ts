/**
 * A still portrait that can move: skin by action units, lids, gaze, jaw and lips, and the whole head. Give it a state,
 * get a picture. It keeps nothing between pictures, so any frame can be drawn alone.
 */
import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import { ACTION_COUNT, actionIndex, type Actions } from './actions.ts';
import { type FaceAxes, faceAxes, type Point, toFace, toPicture } from './face-axes.ts';
import { type FaceField, gaussianAction } from './gaussian-actions.ts';
import { addScaled, type Grid, type GridField, gridSize, longest, scaled, tabulate } from './grid.ts';
import {
  type Framing,
  type HeadPlace,
  type HeadShape,
  headShape,
  headShift,
  type InverseSimilarity,
  invert,
  movingCircle,
  NO_FRAMING,
  seenFrom,
} from './head.ts';
import { drawEye, type Eye, eyeOf, type EyeState, isNearEye } from './lids.ts';
import { drawMouth, isNearMouth, jawSource, type Mouth, mouthOf, type MouthState } from './mouth.ts';
import { muscleAction, type MuscleMesh, muscleMesh } from './muscle-actions.ts';
import { placeInScene, type Scene, type SceneOptions, type Still } from './scene.ts';
import { sampleSpline, sampleSplineRow } from './spline-image.ts';
import { type Wrinkles, wrinkleGain, wrinklesOf } from './wrinkles.ts';

/** How displacements spread over the face: two ways that share no numbers, so that nothing is tuned to one. */
export const FAMILIES = ['gaussian', 'muscle'] as const;
export type Family = (typeof FAMILIES)[number];

/** All lengths in IOD unless said; the person's own left and right. */
export interface FaceState {
  /** Strengths as largest displacement in IOD. */
  readonly actions: Actions;
  /** 0 open as in the picture, 1 shut. */
  readonly lidClosure: { readonly left: number; readonly right: number };
  /** Shift of both irises: x to the picture's right, y down. */
  readonly gaze: { readonly x: number; readonly y: number };
  readonly jaw: number;
  readonly upperLip: number;
  readonly head: HeadPlace;
  /** How the picture as a whole sits in its frame; absent: as the scene says. */
  readonly framing?: Framing | undefined;
}

export interface SynthFace {
  readonly scene: Scene;
  readonly axes: FaceAxes;
  readonly family: Family;
  /** Largest displacement over the face in IOD for these strengths. */
  readonly peakIod: (actions: Actions) => number;
  /** Draws a state: red, green, blue interleaved, 0–255 before light and sensor. */
  readonly draw: (state: FaceState, out: Float32Array) => void;
  /** The framing that keeps the eyes where they are in the scene while the head is in this place. */
  readonly framingThatFollows: (head: HeadPlace) => Framing;
}

export function createSynthFace(
  still: Still,
  options: SceneOptions & { readonly family: Family },
): SynthFace {
  const scene = placeInScene(still, options);
  const axes = faceAxes(scene.mesh);
  const grid = gridOver(scene, axes);
  const eyes = { right: eyeOf(scene.mesh, axes, 'right'), left: eyeOf(scene.mesh, axes, 'left') };
  const parts: Parts = {
    scene,
    axes,
    grid,
    head: headShape(scene.mesh, axes, grid),
    fieldOf: actionFields(scene, axes, grid, options.family),
    eyes,
    nearEyes: { right: nodesNear(eyes.right, grid), left: nodesNear(eyes.left, grid) },
    mouth: mouthOf(scene.mesh, axes, lipColour(scene)),
    wrinkles: wrinklesOf(scene.mesh, axes, grid),
    still: stillOf(scene),
    buffers: Array.from({ length: 9 }, () => new Float32Array(gridSize(grid))),
  };
  return {
    scene,
    axes,
    family: options.family,
    peakIod: (actions) => peakIod(parts, actions),
    draw: (state, out) => {
      drawFace(parts, state, out);
    },
    framingThatFollows: (head) => framingThatFollows(parts, head),
  };
}

interface Parts {
  readonly scene: Scene;
  readonly axes: FaceAxes;
  readonly grid: Grid;
  readonly head: HeadShape;
  /** One per action index; null where the action moves no skin by itself. Pixels per IOD of strength. */
  readonly fieldOf: (actionIndex: number) => GridField | null;
  readonly eyes: { readonly left: Eye; readonly right: Eye };
  readonly nearEyes: { readonly left: NodeBox; readonly right: NodeBox };
  readonly mouth: Mouth;
  readonly wrinkles: Wrinkles;
  /** The scene at rest: what is drawn where nothing can move. */
  readonly still: Float32Array;
  readonly buffers: readonly Float32Array[];
}

/**
 * Nodes over all that can move, clipped to the scene. Fifty to the IOD: linear interpolation between them then errs by
 * less than 0.5 % of any field used here.
 */
function gridOver(scene: Scene, axes: FaceAxes): Grid {
  const stepPx = Math.max(1, Math.round(axes.iodPx / 50));
  const circle = movingCircle(scene.mesh);
  const x0 = Math.max(0, Math.floor(circle.x - circle.radiusPx));
  const y0 = Math.max(0, Math.floor(circle.y - circle.radiusPx));
  const x1 = Math.min(scene.widthPx - 1, Math.ceil(circle.x + circle.radiusPx));
  const y1 = Math.min(scene.heightPx - 1, Math.ceil(circle.y + circle.radiusPx));
  const columns = Math.ceil((x1 - x0) / stepPx) + 1;
  return { x0, y0, stepPx, columns, rows: Math.ceil((y1 - y0) / stepPx) + 1 };
}

/** Tabulates an action's field when it is first asked for: a clip uses two or three of them. */
function actionFields(
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

/** The similarity that takes the moved eye centres back to where they were. */
function framingThatFollows(parts: Parts, place: HeadPlace): Framing {
  const shift = headShift(parts.head, place);
  const middle = middleOf(parts.scene);
  const [from, to] = ([-0.5, 0.5] as const).map((x) => {
    const at = toPicture(parts.axes, x, 0);
    const moved = new Float64Array(2);
    shift(at.x, at.y, moved);
    return { at, moved: { x: at.x + moved[0]!, y: at.y + moved[1]! } };
  }) as [EyeMotion, EyeMotion];
  const [was, is] = [
    { x: to.at.x - from.at.x, y: to.at.y - from.at.y },
    { x: to.moved.x - from.moved.x, y: to.moved.y - from.moved.y },
  ];
  const scale = Math.hypot(was.x, was.y) / Math.hypot(is.x, is.y);
  const rollRad = Math.atan2(was.y, was.x) - Math.atan2(is.y, is.x);
  const [c, s] = [scale * Math.cos(rollRad), scale * Math.sin(rollRad)];
  const [x, y] = [from.moved.x - middle.x, from.moved.y - middle.y];
  return {
    dxPx: from.at.x - middle.x - (c * x - s * y),
    dyPx: from.at.y - middle.y - (s * x + c * y),
    rollRad,
    scale,
  };
}

interface EyeMotion {
  readonly at: Point;
  readonly moved: Point;
}

const middleOf = (scene: Scene): Point => ({ x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 });

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

function stillOf(scene: Scene): Float32Array {
  const { widthPx, heightPx, marginPx, image } = scene;
  const still = new Float32Array(widthPx * heightPx * 3);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 3) sampleSpline(image, x + marginPx, y + marginPx, still, at);
  }
  return still;
}

/** Mean colour round the middle of the lips, in bytes. */
function lipColour(scene: Scene): [number, number, number] {
  const out = new Float32Array(3);
  const total: [number, number, number] = [0, 0, 0];
  const points = [0, 17, 37, 267, 84, 314];
  for (const index of points) {
    const x = scene.mesh[index * 3]! + scene.marginPx;
    sampleSpline(scene.image, x, scene.mesh[index * 3 + 1]! + scene.marginPx, out, 0);
    for (let c = 0; c < 3; c++) total[c]! += out[c]! / points.length;
  }
  return total;
}

function skinShift(parts: Parts, actions: Actions, dx: Float32Array, dy: Float32Array): boolean {
  dx.fill(0);
  dy.fill(0);
  let moves = false;
  for (let a = 0; a < ACTION_COUNT; a++) {
    const strength = actions[a]!;
    if (strength === 0) continue;
    const field = parts.fieldOf(a);
    if (!field) continue;
    addScaled(dx, dy, parts.grid.columns, field, strength);
    moves = true;
  }
  return moves;
}

function peakIod(parts: Parts, actions: Actions): number {
  const [dx, dy] = [parts.buffers[2]!, parts.buffers[3]!];
  skinShift(parts, actions, dx, dy);
  let most = 0;
  for (let node = 0; node < dx.length; node++) most = Math.max(most, Math.hypot(dx[node]!, dy[node]!));
  const lids = (['left', 'right'] as const).flatMap((side) => {
    const lid = lidRaise(actions, side);
    return [Math.abs(lid.upper), Math.abs(lid.lower)];
  });
  const mouth = lipsAndJaw(actions);
  return Math.max(most / parts.axes.iodPx, mouth.jaw + mouth.lowerLip, ...lids);
}

/** What actions 5, 6 and 7 do to the lids, in IOD: a raised cheek lifts the lower lid by a third of its own way. */
function lidRaise(actions: Actions, side: 'left' | 'right'): { upper: number; lower: number } {
  const at = (au: 5 | 6 | 7): number => actions[actionIndex(au, side)]!;
  return { upper: at(5) - 0.25 * at(7), lower: at(7) + 0.33 * at(6) };
}

/** What actions 25 and 26 do to the mouth, in IOD; parting lips is three parts lower lip and one part upper. */
function lipsAndJaw(actions: Actions): { jaw: number; lowerLip: number; upperLip: number } {
  const mean = (au: 25 | 26): number =>
    (actions[actionIndex(au, 'left')]! + actions[actionIndex(au, 'right')]!) / 2;
  return { jaw: mean(26), lowerLip: mean(25), upperLip: mean(25) / 3 };
}

function drawFace(parts: Parts, state: FaceState, out: Float32Array): void {
  const [qx, qy, ex, ey, sx, sy, fx, fy, gain] = parts.buffers as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { axes, grid } = parts;
  const framing = state.framing ? invert(state.framing, middleOf(parts.scene)) : NO_FRAMING;
  seenFrom(parts.head, state.head, framing, qx, qy);
  const isExpressive = skinShift(parts, state.actions, ex, ey);
  if (isExpressive) undoShift(grid, ex, ey, qx, qy, sx, sy);
  else {
    sx.set(qx);
    sy.set(qy);
  }
  const parting = lipsAndJaw(state.actions);
  const mouth: MouthState = {
    jawPx: (state.jaw + parting.jaw) * axes.iodPx,
    lowerLipPx: parting.lowerLip * axes.iodPx,
    upperLipPx: (state.upperLip + parting.upperLip) * axes.iodPx,
  };
  const mouthMoves = mouth.jawPx !== 0 || mouth.lowerLipPx !== 0 || mouth.upperLipPx !== 0;
  fx.set(sx);
  fy.set(sy);
  if (mouthMoves) {
    const from = new Float64Array(2);
    for (let node = 0; node < fx.length; node++) {
      jawSource(parts.mouth, mouth, sx[node]!, sy[node]!, from);
      fx[node] = from[0]!;
      fy[node] = from[1]!;
    }
  }
  const eyes = {
    right: eyeState(parts, state, 'right', isExpressive),
    left: eyeState(parts, state, 'left', isExpressive),
  };
  const wrinkled = wrinkleGain(parts.wrinkles, state.actions, ex);
  // Folds lie in the skin: what is seen at a node is the gain at the place its skin comes from.
  if (wrinkled) carry(grid, ex, sx, sy, gain);
  paint(parts, { eyes, mouth: mouthMoves ? mouth : null, gain: wrinkled ? gain : null, framing }, out);
}

/** Whether the displacement in the buffers that `skinShift` filled is more than a thousandth of a pixel there. */
function skinMovesNear({ grid, buffers }: Parts, nodes: NodeBox): boolean {
  const [, , ex, ey] = buffers;
  for (let j = nodes.j0; j < nodes.j1; j++) {
    for (let node = j * grid.columns + nodes.i0, end = j * grid.columns + nodes.i1; node < end; node++) {
      if (Math.abs(ex![node]!) > 1e-3 || Math.abs(ey![node]!) > 1e-3) return true;
    }
  }
  return false;
}

interface NodeBox {
  readonly i0: number;
  readonly i1: number;
  readonly j0: number;
  readonly j1: number;
}

/** The nodes near an eye at rest. */
function nodesNear(eye: Eye, { x0, y0, stepPx, columns, rows }: Grid): NodeBox {
  let [i0, i1, j0, j1] = [columns, 0, rows, 0];
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      if (!isNearEye(eye, x0 + i * stepPx, y0 + j * stepPx, 2 * stepPx)) continue;
      i0 = Math.min(i0, i);
      i1 = Math.max(i1, i + 1);
      j0 = Math.min(j0, j);
      j1 = Math.max(j1, j + 1);
    }
  }
  return { i0: Math.min(i0, i1), i1, j0: Math.min(j0, j1), j1 };
}

/** Null while the eye looks exactly as in the picture. */
function eyeState(
  parts: Parts,
  state: FaceState,
  side: 'left' | 'right',
  isExpressive: boolean,
): EyeState | null {
  const closure = state.lidClosure[side];
  const lid = lidRaise(state.actions, side);
  const { iodPx, ux, uy } = parts.axes;
  const still =
    closure === 0 && lid.upper === 0 && lid.lower === 0 && state.gaze.x === 0 && state.gaze.y === 0;
  if (still && !(isExpressive && skinMovesNear(parts, parts.nearEyes[side]))) return null;
  const { axes } = parts.eyes[side];
  // Gaze is given along the face's axes; the eye's own may be tilted a few degrees against them.
  const [gx, gy] = [state.gaze.x * ux - state.gaze.y * uy, state.gaze.x * uy + state.gaze.y * ux];
  return {
    closure,
    upperRaisePx: lid.upper * iodPx,
    lowerRaisePx: lid.lower * iodPx,
    gazeAlongPx: (gx * axes.ux + gy * axes.uy) * iodPx,
    gazeAcrossPx: (-gx * axes.uy + gy * axes.ux) * iodPx,
  };
}

/** Solves s + shift(s) = q for every node. Fields are gentle (slope well under 1), so a few rounds settle it. */
function undoShift(
  grid: Grid,
  dx: Float32Array,
  dy: Float32Array,
  qx: Float32Array,
  qy: Float32Array,
  sx: Float32Array,
  sy: Float32Array,
): void {
  const { columns, rows, stepPx, x0, y0 } = grid;
  for (let node = 0; node < qx.length; node++) {
    const tx = qx[node]!;
    const ty = qy[node]!;
    let x = tx;
    let y = ty;
    for (let round = 0; round < 6; round++) {
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
      if (moved < 1e-3) break;
    }
    sx[node] = x;
    sy[node] = y;
  }
}

/** Values of the resting face's nodes at other places. */
function carry(
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

interface Layers {
  readonly eyes: { readonly left: EyeState | null; readonly right: EyeState | null };
  readonly mouth: MouthState | null;
  readonly gain: Float32Array | null;
  readonly framing: InverseSimilarity;
}

/**
 * Fills the picture row by row. Source places are interpolated down between two rows of nodes once for all, then
 * along the row.
 */
function paint(parts: Parts, layers: Layers, out: Float32Array): void {
  const { grid, scene } = parts;
  const [, , , , sx, sy, fx, fy] = parts.buffers;
  const { columns, stepPx } = grid;
  const { widthPx, marginPx, image } = scene;
  const special = specialPainter(parts, layers);
  const layerOfCell = new Array<Layer | null>(columns).fill(null);
  const rowX = new Float64Array(columns);
  const rowY = new Float64Array(columns);
  const xs = new Float64Array(widthPx);
  const ys = new Float64Array(widthPx);
  const area = pixelsOf(grid, scene);
  paintSurroundings(parts, layers.framing, area, out);
  for (let y = area.top; y < area.bottom; y++) {
    const j = Math.floor((y - grid.y0) / stepPx);
    const v = (y - grid.y0) / stepPx - j;
    const first = j * columns;
    for (let i = 0; i < columns; i++) {
      const n = first + i;
      // The last row of pixels may lie on the last row of nodes, which has none below it.
      const below = v === 0 ? n : n + columns;
      rowX[i] = fx![n]! + v * (fx![below]! - fx![n]!) + marginPx;
      rowY[i] = fy![n]! + v * (fy![below]! - fy![n]!) + marginPx;
      if (v === 0) layerOfCell[i] = j + 1 < grid.rows ? special.layerOf(sx![n]!, sy![n]!) : null;
    }
    // Pixels from `from` on wait to be sampled in one go; what lies where it lay in the still is there already.
    let from = area.left;
    const sampleUpTo = (x: number): void => {
      if (x > from) sampleSplineRow(image, xs, ys, from, x - from, out, (y * widthPx + from) * 3);
    };
    for (let i = 0, x = area.left; x < area.right; i++) {
      const end = Math.min(area.right, x + stepPx);
      const right = Math.min(columns - 1, i + 1);
      const stepX = (rowX[right]! - rowX[i]!) / stepPx;
      const stepY = (rowY[right]! - rowY[i]!) / stepPx;
      const layer = right > i ? layerOfCell[i]! : null;
      if (layer !== null) {
        sampleUpTo(x);
        for (let k = 0, at = (y * widthPx + x) * 3; x < end; x++, k++, at += 3)
          special.paint(layer, first + i, k / stepPx, v, out, at);
        from = end;
      } else if (rowX[i] === x + marginPx && rowY[i] === y + marginPx && stepX === 1 && stepY === 0) {
        sampleUpTo(x);
        x = end;
        from = end;
      } else {
        for (let k = 0; x < end; x++, k++) {
          xs[x] = rowX[i]! + k * stepX;
          ys[x] = rowY[i]! + k * stepY;
        }
      }
    }
    sampleUpTo(area.right);
  }
  if (layers.gain) shade(grid, layers.gain, scene, out);
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Everything as in the still; and, where the frame sits elsewhere, what lies round the area that can move. */
function paintSurroundings(parts: Parts, framing: InverseSimilarity, area: Area, out: Float32Array): void {
  const { widthPx, heightPx, marginPx, image } = parts.scene;
  out.set(parts.still);
  if (framing === NO_FRAMING) return;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 3) {
      if (y >= area.top && y < area.bottom && x >= area.left && x < area.right) continue;
      const fromX = framing.ax + framing.c * x + framing.s * y;
      const fromY = framing.ay - framing.s * x + framing.c * y;
      sampleSpline(image, fromX + marginPx, fromY + marginPx, out, at);
    }
  }
}

/** The pixels that lie between a grid's nodes. */
function pixelsOf(grid: Grid, scene: Scene): Area {
  return {
    left: grid.x0,
    right: Math.min(scene.widthPx, grid.x0 + (grid.columns - 1) * grid.stepPx + 1),
    top: grid.y0,
    bottom: Math.min(scene.heightPx, grid.y0 + (grid.rows - 1) * grid.stepPx + 1),
  };
}

/** Multiplies the picture by a gain known at the nodes. */
function shade(grid: Grid, gain: Float32Array, scene: Scene, out: Float32Array): void {
  const { columns, stepPx } = grid;
  const area = pixelsOf(grid, scene);
  for (let y = area.top; y < area.bottom; y++) {
    const gy = (y - grid.y0) / stepPx;
    const j = Math.min(grid.rows - 2, Math.floor(gy));
    let at = (y * scene.widthPx + area.left) * 3;
    for (let x = area.left; x < area.right; x++, at += 3) {
      const gx = (x - grid.x0) / stepPx;
      const i = Math.min(columns - 2, Math.floor(gx));
      const factor = between(gain, j * columns + i, columns, gx - i, gy - j);
      out[at] = out[at]! * factor;
      out[at + 1] = out[at + 1]! * factor;
      out[at + 2] = out[at + 2]! * factor;
    }
  }
}

type Layer = 'left' | 'right' | 'mouth';

/** Painting in the neighbourhoods of eyes and mouth, where the picture opens and closes. */
function specialPainter(
  parts: Parts,
  layers: Layers,
): {
  layerOf(x: number, y: number): Layer | null;
  paint(layer: Layer, node: number, u: number, v: number, out: Float32Array, at: number): void;
} {
  const { grid, scene, eyes, mouth } = parts;
  const [qx, qy, , , sx, sy] = parts.buffers;
  const marginPx = grid.stepPx * 2;
  const colour = new Float32Array(3);
  const sample = (x: number, y: number, out: Float32Array, at: number): void => {
    sampleSpline(scene.image, x + scene.marginPx, y + scene.marginPx, out, at);
  };
  return {
    layerOf: (x, y) => {
      if (layers.eyes.right && isNearEye(eyes.right, x, y, marginPx)) return 'right';
      if (layers.eyes.left && isNearEye(eyes.left, x, y, marginPx)) return 'left';
      return layers.mouth && isNearMouth(mouth, layers.mouth, x, y, marginPx) ? 'mouth' : null;
    },
    paint: (layer, node, u, v, out, at) => {
      const x = between(sx!, node, grid.columns, u, v);
      const y = between(sy!, node, grid.columns, u, v);
      if (layer === 'mouth') drawMouth(mouth, layers.mouth!, x, y, sample, colour);
      else {
        const qX = between(qx!, node, grid.columns, u, v);
        drawEye(
          eyes[layer],
          layers.eyes[layer]!,
          x,
          y,
          qX,
          between(qy!, node, grid.columns, u, v),
          sample,
          colour,
        );
      }
      out[at] = colour[0]!;
      out[at + 1] = colour[1]!;
      out[at + 2] = colour[2]!;
    },
  };
}

/** Linear between the four nodes of a cell. */
function between(values: Float32Array, node: number, columns: number, u: number, v: number): number {
  const top = (1 - u) * values[node]! + u * values[node + 1]!;
  const bottom = (1 - u) * values[node + columns]! + u * values[node + columns + 1]!;
  return (1 - v) * top + v * bottom;
}
