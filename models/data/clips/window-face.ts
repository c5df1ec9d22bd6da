/**
 * A portrait that moves, drawn straight in the pixels of a network's window: what models/data/synth does for whole
 * pictures, for small ones by the ten thousand. Lids and lips are synth's own.
 */
import { ANCHOR_POINTS } from '../../../contract/mesh-points.ts';
import { gaussianBlur } from '../synth/blur.ts';
import { type FaceAxes, faceAxes } from '../synth/face-axes.ts';
import type { Grid } from '../synth/grid.ts';
import { headShape } from '../synth/head.ts';
import { drawEye, type Eye, eyeOf, type EyeState, isNearEye } from '../synth/lids.ts';
import { drawMouth, isNearMouth, jawSource, type Mouth, mouthOf, type MouthState } from '../synth/mouth.ts';
import { undoShift } from '../synth/undo-shift.ts';
import { type Wrinkles, wrinklesOf } from '../synth/wrinkles.ts';
import { type AlignedPortrait, shrinkPortrait, type SmallPortrait } from './aligned-portrait.ts';
import { gridOf, newShift, type Shift, type SkinFields, skinFields } from './skin-fields.ts';
import { sampleAt, type SplinePlane, splinePlane } from './spline-plane.ts';

/** Everything of one instant. Pixels are those of the window. */
export interface WindowState {
  /** Displacement of the skin by expressions and what else moves it. */
  readonly skin: Shift;
  /** Factor on brightness at the nodes (folds), or null. */
  readonly folds: Float32Array | null;
  readonly eyes: { readonly left: EyeState; readonly right: EyeState };
  /** Null while the lips are as in the portrait. */
  readonly mouth: MouthState | null;
  /** A turn in depth that alignment cannot take out. */
  readonly yawRad: number;
  readonly pitchRad: number;
  /** What alignment leaves over, about the window's middle. */
  readonly dxPx: number;
  readonly dyPx: number;
  readonly rollRad: number;
  readonly scale: number;
}

export interface WindowFace {
  readonly portrait: SmallPortrait;
  readonly axes: FaceAxes;
  readonly grid: Grid;
  readonly fields: SkinFields;
  readonly wrinkles: Wrinkles;
  /** Nodes nearest to the points that alignment holds. */
  readonly anchors: readonly number[];
  /** Draws a state with optics of the given softness (an index into `SOFTNESS_PX`): one array of levels a plane. */
  readonly draw: (state: WindowState, softness: number, out: readonly Float32Array[]) => void;
}

/** Standard deviations of blur in pixels of a window of 128: from as sharp as the crop to a face far away. */
const SOFTNESS_PX = [0, 0.45, 0.7, 1];
export const SOFTNESS_COUNT = SOFTNESS_PX.length;

export function createWindowFace(aligned: AlignedPortrait, sizePx: number, planes: 1 | 3): WindowFace {
  const portrait = shrinkPortrait(aligned, sizePx, planes);
  const axes = faceAxes(portrait.mesh);
  const grid = gridOf(sizePx);
  const shape = headShape(portrait.mesh, axes, grid);
  const anchors = ANCHOR_POINTS.map((point) => nearestNode(portrait, grid, point));
  const parts: Parts = {
    sizePx,
    axes,
    grid,
    depth: fromAnchors(shape.depth, anchors),
    eyes: { right: eyeOf(portrait.mesh, axes, 'right'), left: eyeOf(portrait.mesh, axes, 'left') },
    mouth: mouthOf(portrait.mesh, axes, lipLevels(portrait)),
    images: imagesOf(portrait),
    head: newShift(grid),
    skin: newShift(grid),
    from: newShift(grid),
  };
  return {
    portrait,
    axes,
    grid,
    fields: skinFields(portrait, axes, grid),
    wrinkles: wrinklesOf(portrait.mesh, axes, grid),
    anchors,
    draw: (state, softness, out) => {
      drawWindow(parts, state, parts.images(softness), out);
    },
  };
}

interface Parts {
  readonly sizePx: number;
  readonly axes: FaceAxes;
  readonly grid: Grid;
  /** How far behind the points that alignment holds a node lies, in pixels. */
  readonly depth: Float32Array;
  readonly eyes: { readonly left: Eye; readonly right: Eye };
  readonly mouth: Mouth;
  readonly images: (softness: number) => readonly SplinePlane[];
  /** Where, in the portrait, a node's head, skin and (with the jaw) pixel come from. */
  readonly head: Shift;
  readonly skin: Shift;
  readonly from: Shift;
}

/** Splines of the portrait's planes, made when first asked for. */
function imagesOf({ planes, sizePx }: SmallPortrait): (softness: number) => readonly SplinePlane[] {
  const made: (readonly SplinePlane[] | undefined)[] = [];
  return (softness) =>
    (made[softness] ??= planes.map((plane) => {
      const sigmaPx = (SOFTNESS_PX[softness]! * sizePx) / 128;
      return splinePlane(blurred(plane, sizePx, sigmaPx), sizePx);
    }));
}

function blurred(plane: Float32Array, sizePx: number, sigmaPx: number): Float32Array {
  const copy = plane.slice();
  gaussianBlur(copy, sizePx, sizePx, 1, sigmaPx);
  return copy;
}

function nearestNode({ mesh }: SmallPortrait, grid: Grid, point: number): number {
  const i = clamp(Math.round((mesh[3 * point]! - grid.x0) / grid.stepPx), grid.columns - 1);
  const j = clamp(Math.round((mesh[3 * point + 1]! - grid.y0) / grid.stepPx), grid.rows - 1);
  return j * grid.columns + i;
}

