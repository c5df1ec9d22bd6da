import type { VideoFrame } from '../../../contract/frame.ts';
import { CapturedFrame } from './frame.ts';
import type { PictureReader } from './picture.ts';
import type { FrameSource, Tally } from './source.ts';

/** A source that waits for its consumer: the next frame is decoded when it is asked for, none is dropped. */
export class PulledSource implements FrameSource {
  readonly stats: Tally;
  readonly #reader: PictureReader;
  #isTaken = false;

  constructor(reader: PictureReader, tally: Tally) {
    this.#reader = reader;
    this.stats = tally;
  }

  get info(): FrameSource['info'] {
    return this.#reader.info;
  }

  async *frames(signal?: AbortSignal): AsyncGenerator<VideoFrame, void, undefined> {
    if (this.#isTaken) throw new Error('internal: a source is read once; open it again');
    this.#isTaken = true;
    for (let index = 0; !signal?.aborted; index++) {
      const picture = await this.#reader.next();
      if (!picture) return;
      this.stats.delivered++;
      yield new CapturedFrame(index, picture.timeUs, picture.pixels);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isTaken = true;
    await this.#reader[Symbol.asyncDispose]();
  }
}
