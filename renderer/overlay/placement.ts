/** Where a frame lies on a canvas: whole, in the middle, as large as it fits. */

export interface Placement {
  /** The picture's rectangle in canvas pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Canvas pixels per frame pixel. */
  readonly scale: number;
  /** Left and right are exchanged, as in a mirror. */
  readonly isMirrored: boolean;
}

export function placeContained(
  frameWidthPx: number,
  frameHeightPx: number,
  areaWidthPx: number,
  areaHeightPx: number,
  isMirrored = false,
): Placement {
  const scale = Math.min(areaWidthPx / frameWidthPx, areaHeightPx / frameHeightPx);
  const width = frameWidthPx * scale;
  const height = frameHeightPx * scale;
  return { x: (areaWidthPx - width) / 2, y: (areaHeightPx - height) / 2, width, height, scale, isMirrored };
}

/** Canvas x of a frame's x. */
export function canvasX(placement: Placement, x: number): number {
  return placement.isMirrored
    ? placement.x + placement.width - x * placement.scale
    : placement.x + x * placement.scale;
}

/** Canvas y of a frame's y. */
export function canvasY(placement: Placement, y: number): number {
  return placement.y + y * placement.scale;
}

/** A box of the frame on the canvas; `x` is its left edge there, mirrored or not. */
export function canvasBox(
  placement: Placement,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): { x: number; y: number; width: number; height: number } {
  return {
    x: canvasX(placement, placement.isMirrored ? box.x + box.width : box.x),
    y: canvasY(placement, box.y),
    width: box.width * placement.scale,
    height: box.height * placement.scale,
  };
}
