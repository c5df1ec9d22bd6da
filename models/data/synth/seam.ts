import type { Mesh } from '../../../contract/landmarks.ts';
import { meshPoint, type Point } from './face-axes.ts';

/**
 * A line across the face along which it opens (lids, lips), in axes of its own: `along` from corner to corner with
 * its origin halfway, `across` at right angles, downwards. Both in pixels.
 */
export interface SeamAxes {
  readonly origin: Point;
  readonly ux: number;
  readonly uy: number;
  /** Half the distance between the corners. */
  readonly halfPx: number;
}

/** From the corner on the picture's left to the one on its right. */
export function seamAxes(mesh: Mesh, leftCorner: number, rightCorner: number): SeamAxes {
  const [a, b] = [meshPoint(mesh, leftCorner), meshPoint(mesh, rightCorner)];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return {
    origin: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    ux: (b.x - a.x) / length,
    uy: (b.y - a.y) / length,
    halfPx: length / 2,
  };
}

/** A curve `across = f(along)` through mesh points, smoothed, level with the corners outside them. */
export function contour(mesh: Mesh, axes: SeamAxes, indices: readonly number[]): (along: number) => number {
  const points = indices
    .map((index) => {
      const p = meshPoint(mesh, index);
      const [dx, dy] = [p.x - axes.origin.x, p.y - axes.origin.y];
      return { along: dx * axes.ux + dy * axes.uy, across: -dx * axes.uy + dy * axes.ux };
    })
    .sort((a, b) => a.along - b.along);
  const raw = (along: number): number => {
    if (along <= -axes.halfPx || along >= axes.halfPx) return 0;
    let k = 1;
    while (k < points.length - 1 && points[k]!.along < along) k++;
    const [a, b] = [points[k - 1]!, points[k]!];
    const t = Math.min(1, Math.max(0, (along - a.along) / Math.max(1e-9, b.along - a.along)));
    return a.across + t * (b.across - a.across);
  };
  // The mesh has a point every eighth of the width; rounding over that width takes the corners off the polygon.
  const reach = axes.halfPx / 8;
  const count = 256;
  const from = -1.25 * axes.halfPx;
  const step = (2.5 * axes.halfPx) / (count - 1);
  const table = Float64Array.from({ length: count }, (_, k) => {
    const at = from + k * step;
    return (
      (raw(at - reach) + 2 * raw(at - reach / 2) + 2 * raw(at) + 2 * raw(at + reach / 2) + raw(at + reach)) /
      8
    );
  });
  return (along) => {
    const position = (along - from) / step;
    if (position <= 0 || position >= count - 1) return 0;
    const k = Math.floor(position);
    return table[k]! + (position - k) * (table[k + 1]! - table[k]!);
  };
}

/** 0 to 1 with zero slope at both ends, clamped. */
export const smoothStep = (x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x));
