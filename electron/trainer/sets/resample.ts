import { RECIPE } from '../../../contract/recipe.ts';
import type { ClipBytes, ClipShape } from '../../../models/data/clips/index.ts';
import { resampleWindow } from '../../../native/index.ts';
import type { FollowedFace } from './follow-face.ts';

export type WindowLook = Pick<ClipShape, 'frames' | 'sizePx' | 'planes'>;

/** A stretch of time of a clip, with its apex in it. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
  readonly apexUs: number;
}

/** Which of `frames` evenly spaced moments lies nearest to the apex. */
export function apexPlace({ fromUs, toUs, apexUs }: Stretch, frames: number): number {
  const place = Math.round(((apexUs - fromUs) / (toUs - fromUs)) * (frames - 1));
  return Math.min(frames - 1, Math.max(0, place));
}

/**
 * Temporal interpolation (TIM): moments evenly spaced from one end to the other, pixels linear in time between
 * neighbouring pictures, as live windows are made. The one nearest to the apex is put on it, so that flow from the onset
 * is measured to the picture that was coded; the others stay even, as the papers have them.
 */
export function resample(
  { crops, neutral }: Pick<FollowedFace, 'crops' | 'neutral'>,
  stretch: Stretch,
  look: WindowLook,
): ClipBytes & { readonly apexFrame: number } {
  const { frames, sizePx, planes } = look;
  const area = sizePx * sizePx;
  const [pictures, times] = [
    crops.map((crop) => crop.planes),
    Float64Array.from(crops, (crop) => crop.timeUs),
  ];
  const window = new Float32Array(3 * frames * area);
  const { fromUs, toUs, apexUs } = stretch;
  resampleWindow(pictures, times, fromUs, toUs, frames, RECIPE.sizePx, sizePx, window);
  const apexFrame = apexPlace(stretch, frames);
  const apex = new Float32Array(3 * area);
  resampleWindow(pictures, times, apexUs, apexUs, 1, RECIPE.sizePx, sizePx, apex);
  for (let plane = 0; plane < 3; plane++)
    window.set(apex.subarray(plane * area, (plane + 1) * area), (plane * frames + apexFrame) * area);

  // The engine's windows are [plane, frame, …], a store's [frame, plane, …].
  const out = new Uint8Array(frames * planes * area);
  for (let frame = 0; frame < frames; frame++)
    for (let plane = 0; plane < planes; plane++)
      putLevels(window.subarray((plane * frames + frame) * area), out, (frame * planes + plane) * area, area);
  return { frames: out, neutral: shrink(neutral, look), apexFrame };
}

/** One picture of three planes at the size of a window: [plane, row, column]. */
export function shrink(picture: Uint8Array, { sizePx, planes }: WindowLook): Uint8Array {
  const levels = new Float32Array(3 * sizePx * sizePx);
  resampleWindow([picture], Float64Array.of(0), 0, 0, 1, RECIPE.sizePx, sizePx, levels);
  const out = new Uint8Array(planes * sizePx * sizePx);
  putLevels(levels, out, 0, out.length);
  return out;
}

function putLevels(from: Float32Array, to: Uint8Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[i]! * 255 + 0.5;
}
