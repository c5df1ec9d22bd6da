import { rename, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT709,
  AVCOL_SPC_SMPTE170M,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
} from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { ColourMatrix, ColourRange, YuvImage } from '../../../contract/frame.ts';

export interface VideoWriterOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly matrix?: ColourMatrix;
  readonly range?: ColourRange;
  /** Nominal frame rate, for the encoder's rate control only; the timestamps are the caller's. */
  readonly fps: number;
  /** x264's constant rate factor: 0 loses nothing, 18 is hard to tell from the source, 51 is worst. */
  readonly crf?: number;
  /** x264's trade of time for size, `ultrafast` … `veryslow`. */
  readonly preset?: string;
  /** Encoder threads; 0 lets x264 choose. */
  readonly threads?: number;
  /** Tags of the container, such as `title` and `comment`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** x264 and the muxer write to standard error unless told not to; what matters comes back as a code. */
Log.setLevel(AV_LOG_QUIET);

const COLOUR_SPACES = {
  bt601: AVCOL_SPC_SMPTE170M,
  bt709: AVCOL_SPC_BT709,
  bt2020: AVCOL_SPC_BT2020_NCL,
} as const satisfies Record<ColourMatrix, number>;

const COLOUR_RANGES = {
  limited: AVCOL_RANGE_MPEG,
  full: AVCOL_RANGE_JPEG,
} as const satisfies Record<ColourRange, number>;

/** Timestamps are kept to the microsecond: the container's clock ticks a million times a second. */
const TICKS_PER_SECOND = 1_000_000;

/**
 * Opens an H.264 MP4 for writing. The file appears under its name only when `close` has succeeded; until then it is
 * `path.partial`, which `discard` removes.
 *
 *     const writer = await openVideoWriter('clip.mp4', { widthPx: 384, heightPx: 384, fps: 100 });
 *     await writer.write(image, 0);      // i420, microseconds, strictly increasing
 *     await writer.close();
 *
 * Throws `output-unwritable`.
 */
