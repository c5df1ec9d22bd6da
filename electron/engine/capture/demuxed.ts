import type { AVCodecID } from 'node-av/constants';
import {
  AV_CODEC_ID_ANSI,
  AV_CODEC_ID_BINTEXT,
  AV_CODEC_ID_IDF,
  AV_CODEC_ID_XBIN,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
  AV_TIME_BASE,
  AVDISCARD_ALL,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
} from 'node-av/constants';
import { Dictionary, FormatContext, Packet } from 'node-av/lib';
import type { InputFormat, Stream } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import { isEndOfFile, orUndecodable } from './ffmpeg.ts';

/** An open container with its best video stream chosen; the other streams are thrown away unread. */
export class Demuxed implements AsyncDisposable {
  readonly format: FormatContext;
  readonly stream: Stream;
  /** Packets of the chosen stream read so far. */
  packets = 0;
  /** The error code that ended reading before the end of the file; 0 while there is none. */
  breakCode = 0;
  /** Sees each packet of the chosen stream as it is read; it is valid during the call only. */
  tap: ((packet: Packet) => void) | null = null;
  /** Stamps of the key picture at which reading began after the latest `seek`; null until it has come. */
  key: { readonly pts: bigint; readonly dts: bigint } | null = null;
  #awaitsKey = false;
  readonly #packet = new Packet();

  private constructor(format: FormatContext, stream: Stream) {
    this.format = format;
    this.stream = stream;
    this.#packet.alloc();
    for (const other of format.streams) if (other.index !== stream.index) other.discard = AVDISCARD_ALL;
  }

  /** `name` is what the person calls the input; `url` what FFmpeg opens. */
  static async open(name: string, url: string, how: OpenOptions = {}): Promise<Demuxed> {
    const format = new FormatContext();
    try {
      how.configure?.(format);
      using options = Dictionary.fromObject(how.options ?? {});
      orUndecodable(await format.openInput(url, how.format ?? null, options), name);
      orUndecodable(await format.findStreamInfo(null), name);
      return new Demuxed(format, bestVideo(format, name));
    } catch (error) {
      await format.closeInput();
      throw error;
    }
  }

  /** The next packet of the video, valid until the next call; null at the end, or where the file breaks off. */
  async next(): Promise<Packet | null> {
    for (;;) {
      this.#packet.unref();
      const code = await this.format.readFrame(this.#packet);
      if (code < 0) {
        if (!isEndOfFile(code)) this.breakCode = code;
        return null;
      }
      if (this.#packet.streamIndex !== this.stream.index) continue;
      if (this.#awaitsKey && !this.#packet.isKeyframe) continue;
      if (this.#awaitsKey) this.key = { pts: this.#packet.pts, dts: this.#packet.dts };
      this.#awaitsKey = false;
      this.packets++;
      this.tap?.(this.#packet);
      return this.#packet;
    }
  }

  /** Goes to a key picture at or before `stamp`, as the container knows it. False where it cannot. */
  async seek(stamp: bigint): Promise<boolean> {
    const code = await this.format.seekFrame(this.stream.index, stamp, AVSEEK_FLAG_BACKWARD);
    this.expectKey();
    this.breakCode = 0;
    return code >= 0;
  }

  /** Passes over what comes before the next key picture, and notes that one's stamps in `key`. */
  expectKey(): void {
    this.key = null;
    this.#awaitsKey = true;
  }

  get hasSound(): boolean {
    return this.format.streams.some((s) => s.codecpar.codecType === AVMEDIA_TYPE_AUDIO);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#packet.free();
    await this.format.closeInput();
  }
}

export interface OpenOptions {
  readonly format?: InputFormat | null;
  readonly options?: Record<string, string>;
  readonly configure?: (format: FormatContext) => void;
}

/**
 * The video with the most pixels; of several, the one FFmpeg would take, or the first. Cover pictures
 * of sound files are video streams to FFmpeg but hold one still.
 */
function bestVideo(format: FormatContext, name: string): Stream {
  const favourite = format.findBestStream(AVMEDIA_TYPE_VIDEO);
  const videos = format.streams.filter((s) => s.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !isStill(s));
  const rank = (s: Stream): number =>
    s.codecpar.width * s.codecpar.height + (s.index === favourite ? 0.5 : 0);
  const best = videos.toSorted((x, y) => rank(y) - rank(x))[0];
  if (!best) throw new OnsetError('input-without-video', { path: name });
  return best;
}

/** FFmpeg also paints text files (by their ending) as screens of a terminal of old. */
const PAINTED_TEXT: readonly AVCodecID[] = [
  AV_CODEC_ID_ANSI,
  AV_CODEC_ID_BINTEXT,
  AV_CODEC_ID_IDF,
  AV_CODEC_ID_XBIN,
];

const isStill = (stream: Stream): boolean =>
  (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0 || PAINTED_TEXT.includes(stream.codecpar.codecId);

/** Where the container's clock starts, in seconds. */
export function startS(format: FormatContext): number {
  return format.startTime === AV_NOPTS_VALUE ? 0 : Number(format.startTime) / AV_TIME_BASE;
}
