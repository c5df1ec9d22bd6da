/** Pictures as frames, read with our own capture or made of RGBA, so that no tool of the machine is needed. */
import type { YuvImage } from '../../contract/frame.ts';
import { openFile } from '../../electron/engine/capture/index.ts';

/** The first frame of a video or the picture in an image file, as an image of its own. */
export async function readPicture(path: string): Promise<YuvImage> {
  await using source = await openFile(path);
  for await (const frame of source.frames()) {
    using held = frame;
    const { image } = held;
    return {
      ...image,
      planes: image.planes.map(({ data, strideBytes }) => ({ data: new Uint8Array(data), strideBytes })),
    };
  }
  throw new Error(`${path} has no picture`);
}

/** RGBA as a full-range BT.601 i420 frame (ITU-R BT.601: luma 0.299, 0.587, 0.114). Sides must be even. */
export function rgbaToYuv(rgba: Uint8Array, width: number, height: number): YuvImage {
  const luma = new Uint8Array(width * height);
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  const blue = new Float32Array(halfWidth * halfHeight).fill(128.5);
  const red = new Float32Array(halfWidth * halfHeight).fill(128.5);
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = [rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    luma[i] = y + 0.5;
    const j = ((i / width) >> 1) * halfWidth + ((i % width) >> 1);
    blue[j]! += (b - y) / 1.772 / 4;
    red[j]! += (r - y) / 1.402 / 4;
  }
  const planes = [
    { data: luma, strideBytes: width },
    { data: Uint8Array.from(blue, clampByte), strideBytes: halfWidth },
    { data: Uint8Array.from(red, clampByte), strideBytes: halfWidth },
  ];
  return { layout: 'i420', widthPx: width, heightPx: height, planes, matrix: 'bt601', range: 'full' };
}

const clampByte = (value: number): number => Math.max(0, Math.min(255, value));
