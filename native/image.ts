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

/** Checks a picture's planes against its size and fills `picture`. */
export function expectPicture(name: string, image: YuvPicture): void {
  expectObject(name, image);
  picture.layout = expectOneOf(`${name}.layout`, image.layout, LAYOUTS);
  picture.matrix = expectOneOf(`${name}.matrix`, image.matrix, MATRICES);
  picture.range = expectOneOf(`${name}.range`, image.range, RANGES);
  expectInteger(`${name}.widthPx`, image.widthPx, 1, 32768);
  expectInteger(`${name}.heightPx`, image.heightPx, 1, 32768);

  const isInterleaved = picture.layout === 1 || picture.layout === 3;
  const wordBytes = picture.layout >= 2 ? 2 : 1;
  const count = isInterleaved ? 2 : 3;
  picture.third = count - 1;
  if (!Array.isArray(image.planes) || image.planes.length !== count) {
    throw complaint(Array.isArray(image.planes), `${count} planes`, `${name}.planes`, image.planes);
  }
  const chromaWidth = (image.widthPx + 1) >> 1;
  const chromaHeight = (image.heightPx + 1) >> 1;
  expectPlane(name, image, 0, image.widthPx * wordBytes, image.heightPx);
  for (let k = 1; k < count; k++) {
    expectPlane(name, image, k, chromaWidth * wordBytes * (isInterleaved ? 2 : 1), chromaHeight);
  }
}

function expectPlane(name: string, image: YuvPicture, k: number, rowBytes: number, rows: number): void {
  const plane = image.planes[k]!;
  expectInteger(`${name}.planes[${k}].strideBytes`, plane.strideBytes, rowBytes, 0x7fffffff);
  expectBytes(`${name}.planes[${k}].data`, plane.data, (rows - 1) * plane.strideBytes + rowBytes);
}
