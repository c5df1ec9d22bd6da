/**
 * The jaw and the opening between the lips. Below the seam (the lower lip's inner edge, so that bared teeth stay
 * with the skull) skin goes down with the jaw; above it the upper lip may rise; between them the mouth is dark.
 */
import type { Mesh } from '../../../contract/landmarks.ts';
import type { FaceAxes } from './face-axes.ts';
import type { Sample } from './lids.ts';
import { contour, type SeamAxes, seamAxes, smoothStep } from './seam.ts';

export interface Mouth {
  readonly axes: SeamAxes;
  readonly seam: (along: number) => number;
  readonly iodPx: number;
  /** From the seam to the chin, in pixels. */
  readonly chinPx: number;
  /** Colour of the dark inside. */
  readonly inside: readonly [number, number, number];
}

export interface MouthState {
  /** How far the chin and with it the lower lip go down, in pixels. */
  readonly jawPx: number;
  /** How far the lips alone part: the lower one down, the upper one up. */
  readonly lowerLipPx: number;
  readonly upperLipPx: number;
}

const INNER_LOWER = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308];

export function mouthOf(mesh: Mesh, face: FaceAxes, lipColour: readonly [number, number, number]): Mouth {
  const axes = seamAxes(mesh, 78, 308);
  const chin = across(axes, mesh[152 * 3]!, mesh[152 * 3 + 1]!);
  return {
    axes,
    seam: contour(mesh, axes, INNER_LOWER),
    iodPx: face.iodPx,
    chinPx: chin,
    inside: [0.3 * lipColour[0], 0.22 * lipColour[1], 0.22 * lipColour[2]],
  };
}

/** Cheeks join the jaw's motion from this far above the lips' seam, over this span, in IOD. */
const CHEEK_FROM_IOD = 0.3;
const CHEEK_SPAN_IOD = 0.95;

/** Where the skin at a point of the resting face comes from when the jaw is down; for points off the lips' seam. */
export function jawSource(mouth: Mouth, state: MouthState, x: number, y: number, out: Float64Array): void {
  const along = alongOf(mouth.axes, x, y);
  const below = across(mouth.axes, x, y) - mouth.seam(along);
  const shift = jawShift(mouth, state, along, below, below > 0) - lipShift(mouth, state, along, below);
  out[0] = x + shift * mouth.axes.uy;
  out[1] = y - shift * mouth.axes.ux;
}

export function isNearMouth(
  mouth: Mouth,
  state: MouthState,
  x: number,
  y: number,
  marginPx: number,
): boolean {
  const along = alongOf(mouth.axes, x, y);
  if (Math.abs(along) > mouth.axes.halfPx * 1.1 + marginPx) return false;
  const below = across(mouth.axes, x, y) - mouth.seam(along);
  return below > -state.upperLipPx - 2 - marginPx && below < state.jawPx + state.lowerLipPx + 2 + marginPx;
}

export function drawMouth(
  mouth: Mouth,
  state: MouthState,
  x: number,
  y: number,
  sample: Sample,
  out: Float32Array,
): void {
  const { axes } = mouth;
  const along = alongOf(axes, x, y);
  const seam = mouth.seam(along);
  const v = across(axes, x, y);
  // The edges where the two lips end now; at the corners they meet.
  const gap = openShare(mouth, along);
  const lowerEdge = seam + state.jawPx * hang(mouth, along, 0, true) + state.lowerLipPx * gap;
  const upperEdge = seam + state.jawPx * hang(mouth, along, 0, false) - state.upperLipPx * gap;
  // Shares of this pixel's height below the one edge and above the other; lips that touch leave nothing between.
  const lowerShare = clamp01(v - lowerEdge + 0.5);
  const upperShare = Math.min(1 - lowerShare, clamp01(upperEdge - v + 0.5));
  const insideShare = 1 - lowerShare - upperShare;
  let [r, g, b] = [0, 0, 0];
  if (lowerShare > 0) {
    const below = Math.max(v, lowerEdge) - seam;
    const from = Math.max(seam - EDGE_PX, v - jawShift(mouth, state, along, below, true));
    sampleAt(axes, along, from, sample, out);
    r += lowerShare * out[0]!;
    g += lowerShare * out[1]!;
    b += lowerShare * out[2]!;
  }
  if (upperShare > 0) {
    const below = Math.min(v, upperEdge) - seam;
    const shift =
      jawShift(mouth, state, along, below, false) - lipShift(mouth, state, along, Math.min(0, below));
    const from = Math.min(seam + EDGE_PX, v - shift);
    sampleAt(axes, along, from, sample, out);
    r += upperShare * out[0]!;
    g += upperShare * out[1]!;
    b += upperShare * out[2]!;
  }
  out[0] = r + insideShare * mouth.inside[0];
  out[1] = g + insideShare * mouth.inside[1];
  out[2] = b + insideShare * mouth.inside[2];
}

