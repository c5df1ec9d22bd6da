import {
  AV_CODEC_FLAG_QSCALE,
  AV_LOG_QUIET,
  AV_PIX_FMT_GBRP,
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_P010LE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ444P,
  type AVPixelFormat,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  FF_ENCODER_MJPEG,
  FF_QP2LAMBDA,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  FFmpegError,
  type FilterContext,
  FilterGraph,
  Frame,
  Log,
  Packet,
  Rational,
} from 'node-av/lib';
import type { PixelLayout, YuvImage } from '../../../contract/frame.ts';
import type { RgbPlanes } from './rgb-planes.ts';

export interface Jpeg {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The encoder and the filters are silent: what matters comes back as a code. */
Log.setLevel(AV_LOG_QUIET);

/** MJPEG's quantiser: 2 is best, 31 worst. 3 shows no blocks around an eye at twice its size. */
const QUANTISER = 3;

/**
 * Turns pictures into JPEG, smaller if wanted: FFmpeg's scaler and its MJPEG encoder, kept between pictures of one
 * form.
 *
 *     using encoder = new JpegEncoder();
 *     const { bytes } = await encoder.encode(frame.image, 960);   // longer side at most 960 px
 *
 * Calls are served one after the other. Pictures are only read until the promise settles.
 */
export class JpegEncoder implements Disposable {
  #pass: Pass | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `longSidePx`: of the result; smaller pictures are left as they are. */
  encode(picture: YuvImage | RgbPlanes, longSidePx: number): Promise<Jpeg> {
    const jpeg = this.#queue.then(() => this.#encode(picture, longSidePx));
    this.#queue = jpeg.catch(() => undefined); // whoever asked hears of the failure; the next one only waits
    return jpeg;
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    // Below a running call FFmpeg's state must not be freed.
    void this.#queue.then(() => this.#pass?.[Symbol.dispose]());
  }

  async #encode(picture: YuvImage | RgbPlanes, longSidePx: number): Promise<Jpeg> {
    if (this.#isClosed) throw new Error('internal: the JPEG encoder is closed');
    const wanted = formOf(picture, longSidePx);
    const key = JSON.stringify(wanted);
    if (this.#pass?.key !== key) {
      this.#pass?.[Symbol.dispose]();
      this.#pass = null;
      this.#pass = new Pass(key, wanted);
    }
    return { bytes: await this.#pass.run(picture), widthPx: wanted.outWidthPx, heightPx: wanted.outHeightPx };
  }
}

/** All that a scaler and an encoder are made for. */
interface Form {
  readonly format: AVPixelFormat;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly outWidthPx: number;
  readonly outHeightPx: number;
  readonly matrix: string;
  readonly isFullRange: boolean;
}

const FORMATS: Record<PixelLayout, AVPixelFormat> = {
  i420: AV_PIX_FMT_YUV420P,
  nv12: AV_PIX_FMT_NV12,
  i010: AV_PIX_FMT_YUV420P10LE,
  p010: AV_PIX_FMT_P010LE,
};

function formOf(picture: YuvImage | RgbPlanes, longSidePx: number): Form {
  const { widthPx, heightPx } = picture;
  const scale = Math.min(1, longSidePx / Math.max(widthPx, heightPx));
  const size = {
    widthPx,
    heightPx,
    outWidthPx: Math.max(1, Math.round(widthPx * scale)),
    outHeightPx: Math.max(1, Math.round(heightPx * scale)),
  };
  if (!('layout' in picture)) return { ...size, format: AV_PIX_FMT_GBRP, matrix: 'auto', isFullRange: true };
  const isFullRange = picture.range === 'full';
  return { ...size, format: FORMATS[picture.layout], matrix: picture.matrix, isFullRange };
}

class Pass implements Disposable {
  readonly key: string;
  readonly #form: Form;
  readonly #graph = new FilterGraph();
  readonly #source: FilterContext;
  readonly #sink: FilterContext;
  readonly #encoder = new CodecContext();
  readonly #packet = new Packet();

