import type { ClipBytes, ClipShape } from '../../data/clips/index.ts';

/** ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Brightness of a stored window at a moment, in frames; mixed of the two frames beside it. */
export function lumaAt(
  { frames }: ClipBytes,
  { planes, sizePx, frames: count }: ClipShape,
  at: number,
): Uint8Array {
  const area = sizePx * sizePx;
  const before = Math.min(Math.floor(at), count - 1);
  const share = at - before;
  const after = Math.min(before + 1, count - 1);
  const level = (frame: number, place: number): number => {
    const from = frame * planes * area + place;
    if (planes === 1) return frames[from]!;
    return LUMA[0] * frames[from]! + LUMA[1] * frames[from + area]! + LUMA[2] * frames[from + 2 * area]!;
  };
  return Uint8Array.from({ length: area }, (_, place) =>
    Math.round((1 - share) * level(before, place) + (share > 0 ? share * level(after, place) : 0)),
  );
}
