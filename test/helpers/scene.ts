/**
 * Made frames in which all is known: photographs pasted into a canvas at known places. Pictures are read with our own
 * capture, so no tool of the machine is needed.
 */
import type { YuvImage } from '../../contract/frame.ts';
import { openFile } from '../../electron/engine/capture/index.ts';
import { shrinkToRgba } from '../../native/index.ts';

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

/** An RGBA canvas that becomes a frame. */
export class Scene {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;

  constructor(width: number, height: number, grey = 90) {
    this.width = width;
    this.height = height;
    this.rgba = new Uint8Array(4 * width * height).fill(grey);
  }

  /**
   * Pastes the picture with its left upper corner at x, y (whole pixels), `width` pixels wide; what lies outside is
   * cut.
   */
  paste(picture: YuvImage, x: number, y: number, width: number): void {
    const height = Math.round((picture.heightPx / picture.widthPx) * width);
    const pasted = new Uint8Array(4 * width * height);
    const whole = { x: 0, y: 0, width: picture.widthPx, height: picture.heightPx };
    shrinkToRgba(picture, whole, width, height, pasted);
    for (let row = Math.max(0, -y); row < Math.min(height, this.height - y); row++) {
      const [from, to] = [Math.max(0, -x), Math.min(width, this.width - x)];
      if (from >= to) return;
      const source = 4 * (row * width + from);
      this.rgba.set(
        pasted.subarray(source, source + 4 * (to - from)),
        4 * ((y + row) * this.width + x + from),
      );
    }
  }

  /** The same canvas as a full-range BT.601 frame with chroma averaged over 2 × 2 pixels. */
  toImage(): YuvImage {
    return rgbaToYuv(this.rgba, this.width, this.height);
  }
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
