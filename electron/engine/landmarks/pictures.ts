import type { YuvImage } from '../../../contract/frame.ts';
import type { BoxPx } from '../../../contract/landmarks.ts';
import { shrinkToRgba } from '../../../native/index.ts';
import type { PixelSource } from './webgl-stand-in.ts';

/** RGBA pictures of parts of the current frame. A picture is valid until the next one of the same size is made. */
export class Pictures {
  readonly #buffers = new Map<number, Uint8Array>();
  #image: YuvImage | null = null;

  /** Returns whether its size differs from that of the frame before it. */
  show(image: YuvImage): boolean {
    const last = this.#image;
    this.#image = image;
    return last !== null && (last.widthPx !== image.widthPx || last.heightPx !== image.heightPx);
  }

  get widthPx(): number {
    return this.#current.widthPx;
  }

  get heightPx(): number {
    return this.#current.heightPx;
  }

  get whole(): BoxPx {
    return { x: 0, y: 0, width: this.widthPx, height: this.heightPx };
  }

  /** The window's pixels, shrunk so that its longer side is at most `longSidePx`; never enlarged. */
  of(window: BoxPx, longSidePx: number): PixelSource {
    const scale = Math.min(1, longSidePx / Math.max(window.width, window.height));
    const width = Math.max(1, Math.round(window.width * scale));
    const height = Math.max(1, Math.round(window.height * scale));
    const data = this.#buffer(4 * width * height);
    shrinkToRgba(this.#current, window, width, height, data);
    return { data, width, height };
  }

  get #current(): YuvImage {
    if (!this.#image) throw new Error('internal: no frame to make a picture of');
    return this.#image;
  }

  /** Windows come in few sizes, but a face that keeps growing must not leave a buffer for each. */
  #buffer(bytes: number): Uint8Array {
    const known = this.#buffers.get(bytes);
    if (known) return known;
    if (this.#buffers.size >= MOST_BUFFERS) this.#buffers.clear();
    const made = new Uint8Array(bytes);
    this.#buffers.set(bytes, made);
    return made;
  }
}

const MOST_BUFFERS = 16;
