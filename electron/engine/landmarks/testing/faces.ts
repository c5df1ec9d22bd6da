import { readFileSync } from 'node:fs';

import type { YuvImage } from '../../../../contract/frame.ts';

/** The face of Eileen Collins (NASA, public domain) in grey, as native/ keeps it. */
const PGM = new URL('../../../../native/testing/astronaut-face.pgm', import.meta.url);

const bytes = readFileSync(PGM);
const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'))!;
const side = { width: Number(header[1]), height: Number(header[2]) };
const grey = bytes.subarray(header[0].length);

/** A grey frame with the face's left upper corner at x, y (whole pixels); null leaves the frame empty. */
export function faceFrame(
  widthPx: number,
  heightPx: number,
  at: { readonly x: number; readonly y: number } | null,
): YuvImage {
  const luma = new Uint8Array(widthPx * heightPx).fill(90);
  for (let row = 0; at && row < side.height; row++) {
    const y = at.y + row;
    const [from, to] = [Math.max(0, -at.x), Math.min(side.width, widthPx - at.x)];
    if (y < 0 || y >= heightPx || from >= to) continue;
    luma.set(grey.subarray(row * side.width + from, row * side.width + to), y * widthPx + at.x + from);
  }
  const chroma = () => new Uint8Array((widthPx * heightPx) / 4).fill(128);
  const planes = [luma, chroma(), chroma()].map((data, index) => ({
    data,
    strideBytes: index === 0 ? widthPx : widthPx / 2,
  }));
  return { layout: 'i420', widthPx, heightPx, planes, matrix: 'bt601', range: 'full' };
}

export const faceSide: { readonly width: number; readonly height: number } = side;
