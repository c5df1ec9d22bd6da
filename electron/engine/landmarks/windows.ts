import type { BoxPx } from '../../../contract/landmarks.ts';
import { centreOf } from './boxes.ts';

/**
 * A face is followed in a window 2.5 times its longer side: it then fills 40 % of it, well above what the
 * detector needs, and can move by half its size before the landmark network's region (1.5 faces) leaves the window.
 */
const WINDOW_PER_FACE = 2.5;

/** A window moves when the ideal one is off by this share of the face, or differs by this factor in size. */
const OFF_BY_FACES = 0.4;
const OFF_BY_FACTOR = 1.5;

/**
 * The window for a face, as much of it as lies in the frame when moved there; the whole frame where it is nearly that.
 */
export function windowAround(face: BoxPx, whole: BoxPx): BoxPx {
  const side = Math.floor(WINDOW_PER_FACE * Math.max(face.width, face.height));
  const [width, height] = [Math.min(side, whole.width), Math.min(side, whole.height)];
  if (width * height >= 0.8 * whole.width * whole.height) return whole;
  const { x, y } = centreOf(face);
  return {
    x: Math.round(Math.min(Math.max(x - width / 2, 0), whole.width - width)),
    y: Math.round(Math.min(Math.max(y - height / 2, 0), whole.height - height)),
    width,
    height,
  };
}

/** The window to use from now on: the same object while the old one still serves. */
export function followingWindow(window: BoxPx, face: BoxPx, whole: BoxPx): BoxPx {
  const ideal = windowAround(face, whole);
  const [now, then] = [centreOf(window), centreOf(ideal)];
  const off =
    Math.max(Math.abs(now.x - then.x), Math.abs(now.y - then.y)) / Math.max(face.width, face.height);
  const factor = Math.max(window.width / ideal.width, ideal.width / window.width);
  return off > OFF_BY_FACES || factor > OFF_BY_FACTOR ? ideal : window;
}

export const isSameBox = (one: BoxPx, other: BoxPx): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
