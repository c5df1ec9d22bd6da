/** Places a portrait in a scene of the wanted size, its face at the wanted scale, once per clip. */
import { LANDMARK_COUNT, type Mesh } from '../../../contract/landmarks.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { gaussianBlur } from './blur.ts';
import { faceAxes } from './face-axes.ts';
import { sampleSpline, splineImage, type SplineImage } from './spline-image.ts';

export interface Still {
  /** Bytes, red, green, blue first; `channels` per pixel. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
  readonly mesh: Mesh;
}

export interface SceneOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Distance between the eye centres in the scene. */
  readonly iodPx: number;
  /** Where the midpoint between the eyes lies, as shares of width and height. */
  readonly eyesX: number;
  readonly eyesY: number;
  /** Defocus: standard deviation of a Gaussian in scene pixels, 0 for none. */
  readonly blurPx: number;
  /** The scene is an aligned crop, which follows the face, and not what a camera sees. */
  readonly isCrop?: boolean;
}

/** The aligned crop of the recipe, at any size. */
export const alignedScene = (sizePx: number, blurPx = 0): SceneOptions => ({
  widthPx: sizePx,
  heightPx: sizePx,
  iodPx: (RECIPE.iodPx * sizePx) / RECIPE.sizePx,
  eyesX: RECIPE.eyesXPx / RECIPE.sizePx,
  eyesY: RECIPE.eyesYPx / RECIPE.sizePx,
  blurPx,
  isCrop: true,
});

export interface Scene {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels beyond the scene on each side of `image`, so that motion has something to bring in. */
  readonly marginPx: number;
  readonly image: SplineImage;
  readonly mesh: Mesh;
}

export function placeInScene(still: Still, options: SceneOptions): Scene {
  const marginPx = Math.ceil(0.35 * options.iodPx);
  const widthPx = options.widthPx + 2 * marginPx;
  const heightPx = options.heightPx + 2 * marginPx;
  const axes = faceAxes(still.mesh);
  const zoom = options.iodPx / axes.iodPx;
  const dx = options.eyesX * options.widthPx - zoom * axes.origin.x;
  const dy = options.eyesY * options.heightPx - zoom * axes.origin.y;
  // Shrinking averages what falls into one pixel (a box is half as wide again as a Gaussian of 0.4 px per octave).
  const source = new Float32Array(still.widthPx * still.heightPx * 3);
  for (let i = 0; i < still.widthPx * still.heightPx; i++) {
    for (let c = 0; c < 3; c++) source[i * 3 + c] = still.pixels[i * still.channels + c]!;
  }
  const shrinkSigma = zoom < 1 ? 0.45 * Math.sqrt(1 / (zoom * zoom) - 1) : 0;
  gaussianBlur(source, still.widthPx, still.heightPx, 3, shrinkSigma);
  const spline = splineImage(source, still.widthPx, still.heightPx, 3);
  const backdrop = (): SplineImage => {
    gaussianBlur(source, still.widthPx, still.heightPx, 3, 0.2 * axes.iodPx);
    return splineImage(source, still.widthPx, still.heightPx, 3);
  };
  const sample = beyondBorders(spline, backdrop, 0.3 * axes.iodPx);
  const placed = new Float32Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      sample((x - marginPx - dx) / zoom, (y - marginPx - dy) / zoom, placed, (y * widthPx + x) * 3);
    }
  }
  gaussianBlur(placed, widthPx, heightPx, 3, options.blurPx);
  const mesh = new Float32Array(LANDMARK_COUNT * 3);
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    mesh[i * 3] = zoom * still.mesh[i * 3]! + dx;
    mesh[i * 3 + 1] = zoom * still.mesh[i * 3 + 1]! + dy;
    mesh[i * 3 + 2] = zoom * still.mesh[i * 3 + 2]!;
  }
  return {
    widthPx: options.widthPx,
    heightPx: options.heightPx,
    marginPx,
    image: splineImage(placed, widthPx, heightPx, 3),
    mesh,
  };
}

/** Scanned prints often have a dark edge; this many pixels of it are not used. */
const EDGE_PX = 3;

/**
 * Goes on past the portrait's border: mirrored at first, which is believable for hair, cloth and wall, and turning into
 * a plain backdrop, the border's mean colour, before a mirrored face could appear.
 */
function beyondBorders(image: SplineImage, backdrop: () => SplineImage, reachPx: number): Sample {
  const right = image.widthPx - 1 - EDGE_PX;
  const bottom = image.heightPx - 1 - EDGE_PX;
  const far = new Float32Array(3);
  // A close-up may need none of it.
  let behind: { blurred: SplineImage; wall: readonly [number, number, number] } | null = null;
  const makeBehind = (): NonNullable<typeof behind> => {
    const blurred = backdrop();
    return { blurred, wall: borderMean(blurred) };
  };
  return (x, y, out, at) => {
    const beyond = Math.hypot(x - clamp(x, EDGE_PX, right), y - clamp(y, EDGE_PX, bottom));
    if (beyond === 0) {
      sampleSpline(image, x, y, out, at);
      return;
    }
    const { blurred, wall } = (behind ??= makeBehind());
    sampleSpline(image, mirror(x, EDGE_PX, right), mirror(y, EDGE_PX, bottom), out, at);
    sampleSpline(blurred, clamp(x, EDGE_PX, right), clamp(y, EDGE_PX, bottom), far, 0);
    const near = Math.exp(-((beyond / reachPx) ** 2));
    const middle = Math.exp(-((beyond / (4 * reachPx)) ** 2));
    for (let c = 0; c < 3; c++) {
      const backdrop = middle * far[c]! + (1 - middle) * wall[c]!;
      out[at + c] = near * out[at + c]! + (1 - near) * backdrop;
    }
  };
}

/** Mean colour along the upper border and the upper halves of the sides: the wall rather than the clothes. */
function borderMean(image: SplineImage): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  const out = new Float32Array(3);
  const steps = 64;
  for (let k = 0; k < steps; k++) {
    const t = k / (steps - 1);
    const [right, half] = [image.widthPx - 1 - EDGE_PX, image.heightPx / 2];
    for (const [x, y] of [
      [t * right, EDGE_PX],
      [EDGE_PX, t * half],
      [right, t * half],
    ] as const) {
      sampleSpline(image, x, y, out, 0);
      for (let c = 0; c < 3; c++) sum[c]! += out[c]! / (3 * steps);
    }
  }
  return sum;
}

type Sample = (x: number, y: number, out: Float32Array, at: number) => void;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const mirror = (value: number, least: number, most: number): number =>
  clamp(value < least ? 2 * least - value : value > most ? 2 * most - value : value, least, most);
