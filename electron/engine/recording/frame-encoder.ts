import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  CodecParameters,
  Frame,
  Packet,
  Rational,
  SoftwareScaleContext,
} from 'node-av/lib';
import { FFmpegError } from 'node-av/lib';

/**
 * Cameras that send bare pixels: 55 MB a second at 640×480 and 120 fps. x264 at its quickest keeps up with that in a
 * fraction of a core; a rate factor of 12 leaves an error below a camera's own noise. A key picture each second: what
 * a replay may begin early, and what is lost of one that is cut.
 */
const X264 = {
  preset: 'ultrafast',
  tune: 'zerolatency',
  crf: '12',
  'forced-idr': '1',
  threads: '1',
} as const;

/** Pictures that may wait for the encoder: a quarter of a second at 120 fps. */
const MOST_WAITING = 30;

/** Packets count in microseconds, as frames do. */
const MICROSECONDS = new Rational(1, 1_000_000);

export interface FrameEncoderOptions {
  /** A picture such as will come: its size and colours are the recording's. */
  readonly like: Frame;
  readonly fps: number;
  /** The packet is the taker's. */
  readonly onPacket: (packet: Packet) => void;
}

/** Compresses a camera's bare pictures, in FFmpeg's threads, as they come. */
export class FrameEncoder implements AsyncDisposable {
  readonly #onPacket: (packet: Packet) => void;
  readonly #encoder = new CodecContext();
  readonly #waiting: { readonly av: Frame; readonly timeUs: number; readonly isKey: boolean }[] = [];
  readonly #scaler = new SoftwareScaleContext();
  readonly parameters = new CodecParameters();
  #running: Promise<void> | null = null;
  #isClosed = false;
  /** Pictures thrown away because the encoder was busy. */
  dropped = 0;

  constructor(options: FrameEncoderOptions) {
    this.#onPacket = options.onPacket;
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new Error('internal: this FFmpeg was built without libx264');
    const encoder = this.#encoder;
    encoder.allocContext3(codec);
    encoder.width = options.like.width;
    encoder.height = options.like.height;
    encoder.colorRange = options.like.colorRange;
    encoder.colorSpace = options.like.colorSpace;
    encoder.pixelFormat = AV_PIX_FMT_YUV420P;
    encoder.timeBase = MICROSECONDS;
    encoder.framerate = new Rational(Math.round(options.fps * 1000), 1000);
    encoder.gopSize = Math.max(1, Math.round(options.fps));
    encoder.maxBFrames = 0;
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    for (const [name, value] of Object.entries(X264)) ok(encoder.setOption(name, value), name);
    ok(encoder.open2Sync(codec), 'x264');
    this.parameters.alloc();
    ok(this.parameters.fromContext(encoder), 'x264');
    this.#scaler.allocContext();
  }

  /** Takes `av` over. `isKey`: a recording begins with this picture. */
  add(av: Frame, timeUs: number, isKey: boolean): void {
    if (this.#waiting.length >= MOST_WAITING || this.#isClosed) {
      av.free();
      this.dropped++;
      return;
    }
    this.#waiting.push({ av, timeUs, isKey });
    this.#running ??= this.#run();
  }

  /** Resolves when everything added has become a packet. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.settled();
    this.#encoder.freeContext();
    this.#scaler.freeContext();
    this.parameters.free();
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const av = await this.#fitting(next.av);
      av.pts = BigInt(Math.round(next.timeUs));
      av.pictType = next.isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
      ok(await this.#encoder.sendFrame(av), 'encoding');
      av.free();
      this.#receive();
    }
    this.#running = null;
  }

  /**
   * x264 takes both 8-bit layouts but one of them in a stream, and no 10 bits beside them; sizes may change on the way.
   */
  async #fitting(av: Frame): Promise<Frame> {
    const { width, height } = this.#encoder;
    if (av.format === AV_PIX_FMT_YUV420P && av.width === width && av.height === height) return av;
    const out = new Frame();
    out.alloc();
    out.format = AV_PIX_FMT_YUV420P;
    out.width = width;
    out.height = height;
    out.colorRange = av.colorRange;
    out.colorSpace = av.colorSpace;
    ok(out.getBuffer(), 'a picture');
    ok(await this.#scaler.scaleFrame(out, av), 'converting');
    av.free();
    return out;
  }

  #receive(): void {
    for (;;) {
      const packet = new Packet();
      packet.alloc();
      if (this.#encoder.receivePacketSync(packet) < 0) {
        packet.free();
        return;
      }
      packet.timeBase = MICROSECONDS;
      this.#onPacket(packet);
    }
  }
}

function ok(code: number, what: string): void {
  if (code < 0) throw new Error(`internal: recording, ${what}: ${FFmpegError.strerror(code)}`);
}
