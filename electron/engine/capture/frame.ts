import {
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT709,
  AVCOL_SPC_SMPTE170M,
} from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import type { VideoFrame, YuvImage } from '../../../contract/frame.ts';
import { watchForgotten, unwatchForgotten } from './forgotten.ts';
import { imageOf, type Colour } from './image.ts';

/**
 * One owner of a decoded picture. `clone()` adds an owner; the pixels go back to FFmpeg's pool when
 * the last one is disposed, and every plane handed out is emptied then (its length becomes 0), so a
 * plane kept for too long reads nothing rather than the next picture.
 */
export class CapturedFrame implements VideoFrame {
  readonly index: number;
  readonly timeUs: number;
  #pixels: Pixels | null;

  constructor(index: number, timeUs: number, pixels: Pixels) {
    this.index = index;
    this.timeUs = timeUs;
    this.#pixels = pixels;
    pixels.retain();
    watchForgotten(this, pixels);
  }

  get image(): YuvImage {
    return this.#held().image;
  }

  clone(): CapturedFrame {
    return new CapturedFrame(this.index, this.timeUs, this.#held());
  }

  /** Another owner of the same pixels, as FFmpeg's own kind of frame; the caller frees it. */
  avFrame(): Frame {
    return this.#held().avFrame();
  }

  [Symbol.dispose](): void {
    if (!this.#pixels) return;
    unwatchForgotten(this);
    this.#pixels.release();
    this.#pixels = null;
  }

  #held(): Pixels {
    if (!this.#pixels) throw new Error(`internal: frame ${this.index} was used after it was disposed`);
    return this.#pixels;
  }
}

/**
 * A picture in FFmpeg's memory with its count of owners; it takes over `av`, which must be in a layout of the contract.
 */
export class Pixels {
  readonly #av: Frame;
  readonly #colour: Colour;
  #image: YuvImage | null = null;
  #owners = 0;

  constructor(av: Frame, colour: Colour) {
    this.#av = av;
    this.#colour = colour;
  }

  /** Views of FFmpeg's memory, made when first asked for. */
  get image(): YuvImage {
    return (this.#image ??= imageOf(this.#av, this.#colour));
  }

  avFrame(): Frame {
    const av = this.#av.clone();
    if (!av) throw new Error('internal: no memory for a frame');
    // What the file declares, or what was guessed of it: the same as the contract's image says.
    av.colorRange = this.#colour.range === 'full' ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    av.colorSpace = SPACES[this.#colour.matrix];
    return av;
  }

  retain(): void {
    this.#owners++;
  }

  release(): void {
    if (--this.#owners > 0) return;
    // A transferred buffer is detached from every view of it; the memory itself stays FFmpeg's.
    for (const { data } of this.#image?.planes ?? []) (data.buffer as ArrayBuffer).transfer();
    this.#image = null;
    this.#av.free();
  }
}

const SPACES = {
  bt601: AVCOL_SPC_SMPTE170M,
  bt709: AVCOL_SPC_BT709,
  bt2020: AVCOL_SPC_BT2020_NCL,
} as const;
