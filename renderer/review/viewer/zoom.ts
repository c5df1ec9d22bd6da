/** A part of the picture, magnified: where the frame lies on the canvas then. */
import { placeContained, type Placement } from '../../overlay/index.ts';

export interface Zoom {
  /** 1: the whole frame is seen. */
  readonly factor: number;
  /** The place of the frame, in shares of it, that lies in the middle of the canvas. */
  readonly centreX: number;
  readonly centreY: number;
}

export const WHOLE: Zoom = { factor: 1, centreX: 0.5, centreY: 0.5 };
const MAX_FACTOR = 24;

export function placeZoomed(
  frame: { readonly widthPx: number; readonly heightPx: number },
  area: { readonly widthPx: number; readonly heightPx: number },
  zoom: Zoom,
): Placement {
  const whole = placeContained(frame.widthPx, frame.heightPx, area.widthPx, area.heightPx);
  const width = whole.width * zoom.factor;
  const height = whole.height * zoom.factor;
  return {
    x: settle(area.widthPx, width, zoom.centreX),
    y: settle(area.heightPx, height, zoom.centreY),
    width,
    height,
    scale: whole.scale * zoom.factor,
    isMirrored: false,
  };
}

/** Zooms by a factor, keeping what lies under a point of the canvas where it is. */
export function zoomedAt(zoom: Zoom, by: number, placement: Placement, xPx: number, yPx: number): Zoom {
  const factor = Math.min(Math.max(zoom.factor * by, 1), MAX_FACTOR);
  if (factor === 1) return WHOLE;
  const scaled = factor / zoom.factor;
  const fromMiddle = {
    x: (xPx - placement.x) / placement.width,
    y: (yPx - placement.y) / placement.height,
  };
  return {
    factor,
    centreX: clamp01(fromMiddle.x + (zoom.centreX - fromMiddle.x) / scaled),
    centreY: clamp01(fromMiddle.y + (zoom.centreY - fromMiddle.y) / scaled),
  };
}

/** A box of the frame, filling about half of the canvas. */
export function zoomedTo(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  frame: { readonly widthPx: number; readonly heightPx: number },
): Zoom {
  const factor = 0.6 * Math.min(frame.widthPx / box.width, frame.heightPx / box.height);
  if (factor <= 1) return WHOLE;
  return {
    factor: Math.min(factor, MAX_FACTOR),
    centreX: clamp01((box.x + box.width / 2) / frame.widthPx),
    centreY: clamp01((box.y + box.height / 2) / frame.heightPx),
  };
}

/** In the middle where it is smaller than the canvas, else without a gap at the edges. */
function settle(areaPx: number, lengthPx: number, centre01: number): number {
  if (lengthPx <= areaPx) return (areaPx - lengthPx) / 2;
  return Math.min(0, Math.max(areaPx - lengthPx, areaPx / 2 - centre01 * lengthPx));
}

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
