import { tvl1Flow } from '../../../native/index.ts';

/** Motion is sought in a picture this many times smaller than shown, where it is as large as the engine measures it. */
const SHRINK = 2;

/** Displacements are smoothed over this many pixels, or noise would be magnified with them: a twentieth of a face. */
const SMOOTH_PX = 5;

/** Smoother than the default: a face has few edges, and a large gain shows every crease of the flow. */
const FLOW = { lambda: 0.08 } as const;

/**
 * Steps to find what is seen at a place of the magnified picture; the displacement changes little from pixel to pixel.
 */
const STEPS = 6;

/**
 * Nothing is drawn farther from its place than this share of the picture (a third of the distance between the eyes).
 */
const FARTHEST = 0.125;

/**
 * The picture `now` with everything moved `gain` times as far from `before` as it has moved: with d(x) the displacement
 * from `before`, what was at x is drawn at x + gain·d(x). Far ones are held back, the more the farther, or they would
 * fold the face over. Both are planes R, G, B, luma; so is the result, without luma.
 */
export function magnifiedView(before: Uint8Array, now: Uint8Array, sizePx: number, gain: number): Uint8Array {
  const smallPx = sizePx / SHRINK;
  const luma = 3 * sizePx * sizePx;
  const flow = new Float32Array(2 * smallPx * smallPx);
  const [from, to] = [shrunk(before.subarray(luma), sizePx), shrunk(now.subarray(luma), sizePx)];
  tvl1Flow(from, to, smallPx, smallPx, FLOW, flow);
  const dx = smoothed(flow.subarray(0, smallPx * smallPx), smallPx);
  const dy = smoothed(flow.subarray(smallPx * smallPx), smallPx);
  return drawn(now, sizePx, shownFrom(dx, dy, smallPx, gain), smallPx);
}

interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** For each place of the magnified picture, how far from it in `now` lies what is seen there. */
function shownFrom(dx: Float32Array, dy: Float32Array, sizePx: number, gain: number): Places {
  const x = new Float32Array(dx.length);
  const y = new Float32Array(dx.length);
  const most = FARTHEST * sizePx;
  for (let row = 0, i = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++, i++) {
      // Fixed point of p = here − drawn(p): the place before the movement that is drawn here.
      let [px, py, u, v] = [column, row, 0, 0];
      for (let step = 0; step < STEPS; step++) {
        u = sample(dx, sizePx, px, py);
        v = sample(dy, sizePx, px, py);
        const far = gain * Math.sqrt(u * u + v * v);
        const held = far > 0 ? (gain * most * Math.tanh(far / most)) / far : gain;
        px = column - held * u;
        py = row - held * v;
      }
      x[i] = px + u - column;
      y[i] = py + v - row;
    }
  return { x, y };
}

function drawn(now: Uint8Array, sizePx: number, from: Places, smallPx: number): Uint8Array {
  const pixels = sizePx * sizePx;
  const planes = [0, 1, 2].map((plane) => now.subarray(plane * pixels, (plane + 1) * pixels));
  const out = new Uint8Array(3 * pixels);
  for (let row = 0, i = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++, i++) {
      const [sx, sy] = [(column + 0.5) / SHRINK - 0.5, (row + 0.5) / SHRINK - 0.5];
      const x = column + SHRINK * sample(from.x, smallPx, sx, sy);
      const y = row + SHRINK * sample(from.y, smallPx, sx, sy);
      for (let plane = 0; plane < 3; plane++)
        out[plane * pixels + i] = Math.round(sample(planes[plane]!, sizePx, x, y));
    }
  return out;
}

/** Means of 2 × 2 pixels. */
function shrunk(luma: Uint8Array, sizePx: number): Uint8Array {
  const half = sizePx / SHRINK;
  const out = new Uint8Array(half * half);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      const at = SHRINK * y * sizePx + SHRINK * x;
      out[y * half + x] = (luma[at]! + luma[at + 1]! + luma[at + sizePx]! + luma[at + sizePx + 1]! + 2) >> 2;
    }
  return out;
}

/** Three box means in each direction: a Gaussian to within 3 %. */
function smoothed(values: Float32Array, sizePx: number): Float32Array {
  let from = Float32Array.from(values);
  let to = new Float32Array(values.length);
  for (let pass = 0; pass < 3; pass++)
    for (const [along, across] of [
      [1, sizePx],
      [sizePx, 1],
    ] as const) {
      for (let line = 0; line < sizePx; line++) boxMean(from, to, line * across, along, sizePx);
      [from, to] = [to, from];
    }
  return from;
}

function boxMean(from: Float32Array, to: Float32Array, start: number, along: number, count: number): void {
  const at = (i: number): number => from[start + along * Math.min(count - 1, Math.max(0, i))]!;
  let sum = 0;
  for (let i = -SMOOTH_PX; i <= SMOOTH_PX; i++) sum += at(i);
  for (let i = 0; i < count; i++) {
    to[start + along * i] = sum / (2 * SMOOTH_PX + 1);
    sum += at(i + SMOOTH_PX + 1) - at(i - SMOOTH_PX);
  }
}

/** Linear between the four neighbours; beyond the edge the edge is repeated. */
function sample(plane: Float32Array | Uint8Array, sizePx: number, x: number, y: number): number {
  const cx = Math.min(sizePx - 1.001, Math.max(0, x));
  const cy = Math.min(sizePx - 1.001, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - x0, cy - y0];
  const at = y0 * sizePx + x0;
  const top = plane[at]! + fx * (plane[at + 1]! - plane[at]!);
  const bottom = plane[at + sizePx]! + fx * (plane[at + sizePx + 1]! - plane[at + sizePx]!);
  return top + fy * (bottom - top);
}
