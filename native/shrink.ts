import { addon } from './addon.ts';
import { expectBytes, expectInteger, expectNumber, expectObject } from './expect.ts';
import { expectPicture, picture, type YuvPicture } from './image.ts';

/** A rectangle in frame pixels in which pixel i covers [i, i + 1): the whole frame is 0, 0, width, height. */
export interface FrameRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Resizes a region of a frame to RGBA with alpha 255, as the landmarker wants it.
 *
 *     shrinkToRgba(image, { x: 0, y: 0, width: image.widthPx, height: image.heightPx }, 256, 144, rgba);
 *
 * The region may be fractional and reach outside the frame, where the edge pixel is repeated. Each
 * axis averages by area where it shrinks and interpolates linearly where it grows. `out` holds at least
 * 4·outWidthPx·outHeightPx bytes. Throws `TypeError` or `RangeError` for arguments that do not fit.
 */
export function shrinkToRgba(
  image: YuvPicture,
  region: FrameRegion,
  outWidthPx: number,
  outHeightPx: number,
  out: Uint8Array | Uint8ClampedArray,
): void {
  expectPicture(image);
  expectObject('region', region);
  expectNumber('region.x', region.x, -1e6, 1e6);
  expectNumber('region.y', region.y, -1e6, 1e6);
  expectNumber('region.width', region.width, 1e-3, 1e6);
  expectNumber('region.height', region.height, 1e-3, 1e6);
  expectInteger('outWidthPx', outWidthPx, 1, 8192);
  expectInteger('outHeightPx', outHeightPx, 1, 8192);
  expectBytes('out', out, 4 * outWidthPx * outHeightPx);

  const p0 = image.planes[0]!;
  const p1 = image.planes[1]!;
  const p2 = image.planes[picture.third]!;
  addon().shrinkToRgba(
    picture.layout,
    picture.matrix,
    picture.range,
    image.widthPx,
    image.heightPx,
    p0.data,
    p0.strideBytes,
    p1.data,
    p1.strideBytes,
    p2.data,
    p2.strideBytes,
    region.x,
    region.y,
    region.width,
    region.height,
    outWidthPx,
    outHeightPx,
    out,
  );
}
