import { OnsetError } from '../../../contract/errors.ts';
import type { VideoFrame } from '../../../contract/frame.ts';
import type { FrameServerOptions } from './options.ts';
import { PictureCache } from './picture-cache.ts';
import { InOrder, Sought, type PlacedReader } from './readers.ts';

/** Pictures decoded ahead going forward: at four times 60 a second, what the person sees next within 50 ms. */
const AHEAD = 12;
/** Going on is cheaper than a search up to about this many pictures. */
const GO_ON = 48;
/** Key pictures tried before the nearest one. */
const MOST_TRIES = 8;
/** A step of more frames than this is a jump: it says nothing of the direction. */
const JUMP = 60;

/**
 * Serves pictures of one video by frame number.
 *
 *     await using server = await FrameServer.open(options);
 *     using frame = await server.frame(1234);
 *
 * A search goes to the key picture at or before the frame and decodes from there. What is decoded on the way is kept,
 * so a step back finds its picture ready; going back, the pictures before those kept are decoded ahead of time.
 *
 * Throws `frame-undecodable`, and `video-changed` where the file's pictures are not those of the table.
 */
export class FrameServer implements AsyncDisposable {
  readonly #options: FrameServerOptions;
  readonly #cache: PictureCache;
  #reader: PlacedReader;
  #cursor = -1;
  #direction: -1 | 1 = 1;
  /** Calls to FFmpeg one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Frames that somebody waits for, which end decoding ahead. */
  readonly #awaited = new Set<number>();
  #isPrefetching = false;
  #isClosed = false;

  static async open(options: FrameServerOptions): Promise<FrameServer> {
    return new FrameServer(options, new Sought(await options.open(), options));
  }

  private constructor(options: FrameServerOptions, reader: PlacedReader) {
    this.#options = options;
    this.#reader = reader;
    this.#cache = new PictureCache(options.memoryBytes);
  }

  /**
   * The picture of a frame of the table; the caller disposes it. `isWhereThePersonIs`: what is kept and decoded ahead is
   * chosen by it; false for pictures beside.
   */
  async frame(index: number, isWhereThePersonIs = true): Promise<VideoFrame> {
    if (isWhereThePersonIs) this.#follow(index);
    const held = this.#cache.get(index)?.clone() ?? (await this.#await(index));
    this.#prefetch();
    return held;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#queue;
    this.#cache[Symbol.dispose]();
    await this.#reader[Symbol.asyncDispose]();
  }

  #follow(index: number): void {
    const step = index - this.#cursor;
    if (this.#cursor >= 0 && step !== 0 && Math.abs(step) <= JUMP) this.#direction = step < 0 ? -1 : 1;
    this.#cursor = index;
    this.#cache.follow(index, this.#direction);
  }

