import type { BoxPx } from '../../../contract/landmarks.ts';
import { centreOf } from './boxes.ts';

/**
 * A face is followed in a square window 2.5 times its longer side: it then fills 40 % of it, well above what the
 * detector needs, and can move by half its size before the landmark network's region (1.5 faces) leaves the window.
 */
const WINDOW_PER_FACE = 2.5;

/** A window moves when the ideal one is off by this share of the face, or differs by this factor in size. */
const OFF_BY_FACES = 0.4;
const OFF_BY_FACTOR = 1.5;

/** The window for a face, inside the frame; the whole frame where it would be nearly that. */
export function windowAround(face: BoxPx, whole: BoxPx): BoxPx {
  const side = WINDOW_PER_FACE * Math.max(face.width, face.height);
  if (side >= 0.9 * Math.min(whole.width, whole.height)) return whole;
  const { x, y } = centreOf(face);
  return {
    x: Math.round(Math.min(Math.max(x - side / 2, 0), whole.width - side)),
    y: Math.round(Math.min(Math.max(y - side / 2, 0), whole.height - side)),
    width: Math.floor(side),
    height: Math.floor(side),
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
