import { complaint, expectBytes, expectInteger, expectObject, expectOneOf } from './expect.ts';

/** A decoded picture in one of four planar layouts; the same shape as contract/frame.ts gives it. */
export interface YuvPicture {
  readonly layout: 'i420' | 'nv12' | 'i010' | 'p010';
  readonly widthPx: number;
  readonly heightPx: number;
  readonly planes: readonly { readonly data: Uint8Array; readonly strideBytes: number }[];
  readonly matrix: 'bt601' | 'bt709' | 'bt2020';
  readonly range: 'limited' | 'full';
}

// The positions are the numbers src/image.h knows them by.
const LAYOUTS = ['i420', 'nv12', 'i010', 'p010'] as const;
const MATRICES = ['bt601', 'bt709', 'bt2020'] as const;
const RANGES = ['limited', 'full'] as const;

/** The checked numbers of a picture, in one object that is filled anew for every call. */
export const picture = { layout: 0, matrix: 0, range: 0, third: 0 };

// Spelled out, because a frame's checks must not build strings.
const DATA = ['image.planes[0].data', 'image.planes[1].data', 'image.planes[2].data'] as const;
const STRIDE = [
  'image.planes[0].strideBytes',
  'image.planes[1].strideBytes',
  'image.planes[2].strideBytes',
] as const;

/** Checks a picture's planes against its size and fills `picture`. */
export function expectPicture(image: YuvPicture): void {
  expectObject('image', image);
  picture.layout = expectOneOf('image.layout', image.layout, LAYOUTS);
  picture.matrix = expectOneOf('image.matrix', image.matrix, MATRICES);
  picture.range = expectOneOf('image.range', image.range, RANGES);
  expectInteger('image.widthPx', image.widthPx, 1, 32768);
  expectInteger('image.heightPx', image.heightPx, 1, 32768);

  const isInterleaved = picture.layout === 1 || picture.layout === 3;
  const wordBytes = picture.layout >= 2 ? 2 : 1;
  const count = isInterleaved ? 2 : 3;
  picture.third = count - 1;
  if (!Array.isArray(image.planes) || image.planes.length !== count) {
    throw complaint(Array.isArray(image.planes), `${count} planes`, 'image.planes', image.planes);
  }
  const chromaWidth = (image.widthPx + 1) >> 1;
  const chromaHeight = (image.heightPx + 1) >> 1;
  expectPlane(image, 0, image.widthPx * wordBytes, image.heightPx);
  for (let k = 1; k < count; k++) {
    expectPlane(image, k, chromaWidth * wordBytes * (isInterleaved ? 2 : 1), chromaHeight);
  }
}

function expectPlane(image: YuvPicture, k: number, rowBytes: number, rows: number): void {
  const plane = image.planes[k]!;
  expectInteger(STRIDE[k]!, plane.strideBytes, rowBytes, 0x7fffffff);
  expectBytes(DATA[k]!, plane.data, (rows - 1) * plane.strideBytes + rowBytes);
}
