import type { SoughtPicture, SourceInfo } from '../../../contract/frame.ts';
import { CapturedFrame } from './frame.ts';
import type { ImageReader } from './image-reader.ts';
import type { SeekableFile } from './seekable-file.ts';

/** A folder of images: each stands alone, so any place is as good as the first. */
export class SeekableImages implements SeekableFile {
  readonly hasSound = false;
  readonly #reader: ImageReader;

  /** Takes over `reader`. */
  constructor(reader: ImageReader) {
    this.#reader = reader;
  }

  get info(): SourceInfo {
    return this.#reader.info;
  }

  seek(timeUs: number): Promise<boolean> {
    this.#reader.seek(timeUs);
    return Promise.resolve(true);
  }

  async next(): Promise<SoughtPicture | null> {
    const picture = await this.#reader.next();
    if (!picture) return null;
    const { pixels, timeUs } = picture;
    let isTaken = false;
    return {
      timeUs,
      isWhole: true,
      isKey: true,
      toFrame: (index, placeUs) => {
        isTaken = true;
        return Promise.resolve(new CapturedFrame(index, placeUs, pixels));
      },
      [Symbol.dispose]: () => {
        if (!isTaken) pixels.release();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader[Symbol.asyncDispose]();
  }
}