function fromAnchors(depth: Float32Array, anchors: readonly number[]): Float32Array {
  const mean = anchors.reduce((sum, node) => sum + depth[node]!, 0) / anchors.length;
  return depth.map((z) => z - mean);
}

function lipLevels({ planes, mesh, sizePx }: SmallPortrait): [number, number, number] {
  const points = [0, 17, 37, 267, 84, 314];
  const level = (plane: Float32Array): number =>
    points.reduce((sum, point) => {
      const x = clamp(Math.round(mesh[3 * point]!), sizePx - 1);
      const y = clamp(Math.round(mesh[3 * point + 1]!), sizePx - 1);
      return sum + plane[y * sizePx + x]! / points.length;
    }, 0);
  return [level(planes[0]!), level(planes[1] ?? planes[0]!), level(planes[2] ?? planes[0]!)];
}

function drawWindow(
  parts: Parts,
  state: WindowState,
  images: readonly SplinePlane[],
  out: readonly Float32Array[],
): void {
  const { grid, head, skin, from } = parts;
  seenHead(parts, state, head);
  undoShift(grid, state.skin.dx, state.skin.dy, head.dx, head.dy, skin.dx, skin.dy, PRECISION);
  from.dx.set(skin.dx);
  from.dy.set(skin.dy);
  if (state.mouth) {
    const place = new Float64Array(2);
    for (let node = 0; node < from.dx.length; node++) {
      jawSource(parts.mouth, state.mouth, skin.dx[node]!, skin.dy[node]!, place);
      from.dx[node] = place[0]!;
      from.dy[node] = place[1]!;
    }
  }
  paint(parts, state, images, out);
}

/** Where the head at rest is seen: `head` holds places, not displacements, from here on. */
function seenHead({ grid, depth, sizePx }: Parts, state: WindowState, head: Shift): void {
  const middle = (sizePx - 1) / 2;
  // The inverse of a small similarity about the middle.
  const cos = Math.cos(state.rollRad) / state.scale;
  const sin = Math.sin(state.rollRad) / state.scale;
  for (let j = 0, node = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++, node++) {
      const x = i * grid.stepPx - middle - state.dxPx;
      const y = j * grid.stepPx - middle - state.dyPx;
      // A point z behind the held ones goes sideways by −z·sin when the head turns.
      head.dx[node] = middle + cos * x + sin * y + depth[node]! * state.yawRad;
      head.dy[node] = middle - sin * x + cos * y + depth[node]! * state.pitchRad;
    }
  }
}

/** A hundredth of a pixel is enough for a window, and shifts are gentle. */
const PRECISION = { rounds: 4, settledPx: 2e-3 };

/** Cell by cell: places come from the four nodes round it, linearly. */
function paint(
  parts: Parts,
  state: WindowState,
  images: readonly SplinePlane[],
  out: readonly Float32Array[],
): void {
  const { grid, from, skin, head, sizePx } = parts;
  const { columns, stepPx } = grid;
  const colour = new Float32Array(3);
  const sample = (x: number, y: number, to: Float32Array, at: number): void => {
    for (let plane = 0; plane < images.length; plane++) to[at + plane] = sampleAt(images[plane]!, x, y);
  };
  for (let j = 0; j < grid.rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const node = j * columns + i;
      const layer = layerOf(parts, state, skin.dx[node]!, skin.dy[node]!);
      for (let row = 0; row < stepPx; row++) {
        const v = row / stepPx;
        for (let column = 0; column < stepPx; column++) {
          const u = column / stepPx;
          const pixel = (j * stepPx + row) * sizePx + i * stepPx + column;
          if (layer === null) {
            const x = between(from.dx, node, columns, u, v);
            const y = between(from.dy, node, columns, u, v);
            for (let plane = 0; plane < images.length; plane++)
              out[plane]![pixel] = sampleAt(images[plane]!, x, y);
          } else {
            const x = between(skin.dx, node, columns, u, v);
            const y = between(skin.dy, node, columns, u, v);
            if (layer === 'mouth') drawMouth(parts.mouth, state.mouth!, x, y, sample, colour);
            else {
              const qx = between(head.dx, node, columns, u, v);
              const qy = between(head.dy, node, columns, u, v);
              drawEye(parts.eyes[layer], state.eyes[layer], x, y, qx, qy, sample, colour);
            }
            for (let plane = 0; plane < images.length; plane++) out[plane]![pixel] = colour[plane]!;
          }
          if (state.folds) {
            const gain = between(state.folds, node, columns, u, v);
            for (let plane = 0; plane < images.length; plane++) out[plane]![pixel]! *= gain;
          }
        }
      }
    }
  }
}

function layerOf(
  { eyes, mouth, grid }: Parts,
  state: WindowState,
  x: number,
  y: number,
): 'left' | 'right' | 'mouth' | null {
  const marginPx = grid.stepPx;
  if (isNearEye(eyes.right, x, y, marginPx)) return 'right';
  if (isNearEye(eyes.left, x, y, marginPx)) return 'left';
  return state.mouth && isNearMouth(mouth, state.mouth, x, y, marginPx) ? 'mouth' : null;
}

function between(values: Float32Array, node: number, columns: number, u: number, v: number): number {
  const top = (1 - u) * values[node]! + u * values[node + 1]!;
  const bottom = (1 - u) * values[node + columns]! + u * values[node + columns + 1]!;
  return (1 - v) * top + v * bottom;
}

const clamp = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);
