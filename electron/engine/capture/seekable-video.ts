import { AV_FRAME_FLAG_CORRUPT, AV_FRAME_FLAG_KEY, AV_NOPTS_VALUE } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import type { SoughtPicture, SourceInfo } from '../../../contract/frame.ts';
import { Decoding } from './decoding.ts';
import { Demuxed } from './demuxed.ts';
import { CapturedFrame } from './frame.ts';
import type { SeekableFile } from './seekable-file.ts';
import { Tally } from './source.ts';
import { microseconds } from './timeline.ts';
import type { Uprighter } from './upright.ts';
import { describe, notOnePicture, uprighterOf, type VideoInput } from './video-reader.ts';

/**
 * How far before a key picture the one before it is looked for, doubled with every try: containers without an index are
 * searched by time.
 */
const STEP_BACK_US = 500_000;

/**
 * A video that is sent to key pictures. From a key picture on, everything that is shown after it is decoded exactly;
 * what is shown before it though it comes later in the file (open groups of pictures) is not, and is passed over.
 */
export class SeekableVideo implements SeekableFile {
  readonly info: SourceInfo;
  readonly #demuxed: Demuxed;
  readonly #decoding: Decoding;
  readonly #uprighter: Uprighter;
  readonly #startUs: number;
  /** Stamps of the very first picture: what lies there is exact from the first picture on. */
  readonly #firstDts: bigint;
  #landedUs: number | null = null;

  private constructor(info: SourceInfo, parts: Parts) {
    this.info = info;
    this.#demuxed = parts.demuxed;
    this.#decoding = parts.decoding;
    this.#uprighter = parts.uprighter;
    this.#startUs = parts.startUs;
    this.#firstDts = parts.firstDts;
  }

  static async open(input: VideoInput): Promise<SeekableVideo> {
    const demuxed = await Demuxed.open(input.name, input.url, input);
    const decoding = await Decoding.open(input.name, demuxed, new Tally());
    const uprighter = uprighterOf(demuxed.stream);
    try {
      demuxed.expectKey();
      const frame = await decoding.next();
      if (!frame) throw notOnePicture(input.name);
      const { rotationDeg } = uprighter.orientationOf(frame);
      const stamp = frame.bestEffortTimestamp;
      const pixels = await uprighter.pixelsOf(frame);
      const { widthPx, heightPx } = pixels.image;
      pixels.release();
      const info = { ...describe(input, demuxed), widthPx, heightPx, rotationDeg };
      const { startTime } = demuxed.format;
      const startUs =
        startTime === AV_NOPTS_VALUE ? microseconds(stamp, demuxed.stream.timeBase) : Number(startTime);
      const firstDts = demuxed.key?.dts ?? AV_NOPTS_VALUE;
      return new SeekableVideo(info, { demuxed, decoding, uprighter, startUs, firstDts });
    } catch (error) {
      uprighter[Symbol.dispose]();
      await decoding[Symbol.asyncDispose]();
      throw error;
    }
  }

  get hasSound(): boolean {
    return this.#demuxed.hasSound;
  }

  async seek(timeUs: number, earlier: number): Promise<boolean> {
    const before = earlier > 0 ? (this.#landedUs ?? timeUs) - STEP_BACK_US * 2 ** (earlier - 1) : timeUs;
    this.#decoding.restart();
    // The lowest of the two: stamps of decoding run before those of presentation, and some containers search by them.
    const stamp = before <= 0 ? this.#firstDts : this.#stampOf(before);
    return await this.#demuxed.seek(stamp === AV_NOPTS_VALUE ? 0n : stamp);
  }

  async next(): Promise<SoughtPicture | null> {
    for (;;) {
      const frame = await this.#decoding.next();
      if (!frame) return null;
      const timeUs = this.#timeOf(frame.bestEffortTimestamp);
      const { key } = this.#demuxed;
      const keyUs = key && this.#timeOf(key.pts);
      this.#landedUs = keyUs ?? this.#landedUs;
      const isFromStart = key === null || key.dts === this.#firstDts;
      if (isFromStart || timeUs === null || keyUs === null || timeUs >= keyUs)
        return new VideoPicture(frame, timeUs, this.#uprighter);
      frame.free();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#uprighter[Symbol.dispose]();
    await this.#decoding[Symbol.asyncDispose]();
  }

  #timeOf(stamp: bigint): number | null {
    if (stamp === AV_NOPTS_VALUE) return null;
    return microseconds(stamp, this.#demuxed.stream.timeBase) - this.#startUs;
  }

  /** The last stamp at or before a time, of which `microseconds` may have rounded half a tick away. */
  #stampOf(timeUs: number): bigint {
    const { num, den } = this.#demuxed.stream.timeBase;
    return (BigInt(Math.round(timeUs + this.#startUs)) * BigInt(den)) / (BigInt(num) * 1_000_000n) + 1n;
  }
}

interface Parts {
  readonly demuxed: Demuxed;
  readonly decoding: Decoding;
  readonly uprighter: Uprighter;
  readonly startUs: number;
  readonly firstDts: bigint;
}

class VideoPicture implements SoughtPicture {
  readonly timeUs: number | null;
  readonly isWhole: boolean;
  readonly isKey: boolean;
  readonly #uprighter: Uprighter;
  #frame: Frame | null;

  constructor(frame: Frame, timeUs: number | null, uprighter: Uprighter) {
    this.timeUs = timeUs;
    this.isWhole = frame.decodeErrorFlags === 0 && (frame.flags & AV_FRAME_FLAG_CORRUPT) === 0;
    this.isKey = (frame.flags & AV_FRAME_FLAG_KEY) !== 0;
    this.#frame = frame;
    this.#uprighter = uprighter;
  }

  async toFrame(index: number, timeUs: number): Promise<CapturedFrame> {
    const frame = this.#frame;
    if (!frame) throw new Error('internal: a picture is made a frame of once');
    this.#frame = null;
    return new CapturedFrame(index, timeUs, await this.#uprighter.pixelsOf(frame));
  }

  [Symbol.dispose](): void {
    this.#frame?.free();
    this.#frame = null;
  }
}
