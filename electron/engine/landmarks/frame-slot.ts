import type { ImagePlane, YuvImage } from '../../../contract/frame.ts';

/** A frame's pixels in memory that two threads share, with what is needed to read them. */
export interface SlotMessage {
  readonly memory: SharedArrayBuffer;
  readonly layout: YuvImage['layout'];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly matrix: YuvImage['matrix'];
  readonly range: YuvImage['range'];
  readonly planes: readonly {
    readonly start: number;
    readonly length: number;
    readonly strideBytes: number;
  }[];
}

/** Memory for one frame on its way to the worker; used again for later frames, and grown when one is larger. */
export class FrameSlot {
  #memory = new SharedArrayBuffer(0);

  /** Copies the planes as they lie, padding included: one copy per plane. */
  fill(image: YuvImage): SlotMessage {
    const lengths = image.planes.map((plane, index) => usedBytes(image, plane, index));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (this.#memory.byteLength < total) this.#memory = new SharedArrayBuffer(total);
    const bytes = new Uint8Array(this.#memory);
    let start = 0;
    const planes = image.planes.map(({ data, strideBytes }, index) => {
      const length = lengths[index]!;
      bytes.set(data.subarray(0, length), start);
      start += length;
      return { start: start - length, length, strideBytes };
    });
    const { layout, widthPx, heightPx, matrix, range } = image;
    return { memory: this.#memory, layout, widthPx, heightPx, matrix, range, planes };
  }
}

/** The same picture on the other side, without a copy. */
export function slotImage({ memory, planes, ...rest }: SlotMessage): YuvImage {
  return {
    ...rest,
    planes: planes.map(({ start, length, strideBytes }) => ({
      data: new Uint8Array(memory, start, length),
      strideBytes,
    })),
  };
}

/** A plane's last row may end where its pixels end. */
function usedBytes(image: YuvImage, plane: ImagePlane, index: number): number {
  const rows = index === 0 ? image.heightPx : (image.heightPx + 1) >> 1;
  return Math.min(plane.data.length, rows * plane.strideBytes);
}
