import type { SeekableSource, SoughtPicture, VideoFrame } from '../../../contract/frame.ts';
import type { Moment } from '../../../contract/spot.ts';
import type { FrameServerOptions, FrameTable } from './options.ts';

/** A picture that has found its place in the table. */
export interface PlacedPicture extends Disposable {
  readonly index: number;
  readonly isWhole: boolean;
  toFrame(): Promise<VideoFrame>;
}

export interface PlacedReader extends AsyncDisposable {
  /** The frame given last; −1 before the first. */
  readonly position: number;
  /** Set where pictures came that the table does not know. */
  readonly isLost: boolean;
  /** Goes to a place before `index`; false where that cannot be. */
  seek(index: number, earlier: number): Promise<boolean>;
  next(): Promise<PlacedPicture | null>;
}

/** Half of this apart are the stamps of containers that count in milliseconds and those of the engine. */
const TOLERANCE_US = 500;

/** Two frames this close have made-up times, which no search can tell apart. */
const TWINS_US = 2;

/** Reads after a search; places pictures by their time. */
export class Sought implements PlacedReader {
  position = -1;
  isLost = false;
  readonly #source: SeekableSource;
  readonly #table: FrameTable;
  readonly #isEveryFrame: boolean;

  /** Takes over `source`. */
  constructor(source: SeekableSource, { table, isEveryFrame }: FrameServerOptions) {
    this.#source = source;
    this.#table = table;
    this.#isEveryFrame = isEveryFrame;
  }

  async seek(index: number, earlier: number): Promise<boolean> {
    const timeUs = this.#table.timeOf(index);
    if (timeUs === null) return false;
    this.position = -1;
    return await this.#source.seek(timeUs, earlier);
  }

  async next(): Promise<PlacedPicture | null> {
    for (let picture = await this.#source.next(); picture; picture = await this.#source.next()) {
      const place = this.#placeOf(picture);
      if (place) {
        this.position = place.frameIndex;
        return placed(picture, place);
      }
      picture[Symbol.dispose]();
      if (this.isLost) return null;
    }
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source[Symbol.asyncDispose]();
  }

  #placeOf({ timeUs }: SoughtPicture): Moment | null {
    const place = timeUs === null ? null : placeAt(this.#table, timeUs);
    const isRight = place !== null && place.frameIndex > this.position && !this.#hasTwin(place);
    this.isLost ||= this.#isEveryFrame ? !isRight : timeUs === null;
    return isRight ? place : null;
  }

  #hasTwin({ frameIndex, timeUs }: Moment): boolean {
    return [frameIndex - 1, frameIndex + 1].some(
      (other) => Math.abs((this.#table.timeOf(other) ?? -Infinity) - timeUs) <= TWINS_US,
    );
  }
}

/** Reads everything from the first picture on, as an analysis does. */
export class InOrder implements PlacedReader {
  position = -1;
  isLost = false;
  readonly #options: FrameServerOptions;
  #frames: AsyncGenerator<VideoFrame, void, undefined> | null = null;

  constructor(options: FrameServerOptions) {
    this.#options = options;
  }

  async seek(index: number): Promise<boolean> {
    if (this.#frames && this.position < index) return true;
    await this.#frames?.return();
    this.#frames = this.#options.readInOrder();
    this.position = -1;
    return true;
  }

  async next(): Promise<PlacedPicture | null> {
    this.#frames ??= this.#options.readInOrder();
    for (;;) {
      const { done, value: frame } = await this.#frames.next();
      if (done) return null;
      const place = placeAt(this.#options.table, frame.timeUs);
      if (place && place.frameIndex > this.position) {
        this.position = place.frameIndex;
        return placedFrame(frame, place);
      }
      frame[Symbol.dispose]();
      if (!this.#options.isEveryFrame) continue;
      this.isLost = true;
      return null;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#frames?.return();
  }
}

function placeAt(table: FrameTable, timeUs: number): Moment | null {
  const nearest = table.nearest(timeUs);
  return nearest && Math.abs(nearest.timeUs - timeUs) <= TOLERANCE_US ? nearest : null;
}

const placed = (picture: SoughtPicture, { frameIndex, timeUs }: Moment): PlacedPicture => ({
  index: frameIndex,
  isWhole: picture.isWhole,
  toFrame: () => picture.toFrame(frameIndex, timeUs),
  [Symbol.dispose]: () => picture[Symbol.dispose](),
});

function placedFrame(frame: VideoFrame, { frameIndex }: Moment): PlacedPicture {
  let isTaken = false;
  return {
    index: frameIndex,
    isWhole: true,
    toFrame: () => {
      isTaken = true;
      return Promise.resolve(new NumberedFrame(frame, frameIndex));
    },
    [Symbol.dispose]: () => {
      if (!isTaken) frame[Symbol.dispose]();
    },
  };
}

/** A frame under the table's number instead of its own. */
class NumberedFrame implements VideoFrame {
  readonly index: number;
  readonly #frame: VideoFrame;

  constructor(frame: VideoFrame, index: number) {
    this.#frame = frame;
    this.index = index;
  }

  get timeUs(): number {
    return this.#frame.timeUs;
  }

  get image(): VideoFrame['image'] {
    return this.#frame.image;
  }

  clone(): VideoFrame {
    return new NumberedFrame(this.#frame.clone(), this.index);
  }

  [Symbol.dispose](): void {
    this.#frame[Symbol.dispose]();
  }
}
