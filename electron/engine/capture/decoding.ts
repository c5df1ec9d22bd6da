import { AV_FRAME_FLAG_CORRUPT } from 'node-av/constants';
import { Codec, CodecContext, Frame } from 'node-av/lib';
import type { Packet } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { Demuxed } from './demuxed.ts';
import { isEndOfFile, isTryAgain, orUndecodable } from './ffmpeg.ts';
import type { Tally } from './source.ts';

/**
 * A decoder holds back at most a frame for each thread and reference (16); more failures than that are one that
 * repeats.
 */
const MAX_DRAIN_FAILURES = 64;

/** The frames of one video stream as the decoder gives them: in presentation order, each owned by the caller. */
export class Decoding implements AsyncDisposable {
  readonly #demuxed: Demuxed;
  readonly #context: CodecContext;
  readonly #tally: Tally;
  #isDraining = false;
  #failuresWhileDraining = 0;

  private constructor(demuxed: Demuxed, context: CodecContext, tally: Tally) {
    this.#demuxed = demuxed;
    this.#context = context;
    this.#tally = tally;
  }

  /** Takes over `demuxed`. */
  static async open(name: string, demuxed: Demuxed, tally: Tally): Promise<Decoding> {
    const { stream } = demuxed;
    const context = new CodecContext();
    try {
      const codec = Codec.findDecoder(stream.codecpar.codecId);
      if (!codec)
        throw new OnsetError('input-undecodable', { path: name, reason: 'its video codec is not known' });
      context.allocContext3(codec);
      orUndecodable(context.parametersToContext(stream.codecpar), name);
      context.pktTimebase = stream.timeBase;
      context.threadCount = 0; // as many as there are cores
      orUndecodable(await context.open2(codec), name);
      return new Decoding(demuxed, context, tally);
    } catch (error) {
      context.freeContext();
      await demuxed[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The next frame, or null at the end. Packets that cannot be decoded are counted and passed over. */
  async next(): Promise<Frame | null> {
    const frame = new Frame();
    frame.alloc();
    for (;;) {
      // Decoding happens on sending; receiving only hands over, except when the decoder's threads are being emptied.
      const code = this.#isDraining
        ? await this.#context.receiveFrame(frame)
        : this.#context.receiveFrameSync(frame);
      if (code >= 0) {
        this.#tally.captured++;
        if (frame.decodeErrorFlags !== 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) !== 0)
          this.#tally.corrupt++;
        return frame;
      }
      if (isEndOfFile(code)) {
        frame.free();
        return null;
      }
      if (!isTryAgain(code)) this.#tally.corrupt++;
      if (!this.#isDraining) await this.#feed();
      else if (++this.#failuresWhileDraining > MAX_DRAIN_FAILURES) {
        frame.free();
        return null;
      }
    }
  }

  /** Forgets what it has decoded: the demuxer was sent elsewhere. */
  restart(): void {
    this.#context.flushBuffers();
    this.#isDraining = false;
    this.#failuresWhileDraining = 0;
  }

  async #feed(): Promise<void> {
    const packet: Packet | null = await this.#demuxed.next();
    this.#isDraining = packet === null;
    const code = await this.#context.sendPacket(packet);
    if (code < 0 && !isEndOfFile(code)) this.#tally.corrupt++;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#context.freeContext();
    await this.#demuxed[Symbol.asyncDispose]();
  }
}
