import { OnsetError } from '../../contract/errors.ts';
import type { VideoFrame } from '../../contract/frame.ts';
import { type FileOptions, openFile } from './capture/index.ts';
import type { FrameSource } from './capture/index.ts';

/**
 * The frames of a video by their numbers, for callers that mostly go forward: going back means reading from the
 * beginning again.
 */
export class FramesInOrder implements AsyncDisposable {
  readonly name: string;
  readonly #options: FileOptions;
  #source: FrameSource | null = null;
  #frames: AsyncGenerator<VideoFrame, void, undefined> | null = null;
  #next = 0;

  constructor(path: string, options: FileOptions = {}) {
    this.name = path;
    this.#options = options;
  }

  async frame(frameIndex: number): Promise<VideoFrame> {
    if (!this.#frames || frameIndex < this.#next) await this.#begin();
    for (;;) {
      const { value: frame } = await this.#frames!.next();
      if (!frame) {
        const reason = `it ends before frame ${frameIndex}`;
        throw new OnsetError('video-changed', { path: this.name, reason });
      }
      this.#next = frame.index + 1;
      if (frame.index === frameIndex) return frame;
      frame[Symbol.dispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source?.[Symbol.asyncDispose]();
  }

  async #begin(): Promise<void> {
    await this.#source?.[Symbol.asyncDispose]();
    this.#source = await openFile(this.name, this.#options);
    this.#frames = this.#source.frames();
    this.#next = 0;
  }
}
