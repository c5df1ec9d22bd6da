import type { BoxPx } from '../../../contract/landmarks.ts';

/** The box of a mesh's 468 skin points (irises lie inside). */
export function boxOf(mesh: Float32Array): BoxPx {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < 3 * 468; i += 3) {
    left = Math.min(left, mesh[i]!);
    right = Math.max(right, mesh[i]!);
    top = Math.min(top, mesh[i + 1]!);
    bottom = Math.max(bottom, mesh[i + 1]!);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const centreOf = (box: BoxPx): { readonly x: number; readonly y: number } => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
});

/** One length for a box: the geometric mean of its sides, which a turning or nodding head changes least. */
export const sizeOf = (box: BoxPx): number => Math.sqrt(box.width * box.height);

/** Shared area over united area, 0–1. */
export function iou(one: BoxPx, other: BoxPx): number {
  const shared = overlap(one, other);
  return shared === 0 ? 0 : shared / (one.width * one.height + other.width * other.height - shared);
}

/** Share of `inner` that lies in `outer`, 0–1. */
export const shareInside = (inner: BoxPx, outer: BoxPx): number =>
  overlap(inner, outer) / (inner.width * inner.height);

function overlap(one: BoxPx, other: BoxPx): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}
