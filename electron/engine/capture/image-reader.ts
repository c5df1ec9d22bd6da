import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AV_CODEC_ID_BMP,
  AV_CODEC_ID_MJPEG,
  AV_CODEC_ID_PBM,
  AV_CODEC_ID_PGM,
  AV_CODEC_ID_PNG,
  AV_CODEC_ID_PPM,
  AV_CODEC_ID_TIFF,
  AV_CODEC_ID_WEBP,
} from 'node-av/constants';
import type { AVCodecID } from 'node-av/constants';
import { avGetCodecName, Codec, CodecContext, Frame, Packet } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { SourceInfo } from '../../../contract/frame.ts';
import { reasonOf } from './ffmpeg.ts';
import type { Pixels } from './frame.ts';
import type { ImageSeries, NumberedImage } from './image-series.ts';
import type { Picture, PictureReader } from './picture.ts';
import { notReadable } from './readable.ts';
import type { Tally } from './source.ts';
import { Uprighter } from './upright.ts';

/** Reads a numbered sequence of image files as a video of even rate: place ÷ fps is the time. */
export class ImageReader implements PictureReader {
  readonly #folder: string;
  readonly #fps: number;
  readonly #tally: Tally;
  readonly #images: readonly NumberedImage[];
  #waiting: NumberedImage[];
  readonly #decoders = new Map<AVCodecID, CodecContext>();
  readonly #packet = new Packet();
  readonly #uprighter = new Uprighter(null, 0);
  #info: SourceInfo | null = null;
  /** Of the first image: what its EXIF data ask for. */
  #rotationDeg: SourceInfo['rotationDeg'] = 0;
  #first: Picture | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(folder: string, series: ImageSeries, fps: number, tally: Tally) {
    this.#folder = folder;
    this.#fps = fps;
    this.#tally = tally;
    this.#images = series.images;
    this.#waiting = [...series.images];
    this.#packet.alloc();
  }

  static async open(folder: string, series: ImageSeries, fps: number, tally: Tally): Promise<ImageReader> {
    const reader = new ImageReader(folder, series, fps, tally);
    const count = series.images.length;
    const places = series.images.at(-1)!.place + 1;
    try {
      const first = await reader.next();
      if (!first)
        throw new OnsetError('input-undecodable', {
          path: folder,
          reason: 'none of its images can be decoded',
        });
      reader.#first = first;
      const { widthPx, heightPx } = first.pixels.image;
      reader.#info = {
        kind: 'images',
        name: folder,
        widthPx,
        heightPx,
        fps,
        isVariableRate: places !== count,
        durationS: places / fps,
        frames: count,
        codec: [...reader.#decoders.keys()].map((id) => avGetCodecName(id)).join(),
        container: series.pattern,
        rotationDeg: reader.#rotationDeg,
      };
      return reader;
    } catch (error) {
      await reader[Symbol.asyncDispose]();
      throw error;
    }
  }

  get info(): SourceInfo {
    if (!this.#info) throw new Error('internal: an image folder is described before it is open');
    return this.#info;
  }

  next(): Promise<Picture | null> {
    const picture = this.#next();
    this.#running = picture.catch(() => null); // whoever called `next` hears of the failure; closing only waits
    return picture;
  }

  /** The next picture will be the last one at or before `timeUs`, or the first of all. */
  seek(timeUs: number): void {
    this.#first?.pixels.release();
    this.#first = null;
    const next = this.#images.findLastIndex(({ place }) => this.#timeOf(place) <= timeUs);
    this.#waiting = this.#images.slice(Math.max(0, next));
  }

  interrupt(): void {
    this.#isClosed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    this.#first?.pixels.release();
    this.#first = null;
    this.#uprighter[Symbol.dispose]();
    for (const decoder of this.#decoders.values()) decoder.freeContext();
    this.#decoders.clear();
    this.#packet.free();
  }

  async #next(): Promise<Picture | null> {
    if (this.#first) {
      const first = this.#first;
      this.#first = null;
      return first;
    }
    for (let image = this.#waiting.shift(); image && !this.#isClosed; image = this.#waiting.shift()) {
      const pixels = await this.#decode(image.name);
      if (pixels)
        return {
          timeUs: this.#timeOf(image.place),
          pixels: this.#sameSize(pixels, image.name),
        };
    }
    return null;
  }

  #timeOf(place: number): number {
    return Math.round((place * 1e6) / this.#fps);
  }

  /** Null, counted and said, where one image is damaged; its time stays empty. */
  async #decode(name: string): Promise<Pixels | null> {
    const path = join(this.#folder, name);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw notReadable(path, error);
    });
    const codecId = codecOf(bytes);
    const frame =
      codecId === null ? 'it is not an image of a known kind' : await this.#decodeBytes(codecId, bytes);
    if (typeof frame !== 'string') {
      this.#tally.captured++;
      if (!this.#info) this.#rotationDeg = this.#uprighter.orientationOf(frame).rotationDeg;
      return this.#uprighter.pixelsOf(frame);
    }
    this.#tally.corrupt++;
    this.#tally.warnings.push(`${path} is left out: ${frame}.`);
    return null;
  }

  /** The frame, or why there is none. */
  async #decodeBytes(codecId: AVCodecID, bytes: Buffer): Promise<Frame | string> {
    const decoder = await this.#decoderFor(codecId);
    this.#packet.unref();
    this.#packet.data = bytes;
    // FFmpeg's decoder of PNG adds any other packet to the picture before it (the difference frames of MNG).
    this.#packet.isKeyframe = true;
    const frame = new Frame();
    frame.alloc();
    let code = await decoder.sendPacket(this.#packet);
    if (code >= 0) code = await decoder.sendPacket(null);
    if (code >= 0) code = await decoder.receiveFrame(frame);
    decoder.flushBuffers();
    if (code >= 0 && frame.decodeErrorFlags === 0) return frame;
    frame.free();
    return code < 0 ? reasonOf(code) : 'it is damaged';
  }

  async #decoderFor(codecId: AVCodecID): Promise<CodecContext> {
    const known = this.#decoders.get(codecId);
    if (known) return known;
    const codec = Codec.findDecoder(codecId);
    if (!codec) throw new Error(`internal: no decoder for ${avGetCodecName(codecId) ?? codecId}`);
    const decoder = new CodecContext();
    decoder.allocContext3(codec);
    decoder.threadCount = 1; // one image at a time: frame threads would only add delay
    const code = await decoder.open2(codec);
    if (code < 0)
      throw new Error(`internal: the decoder ${codec.name ?? ''} does not open: ${reasonOf(code)}`);
    this.#decoders.set(codecId, decoder);
    return decoder;
  }

  /** The first image sets the size. */
  #sameSize(pixels: Pixels, name: string): Pixels {
    const { widthPx, heightPx } = pixels.image;
    const info = this.#info;
    if (!info || (widthPx === info.widthPx && heightPx === info.heightPx)) return pixels;
    pixels.release();
    const sizes = { size: `${widthPx}×${heightPx}`, expected: `${info.widthPx}×${info.heightPx}` };
    throw new OnsetError('images-differ-in-size', { folder: this.#folder, name, ...sizes });
  }
}

/** By the first bytes, since endings lie. */
function codecOf(bytes: Buffer): AVCodecID | null {
  const begins = (...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xd8)) return AV_CODEC_ID_MJPEG;
  if (begins(0x89, 0x50, 0x4e, 0x47)) return AV_CODEC_ID_PNG;
  if (begins(0x42, 0x4d)) return AV_CODEC_ID_BMP;
  if (begins(0x49, 0x49, 0x2a, 0) || begins(0x4d, 0x4d, 0, 0x2a)) return AV_CODEC_ID_TIFF;
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return AV_CODEC_ID_WEBP;
  if (begins(0x50, 0x31) || begins(0x50, 0x34)) return AV_CODEC_ID_PBM;
  if (begins(0x50, 0x32) || begins(0x50, 0x35)) return AV_CODEC_ID_PGM;
  if (begins(0x50, 0x33) || begins(0x50, 0x36)) return AV_CODEC_ID_PPM;
  return null;
}
