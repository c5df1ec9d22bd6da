/** All of a face that is the same in every picture of it. */
import { actionFields, type Family } from './action-fields.ts';
import { type FaceAxes, faceAxes } from './face-axes.ts';
import { type Grid, type GridField, gridSize } from './grid.ts';
import { type HeadShape, headShape, movingCircle } from './head.ts';
import { type Eye, eyeOf, isNearEye } from './lids.ts';
import { type Mouth, mouthOf } from './mouth.ts';
import { placeInScene, type Scene, type SceneOptions, type Still } from './scene.ts';
import { sampleSpline } from './spline-image.ts';
import { type Wrinkles, wrinklesOf } from './wrinkles.ts';

export interface FaceParts {
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

export interface NodeBox {
  readonly i0: number;
  readonly i1: number;
  readonly j0: number;
  readonly j1: number;
}

export function facePartsOf(still: Still, options: SceneOptions & { readonly family: Family }): FaceParts {
  const scene = placeInScene(still, options);
  const axes = faceAxes(scene.mesh);
  const grid = gridOver(scene, axes);
  const eyes = { right: eyeOf(scene.mesh, axes, 'right'), left: eyeOf(scene.mesh, axes, 'left') };
  return {
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
