/**
 * What was measured on a frame, drawn over that frame: Live and Review share it. Knows canvases and the messages of
 * contract/, nothing of components. Every size follows from `unitPx`, the height of the text in canvas pixels.
 */
import type { AuNumber } from '../../contract/au.ts';
import type { FaceOverlay } from '../../contract/channels/review.ts';
import { drawAuBars } from './au-bars.ts';
import { drawEventBadge } from './event-badge.ts';
import { faceColour } from './face-colours.ts';
import { traceFace } from './face-outline.ts';
import { drawNameTag, type TagTexts } from './name-tag.ts';
import { canvasBox, type Placement } from './placement.ts';
import { drawRegions } from './region-glow.ts';
import type { Surface } from './surface.ts';

export { drawEmotions, emotionOf } from './emotion-strip.ts';
export { BADGE_SHOWN_MS, badgePose, isBadgeMoving } from './event-badge.ts';
export { faceColour, faceToken } from './face-colours.ts';
export { placeContained, type Placement } from './placement.ts';
export type { Surface } from './surface.ts';

/** What can be shown or hidden by itself. */
export const LAYERS = ['outline', 'regions', 'bars', 'names', 'badges'] as const;
export type Layer = (typeof LAYERS)[number];

export interface OverlayOptions {
  readonly layers: Readonly<Record<Layer, boolean>>;
  /** Units that get bars, from top to bottom. */
  readonly units: readonly AuNumber[];
  readonly unitPx: number;
  readonly tagOf: (face: FaceOverlay) => TagTexts;
  /** What was just found on this face, and how the announcement stands; null: nothing. */
  readonly badgeOf: (
    track: number,
  ) => { readonly text: string; readonly pose: { readonly opacity: number; readonly below: number } } | null;
}

/** Below this the place of a face is a guess: its outline is dashed. */
const SURE_01 = 0.5;

/**
 * Draws all faces of a frame. The picture itself is the caller's: `drawPicture` first, with the same placement.
 *
 *     const placement = placeContained(frame.frameWidthPx, frame.frameHeightPx, canvas.width, canvas.height);
 *     drawPicture(surface, bitmap, placement);
 *     drawOverlay(surface, frame.faces, placement, options);
 */
export function drawOverlay(
  surface: Surface,
  faces: readonly FaceOverlay[],
  placement: Placement,
  options: OverlayOptions,
): void {
  for (const face of faces) {
    if (options.layers.regions && face.aus !== null) {
      drawRegions(surface, { ...face, aus: face.aus }, placement);
    }
    if (options.layers.outline) drawOutline(surface, face, placement, options.unitPx);
  }
  // Texts after all lines, so that no face's outline crosses another's words.
  for (const face of faces) {
    if (options.layers.bars && face.aus !== null) {
      drawAuBars(surface, { ...face, aus: face.aus }, options.units, placement, options.unitPx);
    }
    if (options.layers.names) drawNameTag(surface, face, options.tagOf(face), placement, options.unitPx);
    const badge = options.layers.badges ? options.badgeOf(face.track) : null;
    if (badge !== null) drawEventBadge(surface, face, badge.text, badge.pose, placement, options.unitPx);
  }
}

export function drawPicture(surface: Surface, picture: CanvasImageSource, placement: Placement): void {
  const { x, y, width, height } = placement;
  if (!placement.isMirrored) {
    surface.drawImage(picture, x, y, width, height);
    return;
  }
  surface.save();
  surface.translate(x + width, y);
  surface.scale(-1, 1);
  surface.drawImage(picture, 0, 0, width, height);
  surface.restore();
}

/** The track of the face at a place of the canvas, the smallest box where several overlap; null: none. */
export function faceAt(
  faces: readonly FaceOverlay[],
  placement: Placement,
  x: number,
  y: number,
): number | null {
  let found: number | null = null;
  let smallest = Infinity;
  for (const face of faces) {
    const box = canvasBox(placement, face.box);
    const isInside = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    if (isInside && box.width * box.height < smallest) {
      smallest = box.width * box.height;
      found = face.track;
    }
  }
  return found;
}

function drawOutline(surface: Surface, face: FaceOverlay, placement: Placement, unitPx: number): void {
  surface.beginPath();
  traceFace(surface, face.points, placement);
  surface.setLineDash(face.confidence01 < SURE_01 ? [0.5 * unitPx, 0.4 * unitPx] : []);
  surface.lineJoin = 'round';
  // A dark line under a light one is seen on any skin.
  surface.strokeStyle = '#0b0d1080';
  surface.lineWidth = 0.26 * unitPx;
  surface.stroke();
  surface.strokeStyle = faceColour(face.track);
  surface.lineWidth = 0.12 * unitPx;
  surface.stroke();
  surface.setLineDash([]);
}