  async #await(index: number): Promise<VideoFrame> {
    this.#awaited.add(index);
    try {
      return await this.#exclusively(
        async () => this.#cache.get(index)?.clone() ?? (await this.#decode(index)),
      );
    } finally {
      this.#awaited.delete(index);
    }
  }

  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(() => {
      if (this.#isClosed) throw new Error('internal: the frame server is closed');
      return work();
    });
    this.#queue = result.catch(() => undefined); // whoever asked hears of the failure; the next one only waits
    return result;
  }

  /** Decodes up to `index`, keeping what there is room for on the way. */
  async #decode(index: number): Promise<VideoFrame> {
    for (let earlier = 0; earlier < MOST_TRIES; earlier++) {
      if (!this.#canGoOn(index) || earlier > 0) {
        if (!(await this.#reader.seek(index, earlier))) break;
      }
      // A damaged picture that stays damaged however early decoding begins is so in the file.
      const isLastTry = earlier >= 2;
      const found = await this.#readUpTo(index, isLastTry);
      if (found) return found;
      if (this.#reader.isLost) break;
    }
    if (!(this.#reader instanceof InOrder)) return await this.#decodeInOrder(index);
    throw this.#undecodable(index);
  }

  /** The file cannot be searched, or not be trusted when it is: all is read from the beginning, which is always right. */
  async #decodeInOrder(index: number): Promise<VideoFrame> {
    await this.#reader[Symbol.asyncDispose]();
    this.#reader = new InOrder(this.#options);
    return await this.#decode(index);
  }

  async #readUpTo(index: number, takesDamaged: boolean): Promise<VideoFrame | null> {
    for (;;) {
      using placed = await this.#reader.next();
      if (!placed || placed.index > index) return null;
      if (placed.index === index && !placed.isWhole && !takesDamaged) return null;
      if (placed.index === index) {
        const frame = await placed.toFrame();
        this.#cache.add(frame.clone());
        return frame;
      }
      if (placed.isWhole && this.#cache.hasRoomFor(placed.index)) this.#cache.add(await placed.toFrame());
    }
  }

  #canGoOn(index: number): boolean {
    const { position } = this.#reader;
    return position < index && index - position <= GO_ON;
  }

  #prefetch(): void {
    if (this.#isPrefetching || this.#isClosed || this.#options.looksAhead === false) return;
    const span = this.#missing();
    if (!span) return;
    this.#isPrefetching = true;
    const work = this.#exclusively(() => this.#decodeAhead(span.from, span.to));
    // A picture that cannot be decoded ahead is reported when somebody asks for it.
    void work
      .then(
        (isDone) => isDone && this.#awaited.size === 0,
        () => false,
      )
      .then((mayGoOn) => {
        this.#isPrefetching = false;
        if (mayGoOn) this.#prefetch();
      });
  }

  /** What the person will want next and is not there: behind in good time before it is reached, ahead a little. */
  #missing(): { readonly from: number; readonly to: number } | null {
    const chunk = Math.max(1, Math.floor(this.#cache.capacity * 0.4));
    const before = this.#cache.run(this.#cursor, -1, chunk + 1);
    const wantsBefore = this.#direction < 0 ? before <= chunk : before <= Math.min(4, chunk);
    const beforeTo = this.#cursor - before;
    if (this.#direction < 0 && wantsBefore && beforeTo >= 0)
      return { from: Math.max(0, beforeTo - chunk + 1), to: beforeTo };
    const most = Math.min(AHEAD, chunk);
    const after = this.#cache.run(this.#cursor, 1, most + 1);
    const afterFrom = this.#cursor + after;
    if (after <= most / 2 && this.#options.table.timeOf(afterFrom) !== null)
      return { from: afterFrom, to: this.#cursor + most };
    if (wantsBefore && beforeTo >= 0) return { from: Math.max(0, beforeTo - chunk + 1), to: beforeTo };
    return null;
  }

  /** True when it went to the end of the span. Ends early for whoever waits for something else. */
  async #decodeAhead(from: number, to: number): Promise<boolean> {
    if (this.#isUrgent(from, to)) return false;
    if (!this.#canGoOn(from) && !(await this.#reader.seek(from, 0))) return false;
    for (;;) {
      using placed = await this.#reader.next();
      if (!placed || placed.index > to) return false;
      if (placed.isWhole && placed.index >= from && !this.#cache.get(placed.index))
        this.#cache.add(await placed.toFrame());
      if (placed.index >= to) return true;
      if (this.#isUrgent(placed.index + 1, to) || this.#isClosed) return false;
    }
  }

  #isUrgent(from: number, to: number): boolean {
    return [...this.#awaited].some((index) => !this.#cache.get(index) && (index < from || index > to));
  }

  #undecodable(frame: number): OnsetError {
    const { name } = this.#options;
    return this.#reader.isLost
      ? new OnsetError('video-changed', { path: name, reason: 'its pictures lie at other times' })
      : new OnsetError('frame-undecodable', { path: name, frame });
  }
}
