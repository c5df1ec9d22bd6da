/**
 * An eye in three layers: the globe, which gaze moves behind the lids, and over it the upper and the lower lid,
 * each the skin of the still picture stretched over what it covers, its lash line carried along unstretched.
 */
import type { Mesh } from '../../../contract/landmarks.ts';
import type { FaceAxes } from './face-axes.ts';
import { meshPoint } from './face-axes.ts';
import { contour, type SeamAxes, seamAxes, smoothStep } from './seam.ts';

export interface Eye {
  readonly axes: SeamAxes;
  readonly upper: (along: number) => number;
  readonly lower: (along: number) => number;
  /** How far above the upper lid its skin stretches, and below the lower lid, in pixels. */
  readonly abovePx: number;
  readonly belowPx: number;
  readonly irisAlong: number;
  readonly irisAcross: number;
  readonly irisRadiusPx: number;
}

/** What an eye does, lengths in pixels; closure 0 as in the picture, 1 shut. */
export interface EyeState {
  readonly closure: number;
  readonly upperRaisePx: number;
  readonly lowerRaisePx: number;
  readonly gazeAlongPx: number;
  readonly gazeAcrossPx: number;
}

const POINTS = {
  right: {
    corners: [33, 133],
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: 52,
    iris: [468, 469, 470, 471, 472],
  },
  left: {
    corners: [362, 263],
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: 282,
    iris: [473, 474, 475, 476, 477],
  },
} as const;

export function eyeOf(mesh: Mesh, face: FaceAxes, side: 'left' | 'right'): Eye {
  const points = POINTS[side];
  const axes = seamAxes(mesh, points.corners[0], points.corners[1]);
  // The globe's layer is a little larger than the mesh's opening: what shines of the eye beside the contour would
  // otherwise ride on the lids and be seen when they are shut.
  const insetPx = 0.01 * face.iodPx;
  const upperLine = contour(mesh, axes, points.upper);
  const lowerLine = contour(mesh, axes, points.lower);
  const window = (along: number): number => smoothStep((1 - Math.abs(along) / axes.halfPx) / 0.2);
  const upper = (along: number): number => upperLine(along) - insetPx * window(along);
  const lower = (along: number): number =>
    Math.max(upper(along), lowerLine(along) + 2 * insetPx * window(along));
  const brow = local(axes, meshPoint(mesh, points.brow));
  const iris = local(axes, meshPoint(mesh, points.iris[0]));
  const rim = points.iris.slice(1).map((index) => local(axes, meshPoint(mesh, index)));
  const radius =
    rim.reduce((sum, p) => sum + Math.hypot(p.along - iris.along, p.across - iris.across), 0) / 4;
  const roomPx = upperLine(brow.along) - brow.across;
  return {
    axes,
    upper,
    lower,
    // Up to the brow's lower edge; deep-set eyes still need some skin to close with.
    abovePx: Math.min(0.28, Math.max(0.16, (0.9 * roomPx) / face.iodPx)) * face.iodPx,
    belowPx: 0.2 * face.iodPx,
    irisAlong: iris.along,
    irisAcross: iris.across,
    irisRadiusPx: radius,
  };
}

/** Whether a point of the resting face lies where this eye's layers matter. */
export function isNearEye(eye: Eye, x: number, y: number, marginPx: number): boolean {
  const { axes } = eye;
  const dx = x - axes.origin.x;
  const dy = y - axes.origin.y;
  const along = dx * axes.ux + dy * axes.uy;
  if (along > 1.2 * axes.halfPx + marginPx || along < -1.2 * axes.halfPx - marginPx) return false;
  const across = -dx * axes.uy + dy * axes.ux;
  return (
    across > -0.6 * axes.halfPx - eye.abovePx - marginPx &&
    across < 0.6 * axes.halfPx + eye.belowPx + marginPx
  );
}

export type Sample = (x: number, y: number, out: Float32Array, at: number) => void;

/**
 * Colour of the eye region at a point: (sx, sy) where the skin there comes from, (qx, qy) the same point of the
 * head without expression (the globe does not move with the skin).
 */