export async function openVideoWriter(path: string, options: VideoWriterOptions): Promise<VideoWriter> {
  const writer = new VideoWriter(path, options);
  try {
    await writer.open();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return writer;
}

export class VideoWriter {
  readonly path: string;
  readonly #options: VideoWriterOptions;
  readonly #format = new FormatContext();
  readonly #encoder = new CodecContext();
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  readonly #timeBase = new Rational(1, TICKS_PER_SECOND);
  #lastUs = -1;
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(path: string, options: VideoWriterOptions) {
    if (options.widthPx % 2 !== 0 || options.heightPx % 2 !== 0) {
      throw new Error(`internal: 4:2:0 video needs even sides, not ${options.widthPx}x${options.heightPx}`);
    }
    this.path = path;
    this.#options = options;
  }

  get #partial(): string {
    return `${this.path}.partial`;
  }

  /** Opens encoder and file; `openVideoWriter` calls it. */
  async open(): Promise<void> {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new Error('internal: this FFmpeg was built without libx264');
    this.#check(this.#format.allocOutputContext2(null, 'mp4', this.#partial));
    this.#encoder.allocContext3(codec);
    this.#configureEncoder();
    const { crf = 18, preset = 'medium', threads = 0 } = this.#options;
    this.#check(await this.#encoder.open2(codec, Dictionary.fromObject({ crf, preset, threads })));
    const stream = this.#format.newStream();
    stream.timeBase = this.#timeBase;
    this.#check(stream.codecpar.fromContext(this.#encoder));
    if (this.#options.metadata) this.#format.metadata = Dictionary.fromObject(this.#options.metadata);
    this.#packet.alloc();
    this.#prepareFrame();
    this.#check(await this.#format.openOutput());
    this.#state = 'open';
    // The index goes to the front so that a browser can play the file while it loads.
    const muxing = { movflags: '+faststart', video_track_timescale: TICKS_PER_SECOND };
    this.#check(await this.#format.writeHeader(Dictionary.fromObject(muxing)));
  }

  /** Encodes one picture (`i420`; only read during the call). Times must increase. */
  async write(image: YuvImage, timeUs: number): Promise<void> {
    if (this.#state !== 'open') throw new Error('internal: the video writer is not open');
    if (timeUs <= this.#lastUs) throw new Error(`internal: time ${timeUs} does not follow ${this.#lastUs}`);
    this.#lastUs = timeUs;
    // The encoder may still hold last time's buffer; writing then goes to a fresh one.
    this.#check(this.#frame.makeWritable());
    copyPlanes(image, this.#frame);
    this.#frame.pts = BigInt(Math.round(timeUs));
    this.#check(await this.#encoder.sendFrame(this.#frame));
    await this.#drain();
  }

  /** Writes what is left and gives the file its name. */
  async close(): Promise<void> {
    if (this.#state !== 'open') throw new Error('internal: the video writer is not open');
    try {
      this.#check(await this.#encoder.sendFrame(null));
      await this.#drain();
      this.#check(await this.#format.writeTrailer());
      await this.#release();
      await rename(this.#partial, this.path);
    } catch (error) {
      await this.discard();
      if (error instanceof OnsetError) throw error;
      throw new OnsetError('output-unwritable', { path: this.path, reason: reasonOf(error) }, error);
    }
  }

  /** Gives up: nothing stays on the disk. Harmless after `close`. */
  async discard(): Promise<void> {
    const isFinished = this.#state === 'closed';
    await this.#release();
    if (!isFinished) await rm(this.#partial, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.discard();
  }

  #configureEncoder(): void {
    const { widthPx, heightPx, fps, matrix = 'bt709', range = 'limited' } = this.#options;
    const encoder = this.#encoder;
    encoder.width = widthPx;
    encoder.height = heightPx;
    encoder.pixelFormat = AV_PIX_FMT_YUV420P;
    encoder.timeBase = this.#timeBase;
    encoder.framerate = new Rational(Math.round(fps * 1000), 1000);
    encoder.colorRange = COLOUR_RANGES[range];
    encoder.colorSpace = COLOUR_SPACES[matrix];
    encoder.colorPrimaries = AVCOL_PRI_BT709;
    encoder.colorTrc = AVCOL_TRC_BT709;
    // MP4 keeps the codec's headers once, in front.
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  }

  #prepareFrame(): void {
    this.#frame.alloc();
    this.#frame.width = this.#options.widthPx;
    this.#frame.height = this.#options.heightPx;
    this.#frame.format = AV_PIX_FMT_YUV420P;
    this.#check(this.#frame.getBuffer());
  }

  async #drain(): Promise<void> {
    for (;;) {
      const status = await this.#encoder.receivePacket(this.#packet);
      if (status === AVERROR_EAGAIN || status === AVERROR_EOF) return;
      this.#check(status);
      this.#packet.streamIndex = 0;
      // Only the last one's counts: the others end where the next begins.
      this.#packet.duration = BigInt(Math.round(TICKS_PER_SECOND / this.#options.fps));
      this.#packet.rescaleTs(this.#timeBase, this.#format.streams[0]!.timeBase);
      this.#check(await this.#format.interleavedWriteFrame(this.#packet));
      this.#packet.unref();
    }
  }

  async #release(): Promise<void> {
    if (this.#state === 'open') await this.#format.closeOutput();
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#packet.free();
    this.#frame.free();
    this.#encoder.freeContext();
    this.#format.freeContext();
  }

  #check(status: number): void {
    if (status >= 0) return;
    // FFmpeg hands the system's own number on, negated.
    const isFull = status === -constants.errno.ENOSPC;
    const reason = isFull ? reasonOfWriting({ code: 'ENOSPC' }) : FFmpegError.strerror(status);
    throw new OnsetError('output-unwritable', { path: this.path, reason });
  }
}

function copyPlanes(image: YuvImage, frame: Frame): void {
  if (image.layout !== 'i420') throw new Error(`internal: the video writer takes i420, not ${image.layout}`);
  const planes = frame.data;
  if (!planes) throw new Error('internal: the frame has no planes');
  image.planes.forEach(({ data, strideBytes }, plane) => {
    const isLuma = plane === 0;
    const rows = isLuma ? image.heightPx : image.heightPx / 2;
    const bytes = isLuma ? image.widthPx : image.widthPx / 2;
    const target = planes[plane]!;
    const targetStride = frame.linesize[plane]!;
    for (let row = 0; row < rows; row++)
      target.set(data.subarray(row * strideBytes, row * strideBytes + bytes), row * targetStride);
  });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