/** A lip reaches half a pixel past its edge, where a pixel is still partly lip: at rest nothing may change. */
const EDGE_PX = 0.5;

/** 1 in the middle of the mouth, 0 at the corners and beyond. */
function openShare(mouth: Mouth, along: number): number {
  const u = along / mouth.axes.halfPx;
  return u <= -1 || u >= 1 ? 0 : 1 - u * u;
}

/** Downward shift of what is seen `below` pixels under the seam; of the lower lip's side of it or the upper's. */
function jawShift(mouth: Mouth, state: MouthState, along: number, below: number, isLower: boolean): number {
  let shift = 0;
  if (state.jawPx !== 0) {
    const side = 1 - smoothStep((Math.abs(along) / mouth.iodPx - 0.75) / 0.5);
    const neck = 1 - smoothStep((below - mouth.chinPx) / (0.7 * mouth.iodPx));
    shift += state.jawPx * hang(mouth, along, below, isLower) * side * neck;
  }
  if (state.lowerLipPx !== 0 && isLower) {
    // The lip moves whole; the skin over the chin's boss, half an IOD below, keeps still.
    const share = 1 - smoothStep((below - state.lowerLipPx) / (LIP_REACH_IOD * mouth.iodPx));
    shift += state.lowerLipPx * openShare(mouth, along) * share;
  }
  return shift;
}

/** How far above and below the seam the lips' own motion reaches. */
const LIP_REACH_IOD = 0.4;

/** How far skin follows the jaw, 0–1: the lower lip wholly, cheeks the more the lower they are, the upper lip not. */
function hang(mouth: Mouth, along: number, below: number, isLower: boolean): number {
  const gap = openShare(mouth, along);
  const cheek = smoothStep((below / mouth.iodPx + CHEEK_FROM_IOD) / CHEEK_SPAN_IOD);
  return (isLower ? gap : 0) + (1 - gap) * cheek;
}

/** Upward shift of what is seen above the seam (`below` negative). */
function lipShift(mouth: Mouth, state: MouthState, along: number, below: number): number {
  if (state.upperLipPx === 0 || below > 0) return 0;
  return (
    state.upperLipPx * openShare(mouth, along) * (1 - smoothStep(-below / (LIP_REACH_IOD * mouth.iodPx)))
  );
}

function sampleAt(axes: SeamAxes, along: number, acrossPx: number, sample: Sample, out: Float32Array): void {
  sample(
    axes.origin.x + along * axes.ux - acrossPx * axes.uy,
    axes.origin.y + along * axes.uy + acrossPx * axes.ux,
    out,
    0,
  );
}

const alongOf = (axes: SeamAxes, x: number, y: number): number =>
  (x - axes.origin.x) * axes.ux + (y - axes.origin.y) * axes.uy;
const across = (axes: SeamAxes, x: number, y: number): number =>
  -(x - axes.origin.x) * axes.uy + (y - axes.origin.y) * axes.ux;
const clamp01 = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);
