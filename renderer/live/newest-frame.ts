/**
 * Pictures are unpacked beside the page's own work, one at a time. While one is, only the newest that came waits; the
 * others were measured all the same and are not missed on the screen.
 */
import type { LiveFrame } from '../../contract/channels/live.ts';

export interface Unpacked {
  readonly frame: LiveFrame;
  readonly picture: ImageBitmap;
}

export class NewestFrame {
  readonly #unpack: (jpeg: Uint8Array) => Promise<ImageBitmap>;
  readonly #onReady: (unpacked: Unpacked) => void;
  readonly #onBroken: (frame: LiveFrame, cause: unknown) => void;
  #waiting: LiveFrame | null = null;
  #isBusy = false;
  #isClosed = false;

  constructor(
    unpack: (jpeg: Uint8Array) => Promise<ImageBitmap>,
    onReady: (unpacked: Unpacked) => void,
    onBroken: (frame: LiveFrame, cause: unknown) => void,
  ) {
    this.#unpack = unpack;
    this.#onReady = onReady;
    this.#onBroken = onBroken;
  }

  take(frame: LiveFrame): void {
    this.#waiting = frame;
    if (!this.#isBusy) void this.#work();
  }

  /** Nothing is reported afterwards. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = null;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting !== null) {
      const frame = this.#waiting;
      this.#waiting = null;
      await this.#unpack(frame.jpeg).then(
        (picture) => {
          if (this.#isClosed) picture.close();
          else this.#onReady({ frame, picture });
        },
        (cause: unknown) => {
          if (!this.#isClosed) this.#onBroken(frame, cause);
        },
      );
    }
    this.#isBusy = false;
  }
}

export function unpackJpeg(jpeg: Uint8Array): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
}
