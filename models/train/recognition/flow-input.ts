/**
 * Optical flow of a stored window, as a network asks for it (`FlowRequest`). The flow itself is computed by a kernel
 * that is handed in.
 */
import type { ClipBytes, ClipShape } from '../../data/clips/index.ts';
import type { FlowRequest } from '../../nets/index.ts';
import { lumaAt } from './luma.ts';

/**
 * From one plane of grey levels to another: `out` gets the plane of displacements to the right, then that of
 * displacements downwards, in pixels.
 */
export type FlowKernel = (
  from: Uint8Array,
  to: Uint8Array,
  widthPx: number,
  heightPx: number,
  out: Float32Array,
) => void;

/** How a network's flow is made; plain but for the kernel. */
export interface FlowMaking {
  readonly request: FlowRequest;
  readonly kernel: FlowKernel;
}

/** Values of one window's flow: 3 × F × P × P. */
export const flowLength = ({ count, sizePx }: FlowRequest): number => 3 * count * sizePx ** 2;

/**
 * [3, F, P, P], as the request says, of the window as it is stored; mirrored left to right by `mirrorFlow`. `apexFrame`
 * is where the window's apex is known to lie.
 */
export function flowOfWindow(
  bytes: ClipBytes,
  shape: ClipShape,
  { request, kernel }: FlowMaking,
  apexFrame = middleOf(shape.frames),
): Float32Array {
  const { count, sizePx, coding } = request;
  const [side, area, plane] = [shape.sizePx, shape.sizePx ** 2, sizePx ** 2];
  const weights = resampling(side, sizePx);
  const out = new Float32Array(flowLength(request));
  const moved = new Float32Array(2 * area);
  for (const [index, [before, after]] of momentsOf(request, shape.frames, apexFrame).entries()) {
    kernel(lumaAt(bytes, shape, before), lumaAt(bytes, shape, after), side, side, moved);
    const [u, v, third] = [0, 1, 2].map((channel) => {
      const at = (channel * count + index) * plane;
      return out.subarray(at, at + plane);
    }) as [Float32Array, Float32Array, Float32Array];
    // In % of the picture's width, whatever its size.
    resample(moved.subarray(0, area), weights, 100 / side, u);
    resample(moved.subarray(area), weights, 100 / side, v);
    if (coding === 'motion') fillStrain(u, v, sizePx, third);
    else resample(saturation(bytes, shape, after), weights, 1, third);
  }
  return out;
}

/** Left and right exchanged: what moved to the right moves to the left. Of a flow as `flowOfWindow` gives it. */
export function mirrorFlow(flow: Float32Array, { count, sizePx }: FlowRequest): Float32Array {
  const rows = flow.length / sizePx;
  const turned = count * sizePx;
  const out = new Float32Array(flow.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < sizePx; column++)
      out[row * sizePx + column] = (row < turned ? -1 : 1) * flow[row * sizePx + sizePx - 1 - column]!;
  return out;
}

/** What a network is fed of `flowOfWindow`: itself, or its colours. */
export const encodeFlow = (flow: Float32Array, request: FlowRequest): Float32Array =>
  request.coding === 'motion' ? flow : coloursOf(flow, request);

/** Windows are laid round their apex where nothing else is said. */
const middleOf = (frames: number): number => Math.floor(frames / 2);

/** Between which frames, whole or not, each flow goes. */
function momentsOf(
  { between, count }: FlowRequest,
  frames: number,
  apexFrame: number,
): (readonly [number, number])[] {
  if (between === 'apex') return [[0, apexFrame]];
  const at = (step: number): number => (step * (frames - 1)) / count;
  return Array.from({ length: count }, (_, step) => [at(step), at(step + 1)] as const);
}

/** 1 − min/max of red, green and blue; 1 where a store holds brightness alone, for else all hues would be grey. */
function saturation({ frames }: ClipBytes, { planes, sizePx }: ClipShape, at: number): Float32Array {
  const area = sizePx * sizePx;
  if (planes === 1) return new Float32Array(area).fill(1);
  const start = Math.round(at) * planes * area;
  return Float32Array.from({ length: area }, (_, place) => {
    const levels = [0, 1, 2].map((colour) => frames[start + colour * area + place]!);
    const most = Math.max(...levels);
    return most === 0 ? 0 : 1 - Math.min(...levels) / most;
  });
}

