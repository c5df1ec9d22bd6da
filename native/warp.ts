import { addon } from './addon.ts';
import { complaint, expectBytes, expectInteger, expectNumber, expectObject } from './expect.ts';
import { expectPicture, picture, type YuvPicture } from './image.ts';

/** From crop to frame: x' = a·x − b·y + tx, y' = b·x + a·y + ty; pixel centres at integers. */
export interface CropToFrame {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Cuts an aligned square crop out of a frame: warp, scaling and colour conversion in one pass.
 *
 *     const crop = new Uint8Array(4 * 256 * 256);
 *     warpFace(frame.image, alignment.cropToFrame, 256, crop);
 *
 * `out` (at least 4·sizePx² bytes; may view a SharedArrayBuffer) receives the planes R, G, B and Y',
 * each sizePx² levels of 0–255. Y' is the frame's own luma expanded to full range. Luma is sampled with
 * the cubic through four neighbours (positions rounded to 1/1024 px), chroma bilinearly; chroma samples are taken to
 * lie on even luma columns and midway between luma rows (MPEG-2 siting). Where a crop pixel spans more than 1.4 frame
 * pixels it averages over its whole footprint. Outside the frame the edge pixel is repeated.
 *
 * Throws `TypeError` or `RangeError` for a picture whose planes do not hold its rows, for |a|, |b| > 10⁴,
 * |tx|, |ty| > 10⁶, a scale of zero, or a short `out`.
 *
 * `planes`: with 'luma' only the last plane is written, the same as otherwise, in less than half the time.
 */
export function warpFace(
  image: YuvPicture,
  cropToFrame: CropToFrame,
  sizePx: number,
  out: Uint8Array,
  planes: 'all' | 'luma' = 'all',
): void {
  expectPicture(image);
  expectObject('cropToFrame', cropToFrame);
  expectNumber('cropToFrame.a', cropToFrame.a, -1e4, 1e4);
  expectNumber('cropToFrame.b', cropToFrame.b, -1e4, 1e4);
  expectNumber('cropToFrame.tx', cropToFrame.tx, -1e6, 1e6);
  expectNumber('cropToFrame.ty', cropToFrame.ty, -1e6, 1e6);
  if (Math.hypot(cropToFrame.a, cropToFrame.b) < 1e-6) {
    throw complaint(true, 'a scale above zero', 'cropToFrame', Math.hypot(cropToFrame.a, cropToFrame.b));
  }
  expectInteger('sizePx', sizePx, 1, 4096);
  expectBytes('out', out, 4 * sizePx * sizePx);

  const p0 = image.planes[0]!;
  const p1 = image.planes[1]!;
  const p2 = image.planes[picture.third]!;
  addon().warpFace(
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
    cropToFrame.a,
    cropToFrame.b,
    cropToFrame.tx,
    cropToFrame.ty,
    sizePx,
    planes === 'luma' ? 1 : 0,
    out,
  );
}
