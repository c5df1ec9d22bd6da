/** A short announcement below a face whose movement was just found. */
import { faceColour } from './face-colours.ts';
import { canvasBox, type Placement } from './placement.ts';
import type { Surface } from './surface.ts';

/** Long enough to read ten words, after which it fades. */
export const BADGE_SHOWN_MS = 3200;
const RISE_MS = 220;
const FADE_MS = 400;

/** How a badge looks at an age: its opacity, and how far it still is below its place, in heights of the text. */
export function badgePose(ageMs: number, movesLittle: boolean): { opacity: number; below: number } {
  if (ageMs < 0 || ageMs > BADGE_SHOWN_MS) return { opacity: 0, below: 0 };
  if (movesLittle) return { opacity: 1, below: 0 };
  const rise = Math.min(ageMs / RISE_MS, 1);
  const eased = 1 - (1 - rise) ** 3;
  const fade = Math.min((BADGE_SHOWN_MS - ageMs) / FADE_MS, 1);
  return { opacity: Math.min(eased, fade), below: 1.2 * (1 - eased) };
}

/** Whether the pose changes between this age and the next frame, so that it has to be drawn again. */
export function isBadgeMoving(ageMs: number): boolean {
  return (
    ageMs >= 0 && ageMs <= BADGE_SHOWN_MS + 50 && (ageMs <= RISE_MS + 50 || ageMs >= BADGE_SHOWN_MS - FADE_MS)
  );
}

export function drawEventBadge(
  surface: Surface,
  face: { readonly track: number; readonly box: { x: number; y: number; width: number; height: number } },
  text: string,
  pose: { readonly opacity: number; readonly below: number },
  placement: Placement,
  unitPx: number,
): void {
  if (pose.opacity <= 0) return;
  const box = canvasBox(placement, face.box);
  surface.save();
  surface.globalAlpha = pose.opacity;
  surface.font = `650 ${1.05 * unitPx}px system-ui, sans-serif`;
  surface.textBaseline = 'middle';
  surface.textAlign = 'center';
  const width = surface.measureText(text).width + 1.8 * unitPx;
  const height = 2 * unitPx;
  const middle = Math.max(
    placement.x + width / 2,
    Math.min(box.x + box.width / 2, placement.x + placement.width - width / 2),
  );
  const y =
    Math.min(box.y + box.height + 0.5 * unitPx, placement.y + placement.height - height - 0.3 * unitPx) +
    pose.below * unitPx;
  surface.fillStyle = faceColour(face.track);
  surface.beginPath();
  surface.roundRect(middle - width / 2, y, width, height, height / 2);
  surface.fill();
  surface.fillStyle = '#0b0d10';
  surface.fillText(text, middle, y + height / 2);
  surface.restore();
}