export function drawEye(
  eye: Eye,
  state: EyeState,
  sx: number,
  sy: number,
  qx: number,
  qy: number,
  sample: Sample,
  out: Float32Array,
): void {
  const { axes } = eye;
  const skin = local(axes, { x: sx, y: sy });
  const top = eye.upper(skin.along);
  const bottom = eye.lower(skin.along);
  const open = bottom - top;
  // Towards the corners the lids have nothing to open or close.
  const taper = smoothStep(open / (0.12 * axes.halfPx));
  const lowerUp = Math.min(open * 0.45, state.lowerRaisePx * taper + 0.06 * state.closure * open);
  const upperDown = state.closure * (open - lowerUp) - (1 - state.closure) * state.upperRaisePx * taper;
  const upperEdge = top + upperDown;
  const lowerEdge = bottom - lowerUp;

  // A lid's own edge stays sharp: one pixel of blending. A shut eye has no slit: its upper lid covers the seam.
  const upperShare = clamp01(upperEdge - skin.across + 0.5);
  const lowerShare = Math.min(1 - upperShare, clamp01(skin.across - lowerEdge + 0.5));
  const globeShare = 1 - upperShare - lowerShare;
  let [r, g, b] = [0, 0, 0];
  if (upperShare > 0) {
    const from = top - eye.abovePx;
    const follow = smoothStep((skin.across - from) / (upperEdge - from));
    const across = Math.min(skin.across - upperDown * follow, Math.max(top, skin.across));
    sampleAt(axes, skin.along, across, sample, out);
    r += upperShare * out[0]!;
    g += upperShare * out[1]!;
    b += upperShare * out[2]!;
  }
  if (lowerShare > 0) {
    const until = bottom + eye.belowPx;
    const follow = smoothStep((until - skin.across) / (until - lowerEdge));
    sampleAt(axes, skin.along, skin.across + lowerUp * follow, sample, out);
    r += lowerShare * out[0]!;
    g += lowerShare * out[1]!;
    b += lowerShare * out[2]!;
  }
  if (globeShare > 0) {
    drawGlobe(eye, state, qx, qy, sample, out);
    r += globeShare * out[0]!;
    g += globeShare * out[1]!;
    b += globeShare * out[2]!;
  }
  out[0] = r;
  out[1] = g;
  out[2] = b;
}

/** Iris and pupil move as one; the white stretches from them to the corners. Nothing is taken from under a lid. */
function drawGlobe(
  eye: Eye,
  state: EyeState,
  qx: number,
  qy: number,
  sample: Sample,
  out: Float32Array,
): void {
  const p = local(eye.axes, { x: qx, y: qy });
  const reach = eye.axes.halfPx - Math.abs(eye.irisAlong) - eye.irisRadiusPx;
  const distance = Math.hypot(
    p.along - eye.irisAlong - state.gazeAlongPx,
    p.across - eye.irisAcross - state.gazeAcrossPx,
  );
  const follow =
    1 -
    smoothStep((distance - 1.15 * eye.irisRadiusPx) / Math.max(1, 1.2 * reach + Math.abs(state.gazeAlongPx)));
  const along = p.along - state.gazeAlongPx * follow;
  // Half a pixel beyond the lids' edges, where a pixel is still partly globe: at rest nothing may change.
  const top = eye.upper(along) - 0.5;
  const bottom = eye.lower(along) + 0.5;
  const across = p.across - state.gazeAcrossPx * follow;
  sampleAt(eye.axes, along, Math.max(top, Math.min(bottom, across)), sample, out);
}

function sampleAt(axes: SeamAxes, along: number, across: number, sample: Sample, out: Float32Array): void {
  sample(
    axes.origin.x + along * axes.ux - across * axes.uy,
    axes.origin.y + along * axes.uy + across * axes.ux,
    out,
    0,
  );
}

function local(axes: SeamAxes, p: { x: number; y: number }): { along: number; across: number } {
  const [dx, dy] = [p.x - axes.origin.x, p.y - axes.origin.y];
  return { along: dx * axes.ux + dy * axes.uy, across: -dx * axes.uy + dy * axes.ux };
}

const clamp01 = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);
