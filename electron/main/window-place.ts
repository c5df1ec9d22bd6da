import type { Rectangle } from 'electron';
import type { KeptWindow } from './shell-state.ts';

/** Timeline, picture and panel side by side need about this much; smaller screens get what they have. */
const WANTED = { width: 1360, height: 860 };
export const SMALLEST = { width: 900, height: 600 };

/** Of a title bar, so much has to be on a screen for a mouse to catch it, in pixels. */
const GRIP = { width: 100, height: 20 };

/**
 * Where a window opens: where it was, as long as it can be reached there; screens get unplugged. Otherwise in the
 * middle of the first screen. Without x and y the system places it there by itself.
 */
export function placeWindow(
  kept: KeptWindow | null,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const area = workAreas.find((candidate) => kept !== null && isReachable(kept, candidate));
  const room = area ?? workAreas[0] ?? { x: 0, y: 0, ...WANTED };
  const size = {
    width: clamp(kept?.width ?? WANTED.width, SMALLEST.width, room.width),
    height: clamp(kept?.height ?? WANTED.height, SMALLEST.height, room.height),
  };
  return kept === null || area === undefined ? size : { x: kept.x, y: kept.y, ...size };
}

function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return shown >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height;
}

function clamp(value: number, smallest: number, largest: number): number {
  return Math.round(Math.min(Math.max(value, smallest), largest));
}
