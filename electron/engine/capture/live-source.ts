import type { VideoFrame } from '../../../contract/frame.ts';
import { CapturedFrame } from './frame.ts';
import type { PictureReader } from './picture.ts';
import type { FrameSource, PacketStream, Tally } from './source.ts';

/**
 * Frames that may wait for a busy consumer. At 100 fps this bridges 80 ms (a collection of garbage,
 * a slow mesh); a longer queue would only make what is shown older.
 */
export const QUEUE_FRAMES = 8;

/**
 * A source that does not wait: frames are taken as the device gives them, into a short queue. When it
 * is full the oldest is thrown away and counted, so that what the consumer gets is the newest.
 */
export class LiveSource implements FrameSource {
  readonly stats: Tally;
  readonly #reader: PictureReader;
  readonly #queue: CapturedFrame[] = [];
  #isTaken = false;
  #isOver = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(reader: PictureReader, tally: Tally) {
    this.#reader = reader;
    this.stats = tally;
  }

  get info(): FrameSource['info'] {
    return this.#reader.info;
  }

  get packets(): PacketStream | null {
    return this.#reader.packets ?? null;
  }

  async *frames(signal?: AbortSignal): AsyncGenerator<VideoFrame, void, undefined> {
    if (this.#isTaken) throw new Error('internal: a source is read once; open it again');
    this.#isTaken = true;
    const stop = (): void => this.#stop();
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) return;
      void this.#pump();
      for (;;) {
        const frame = this.#queue.shift();
        if (frame) {
          this.stats.delivered++;
          yield frame;
        } else if (this.#isOver) break;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      if (this.#failure) throw this.#failure;
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isTaken = true;
    this.#stop();
    await this.#reader[Symbol.asyncDispose]();
  }

  /** Runs beside the consumer; its failure is thrown to the consumer once the queue is empty. */
  async #pump(): Promise<void> {
    try {
      for (let index = 0; !this.#isOver; index++) {
        const picture = await this.#reader.next();
        if (!picture) break;
        this.#push(new CapturedFrame(index, picture.timeUs, picture.pixels));
      }
    } catch (error) {
      this.#failure =
        error instanceof Error ? error : new Error('internal: capture failed', { cause: error });
    }
    this.#isOver = true;
    this.#notify();
  }

  #push(frame: CapturedFrame): void {
    if (this.#isOver) {
      frame[Symbol.dispose]();
      return;
    }
    if (this.#queue.length === QUEUE_FRAMES) {
      this.#queue.shift()![Symbol.dispose]();
      this.stats.dropped++;
    }
    this.#queue.push(frame);
    this.#notify();
  }

  #stop(): void {
    if (!this.#isOver) this.#reader.interrupt();
    this.#isOver = true;
    for (const frame of this.#queue.splice(0)) frame[Symbol.dispose]();
    this.#notify();
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
