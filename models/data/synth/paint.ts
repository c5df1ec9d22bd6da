/** Fills a picture from the places of the still that are seen at the nodes of a grid. */
import type { FaceParts } from './face-parts.ts';
import { between, type Grid } from './grid.ts';
import { type InverseSimilarity, NO_FRAMING } from './head.ts';
import { drawEye, type EyeState, isNearEye } from './lids.ts';
import { drawMouth, isNearMouth, type MouthState } from './mouth.ts';
import type { Scene } from './scene.ts';
import { sampleSpline, sampleSplineRow } from './spline-image.ts';

export interface Layers {
  readonly eyes: { readonly left: EyeState | null; readonly right: EyeState | null };
  readonly mouth: MouthState | null;
  readonly gain: Float32Array | null;
  readonly framing: InverseSimilarity;
}

/**
 * Fills the picture row by row. Source places are interpolated down between two rows of nodes once for all, then
 * along the row.
 */
export function paint(parts: FaceParts, layers: Layers, out: Float32Array): void {
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
function paintSurroundings(
  parts: FaceParts,
  framing: InverseSimilarity,
  area: Area,
  out: Float32Array,
): void {
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
  parts: FaceParts,
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
