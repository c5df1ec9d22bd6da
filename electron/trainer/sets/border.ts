import type { ImagePlane, PixelLayout, YuvImage } from '../../../contract/frame.ts';
import type { Mesh } from '../../../contract/landmarks.ts';

/** Bytes of a pixel in each plane. */
const PIXEL_BYTES: Readonly<Record<PixelLayout, readonly number[]>> = {
  i420: [1, 1, 1],
  nv12: [1, 2],
  i010: [2, 2, 2],
  p010: [2, 4],
};

/**
 * A picture with a border round it, its edges drawn on. The landmarker looks for a head in its surroundings, and in
 * cropped releases the face fills the picture to the edge. `borderPx` is even.
 */
export function withBorder(image: YuvImage, borderPx: number): YuvImage {
  const { layout, widthPx, heightPx } = image;
  const planes = image.planes.map((plane, k): ImagePlane => {
    const shrink = k === 0 ? 1 : 2;
    const size = { width: Math.ceil(widthPx / shrink), height: Math.ceil(heightPx / shrink) };
    return withEdges(plane, size, borderPx / shrink, PIXEL_BYTES[layout][k]!);
  });
  return { ...image, widthPx: widthPx + 2 * borderPx, heightPx: heightPx + 2 * borderPx, planes };
}

/** Where a mesh lies in the picture without its border. */
export const withoutBorder = (mesh: Mesh, borderPx: number): Mesh =>
  mesh.map((value, i) => (i % 3 === 2 ? value : value - borderPx));

function withEdges(
  { data, strideBytes }: ImagePlane,
  { width, height }: { readonly width: number; readonly height: number },
  border: number,
  pixelBytes: number,
): ImagePlane {
  const stride = (width + 2 * border) * pixelBytes;
  const out = new Uint8Array(stride * (height + 2 * border));
  const [left, right] = [border * pixelBytes, (border + width) * pixelBytes];
  for (let y = 0; y < height + 2 * border; y++) {
    const from = Math.min(height - 1, Math.max(0, y - border)) * strideBytes;
    const row = out.subarray(y * stride, (y + 1) * stride);
    row.set(data.subarray(from, from + width * pixelBytes), left);
    for (let at = 0; at < left; at += pixelBytes) row.copyWithin(at, left, left + pixelBytes);
    for (let at = right; at < stride; at += pixelBytes) row.copyWithin(at, right - pixelBytes, right);
  }
  return { data: out, strideBytes: stride };
}
