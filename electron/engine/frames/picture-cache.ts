import type { VideoFrame } from '../../../contract/frame.ts';

/** Pictures this small need no more of them kept: half a minute at 60 frames a second. */
const MOST_PICTURES = 2000;

/** What lies behind the direction of travel is given up as if it were this much farther away. */
const BEHIND = 3;

/** Decoded pictures by frame number, up to a number of bytes; those far from where the person is go first. */
export class PictureCache implements Disposable {
  readonly #maxBytes: number;
  readonly #frames = new Map<number, VideoFrame>();
  #pictureBytes = 0;
  #cursor = 0;
  #direction: -1 | 1 = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How many pictures there is room for, once one is known. At least two: the one asked for and the next. */
  get capacity(): number {
    if (this.#pictureBytes === 0) return 2;
    return Math.max(2, Math.min(MOST_PICTURES, Math.floor(this.#maxBytes / this.#pictureBytes)));
  }

  follow(cursor: number, direction: -1 | 1): void {
    this.#cursor = cursor;
    this.#direction = direction;
  }

  get(index: number): VideoFrame | null {
    return this.#frames.get(index) ?? null;
  }

  /** How many pictures in a row are there from `index` on in steps of `step`, up to `most`. */
  run(index: number, step: -1 | 1, most: number): number {
    let count = 0;
    while (count < most && this.#frames.has(index + count * step)) count++;
    return count;
  }

  /** Whether a picture would stay if it were added now. */
  hasRoomFor(index: number): boolean {
    if (this.#frames.size < this.capacity) return true;
    return this.#distance(index) < this.#distance(this.#farthest());
  }

  /** Takes over `frame`. */
  add(frame: VideoFrame): void {
    this.#frames.get(frame.index)?.[Symbol.dispose]();
    this.#frames.set(frame.index, frame);
    this.#pictureBytes = Math.max(this.#pictureBytes, bytesOf(frame));
    while (this.#frames.size > this.capacity) this.#drop(this.#farthest());
  }

  [Symbol.dispose](): void {
    for (const frame of this.#frames.values()) frame[Symbol.dispose]();
    this.#frames.clear();
  }

  #farthest(): number {
    let farthest = this.#cursor;
    for (const index of this.#frames.keys())
      if (this.#distance(index) > this.#distance(farthest)) farthest = index;
    return farthest;
  }

  #distance(index: number): number {
    const ahead = (index - this.#cursor) * this.#direction;
    return ahead >= 0 ? ahead : -ahead * BEHIND;
  }

  #drop(index: number): void {
    this.#frames.get(index)?.[Symbol.dispose]();
    this.#frames.delete(index);
  }
}

const bytesOf = ({ image }: VideoFrame): number =>
  image.planes.reduce((sum, { data }) => sum + data.byteLength, 0);