/** √(u_x² + v_y² + ½(u_y + v_x)²) in %, by differences of neighbours, at the edges to the one side alone. */
function fillStrain(u: Float32Array, v: Float32Array, sizePx: number, out: Float32Array): void {
  const pixel = 100 / sizePx;
  const slope = (of: Float32Array, row: number, column: number, isAcross: boolean): number => {
    const at = isAcross ? column : row;
    const [low, high] = [Math.max(0, at - 1), Math.min(sizePx - 1, at + 1)];
    const value = (place: number): number => of[isAcross ? row * sizePx + place : place * sizePx + column]!;
    return (100 * (value(high) - value(low))) / ((high - low) * pixel);
  };
  for (let row = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++) {
      const shear = slope(u, row, column, false) + slope(v, row, column, true);
      out[row * sizePx + column] = Math.sqrt(
        slope(u, row, column, true) ** 2 + slope(v, row, column, false) ** 2 + 0.5 * shear ** 2,
      );
    }
}

/**
 * Red, green and blue in [0, 1]: the direction as hue (to the right red, downwards yellow-green, as the usual drawing
 * of flow has it), the length between the picture's least and greatest as value.
 */
function coloursOf(flow: Float32Array, { count, sizePx }: FlowRequest): Float32Array {
  const plane = sizePx * sizePx;
  const out = new Float32Array(flow.length);
  for (let index = 0; index < count; index++) {
    const channel = (which: number, of: Float32Array): Float32Array =>
      of.subarray((which * count + index) * plane, (which * count + index + 1) * plane);
    const [u, v, saturations] = [0, 1, 2].map((which) => channel(which, flow)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const lengths = u.map((right, place) => Math.hypot(right, v[place]!));
    const least = lengths.reduce((a, b) => Math.min(a, b));
    const spread = lengths.reduce((a, b) => Math.max(a, b)) - least;
    for (let place = 0; place < plane; place++) {
      const turn = (Math.atan2(v[place]!, u[place]!) / (2 * Math.PI) + 1) % 1;
      const value = spread === 0 ? 0 : (lengths[place]! - least) / spread;
      for (const colour of [0, 1, 2])
        channel(colour, out)[place] = value * (1 - saturations[place]! * (1 - hueLevel(turn, colour)));
    }
  }
  return out;
}

/** Red (0), green (1) or blue (2) of a pure hue, 0–1: one sixth of a turn on each flank. */
function hueLevel(turn: number, colour: number): number {
  const from = (((turn - colour / 3) % 1) + 1) % 1;
  return Math.min(1, Math.max(0, Math.abs(from - 0.5) * 6 - 1));
}

/** Taps of each new place along one side. */
type Resampling = readonly (readonly (readonly [from: number, weight: number])[])[];

/**
 * Linear between pixel centres where a side grows; where it shrinks, a triangle as wide as keeps what lies between from
 * being lost.
 */
function resampling(from: number, to: number): Resampling {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale - 0.5;
    const taps = new Map<number, number>();
    for (let at = Math.ceil(centre - reach); at <= Math.floor(centre + reach); at++) {
      const inside = Math.min(from - 1, Math.max(0, at));
      taps.set(inside, (taps.get(inside) ?? 0) + Math.max(0, 1 - Math.abs(at - centre) / reach));
    }
    const all = [...taps.values()].reduce((sum, weight) => sum + weight, 0);
    return [...taps].map(([at, weight]) => [at, weight / all] as const);
  });
}

/** Both sides of a square by the same taps, times a factor. */
function resample(plane: Float32Array, weights: Resampling, factor: number, out: Float32Array): void {
  const [from, to] = [Math.sqrt(plane.length), weights.length];
  const rows = new Float32Array(to * from);
  for (const [row, taps] of weights.entries())
    for (const [at, weight] of taps)
      for (let column = 0; column < from; column++)
        rows[row * from + column]! += weight * plane[at * from + column]!;
  for (const [column, taps] of weights.entries())
    for (let row = 0; row < to; row++) {
      let sum = 0;
      for (const [at, weight] of taps) sum += weight * rows[row * from + at]!;
      out[row * to + column] = factor * sum;
    }
}