  constructor(key: string, form: Form) {
    this.key = key;
    this.#form = form;
    this.#graph.alloc();
    this.#graph.nbThreads = 1;
    const chain = chainOf(form);
    check(this.#graph.parse2(chain), chain);
    check(this.#graph.configSync(), chain);
    this.#source = this.#graph.getFilter('buffer@in')!;
    this.#sink = this.#graph.getFilter('buffersink@out')!;
    this.#packet.alloc();
    this.#openEncoder(form);
  }

  async run(picture: YuvImage | RgbPlanes): Promise<Uint8Array<ArrayBuffer>> {
    const input = frameOf(picture, this.#form);
    const scaled = new Frame();
    scaled.alloc();
    try {
      check(await this.#source.buffersrcAddFrame(input), 'scaling a picture');
      check(await this.#sink.buffersinkGetFrame(scaled), 'scaling a picture');
      scaled.quality = QUANTISER * FF_QP2LAMBDA;
      check(await this.#encoder.sendFrame(scaled), 'encoding a picture');
      check(await this.#encoder.receivePacket(this.#packet), 'encoding a picture');
      return new Uint8Array(this.#packet.data!);
    } finally {
      this.#packet.unref();
      input.free();
      scaled.free();
    }
  }

  [Symbol.dispose](): void {
    this.#packet.free();
    this.#encoder.freeContext();
    this.#graph.free();
  }

  #openEncoder({ outWidthPx, outHeightPx, format }: Form): void {
    const codec = Codec.findEncoderByName(FF_ENCODER_MJPEG);
    if (!codec) throw new Error('internal: this FFmpeg was built without an MJPEG encoder');
    this.#encoder.allocContext3(codec);
    this.#encoder.width = outWidthPx;
    this.#encoder.height = outHeightPx;
    this.#encoder.pixelFormat = outFormatOf(format);
    this.#encoder.colorRange = AVCOL_RANGE_JPEG;
    this.#encoder.timeBase = new Rational(1, 1000);
    this.#encoder.threadCount = 1; // one picture at a time: threads would only hold pictures back
    this.#encoder.setFlags(AV_CODEC_FLAG_QSCALE);
    this.#encoder.globalQuality = QUANTISER * FF_QP2LAMBDA;
    check(this.#encoder.open2Sync(codec), 'the MJPEG encoder');
  }
}

/** Crops are shown large: their colour is kept at every pixel. */
const outFormatOf = (format: AVPixelFormat): AVPixelFormat =>
  format === AV_PIX_FMT_GBRP ? AV_PIX_FMT_YUVJ444P : AV_PIX_FMT_YUVJ420P;

/** JPEG is always BT.601 of full range (ITU-T T.871). */
function chainOf({ format, widthPx, heightPx, outWidthPx, outHeightPx, matrix, isFullRange }: Form): string {
  const range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  const source = `buffer@in=video_size=${widthPx}x${heightPx}:pix_fmt=${format}:time_base=1/1000:pixel_aspect=1/1:range=${range}`;
  const isSame = outWidthPx === widthPx && outHeightPx === heightPx;
  // Averaging over the area keeps thin lines when shrinking; at the same size only colours change.
  const flags = isSame ? 'bicubic' : 'area';
  const colours = `in_color_matrix=${matrix}:out_color_matrix=bt601:in_range=${isFullRange ? 'full' : 'limited'}:out_range=full`;
  const scale = `scale=w=${outWidthPx}:h=${outHeightPx}:${colours}:flags=${flags}+accurate_rnd+full_chroma_int`;
  return `${source},${scale},format=pix_fmts=${outFormatOf(format)},buffersink@out`;
}

function frameOf(picture: YuvImage | RgbPlanes, { format, isFullRange }: Form): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = picture.widthPx;
  frame.height = picture.heightPx;
  frame.format = format;
  frame.colorRange = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  check(frame.getBuffer(), 'memory for a picture');
  const planes = planesOf(picture);
  planes.forEach(({ data, strideBytes, rowBytes, rows }, i) => {
    const target = frame.data![i]!;
    const targetStride = frame.linesize[i]!;
    for (let row = 0; row < rows; row++)
      target.set(data.subarray(row * strideBytes, row * strideBytes + rowBytes), row * targetStride);
  });
  return frame;
}

interface PlaneRows {
  readonly data: Uint8Array;
  readonly strideBytes: number;
  readonly rowBytes: number;
  readonly rows: number;
}

function planesOf(picture: YuvImage | RgbPlanes): PlaneRows[] {
  const { widthPx, heightPx } = picture;
  if (!('layout' in picture)) {
    const plane = (i: number): Uint8Array =>
      picture.planes.subarray(i * widthPx * heightPx, (i + 1) * widthPx * heightPx);
    // FFmpeg's planar RGB has green first, then blue.
    return [1, 2, 0].map((i) => ({
      data: plane(i),
      strideBytes: widthPx,
      rowBytes: widthPx,
      rows: heightPx,
    }));
  }
  const bytes = picture.layout === 'i010' || picture.layout === 'p010' ? 2 : 1;
  const interleaved = picture.layout === 'nv12' || picture.layout === 'p010' ? 2 : 1;
  return picture.planes.map(({ data, strideBytes }, i) => ({
    data,
    strideBytes,
    rowBytes: i === 0 ? widthPx * bytes : ((widthPx + 1) >> 1) * bytes * interleaved,
    rows: i === 0 ? heightPx : (heightPx + 1) >> 1,
  }));
}

function check(code: number, what: string): void {
  if (code < 0) throw new Error(`internal: ${what}: ${FFmpegError.strerror(code)}`);
}
