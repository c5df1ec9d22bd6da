/**
 * Small clips for tests, made by FFmpeg's libraries (no executable) from its test picture `testsrc2`,
 * with every odd property a real file may have.
 */
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_ID_MJPEG,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_LOG_QUIET,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUVJ420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVFMT_GLOBALHEADER,
  AVFMT_NOFILE,
} from 'node-av/constants';
import type { FFEncoderCodec } from 'node-av/constants';
import {
  avGetPixFmtFromName,
  Codec,
  CodecContext,
  FFmpegError,
  FilterGraph,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
} from 'node-av/lib';
import type { Stream } from 'node-av/lib';

export interface PictureTrack {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly fps?: number;
  readonly frames?: number;
  readonly encoder?: string;
  readonly encoderOptions?: Record<string, string>;
  readonly pixelFormat?: string;
  readonly bFrames?: number;
  readonly gop?: number;
  /** Presentation time of frame i in milliseconds; evenly spaced at `fps` when left out. */
  readonly timeMs?: (i: number) => number;
  /** Clockwise rotation players are told to apply. */
  readonly rotationDeg?: number;
  /** All nine values of a display matrix, instead of `rotationDeg`. */
  readonly displayMatrix?: readonly number[];
  readonly pixelAspect?: readonly [number, number];
  /** FFmpeg's numbers (AVCOL_SPC_…, AVCOL_RANGE_…). */
  readonly colourSpace?: number;
  readonly colourRange?: number;
  /** A filter chain instead of the test picture. */
  readonly lavfi?: string;
}

export interface ClipOptions {
  /** The picture tracks; empty for sound alone. */
  readonly video?: readonly PictureTrack[];
  /** Seconds of a tone. */
  readonly soundS?: number;
  /** Adds a JPEG as attached cover picture. */
  readonly hasCover?: boolean;
  /** FFmpeg's name of the container; by the file's ending when left out. */
  readonly container?: string;
  readonly muxerOptions?: Record<string, string>;
}

/** Writes a clip to `path`: by default 25 frames of 64×48 H.264 at 25 fps. */
export function makeClip(path: string, options: ClipOptions = {}): void {
  Log.setLevel(AV_LOG_QUIET);
  const output = new FormatContext();
  ok(output.allocOutputContext2(null, options.container ?? null, path), `container of ${path}`);
  const needsHeader = (Number(output.oformat!.flags) & AVFMT_GLOBALHEADER) !== 0;
  const tracks = (options.video ?? [{}]).map((track) => encodePictures(output, track, needsHeader));
  if (options.soundS) tracks.push(encodeSound(output, options.soundS, needsHeader));
  if (options.hasCover) tracks.push(encodeCover(output));
  if ((Number(output.oformat!.flags) & AVFMT_NOFILE) === 0) ok(output.openOutputSync(), `writing ${path}`);
  setOptions(output, options.muxerOptions ?? {});
  ok(output.writeHeaderSync(), `header of ${path}`);
  const packets = tracks.flatMap(({ packets, stream }) => packets.map((packet) => ({ packet, stream })));
  const seconds = ({ packet, stream }: (typeof packets)[number]): number =>
    Number(packet.dts) * (packet.timeBase.num / packet.timeBase.den) + stream.index * 1e-9;
  for (const { packet, stream } of packets.sort((x, y) => seconds(x) - seconds(y))) {
    packet.rescaleTs(packet.timeBase, stream.timeBase);
    packet.streamIndex = stream.index;
    ok(output.interleavedWriteFrameSync(packet), `packet of ${path}`);
    packet.free();
  }
  ok(output.writeTrailerSync(), `trailer of ${path}`);
  output.closeOutputSync();
  output.freeContext();
}

interface Encoded {
  readonly stream: Stream;
  readonly packets: Packet[];
}

/** 1/90000 s, the finest that every container in use here keeps or rounds predictably. */
const TIME_BASE = new Rational(1, 90_000);

function encodePictures(output: FormatContext, track: PictureTrack, needsHeader: boolean): Encoded {
  const { widthPx = 64, heightPx = 48, fps = 25, frames = 25, encoder = 'libx264' } = track;
  const { pixelFormat = 'yuv420p', timeMs = (i) => (i * 1000) / fps } = track;
  const codec = Codec.findEncoderByName(encoder as FFEncoderCodec);
  if (!codec) throw new Error(`no encoder ${encoder}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = widthPx;
  context.height = heightPx;
  context.pixelFormat = avGetPixFmtFromName(pixelFormat);
  // Encoders of fixed rate (MPEG-4, AVI's) count in frames.
  const timeBase = track.timeMs ? TIME_BASE : new Rational(1, fps);
  context.timeBase = timeBase;
  context.framerate = new Rational(fps, 1);
  context.maxBFrames = track.bFrames ?? 0;
  context.gopSize = track.gop ?? 12;
  if (track.pixelAspect) context.sampleAspectRatio = new Rational(...track.pixelAspect);
  if (track.colourSpace !== undefined) context.colorSpace = track.colourSpace as typeof context.colorSpace;
  if (track.colourRange !== undefined) context.colorRange = track.colourRange as typeof context.colorRange;
  if (needsHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  setOptions(context, { ...QUICK[encoder], ...track.encoderOptions });
  ok(context.open2Sync(codec), `encoder ${encoder}`);

  const stream = output.newStream();
  ok(stream.codecpar.fromContext(context), 'codec parameters');
  stream.timeBase = timeBase;
  stream.avgFrameRate = context.framerate;
  if (track.pixelAspect) stream.sampleAspectRatio = new Rational(...track.pixelAspect);
  const matrix = track.displayMatrix ?? (track.rotationDeg ? rotationMatrix(track.rotationDeg) : null);
  if (matrix)
    ok(stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrixBytes(matrix)), 'display matrix');

  const source = track.lavfi ?? `testsrc2=size=${widthPx}x${heightPx}:rate=${fps}`;
  using pictures = new Lavfi(`${source},format=pix_fmts=${pixelFormat}`, 'buffersink');
  const packets: Packet[] = [];
  for (let i = 0; i < frames; i++) {
    const frame = pictures.next();
    const ticks = track.timeMs ? Math.round((timeMs(i) / 1000) * TIME_BASE.den) : i;
    frame.pts = BigInt(ticks);
    frame.pictType = AV_PICTURE_TYPE_NONE; // the encoder decides
    if (track.pixelAspect) frame.sampleAspectRatio = new Rational(...track.pixelAspect);
    packets.push(...encode(context, frame, timeBase));
    frame.free();
  }
  packets.push(...encode(context, null, timeBase));
  context.freeContext();
  return { stream, packets };
}

/** Without these the slow encoders take seconds for a second of video; x265 and SVT-AV1 also print. */
const QUICK: Record<string, Record<string, string>> = {
  libx264: { preset: 'ultrafast' },
  libx265: { preset: 'ultrafast', 'x265-params': 'log-level=none' },
  'libvpx-vp9': { deadline: 'realtime', 'cpu-used': '8' },
};

function encodeSound(output: FormatContext, seconds: number, needsHeader: boolean): Encoded {
  const name =
    output.oformat!.name === 'webm' ? 'libopus' : output.oformat!.name === 'mp3' ? 'libmp3lame' : 'aac';
  const codec = Codec.findEncoderByName(name as FFEncoderCodec);
  if (!codec) throw new Error(`no encoder ${name}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  using sound = new Lavfi(
    `sine=sample_rate=48000:duration=${seconds},aformat=sample_fmts=${name === 'aac' || name === 'libmp3lame' ? 'fltp' : 's16'}:channel_layouts=mono,asetnsamples=n=${name === 'libopus' ? 960 : name === 'aac' ? 1024 : 1152}`,
    'abuffersink',
  );
  const first = sound.next();
  context.sampleRate = 48_000;
  context.sampleFormat = first.format as typeof context.sampleFormat;
  context.channelLayout = first.channelLayout;
  const timeBase = new Rational(1, 48_000);
  context.timeBase = timeBase;
  context.bitRate = 64_000n;
  if (needsHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  ok(context.open2Sync(codec), `encoder ${name}`);
  const stream = output.newStream();
  ok(stream.codecpar.fromContext(context), 'codec parameters');
  stream.timeBase = timeBase;
  const packets: Packet[] = [];
  for (let frame: Frame | null = first; frame; frame = sound.nextOrEnd()) {
    packets.push(...encode(context, frame, timeBase));
    frame.free();
  }
  packets.push(...encode(context, null, timeBase));
  context.freeContext();
  return { stream, packets };
}

function encodeCover(output: FormatContext): Encoded {
  const codec = Codec.findEncoder(AV_CODEC_ID_MJPEG)!;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = 32;
  context.height = 32;
  context.pixelFormat = AV_PIX_FMT_YUVJ420P;
  context.timeBase = new Rational(1, 25);
  ok(context.open2Sync(codec), 'encoder mjpeg');
  const stream = output.newStream();
  ok(stream.codecpar.fromContext(context), 'codec parameters');
  stream.timeBase = TIME_BASE;
  stream.disposition = AV_DISPOSITION_ATTACHED_PIC;
  using pictures = new Lavfi('testsrc2=size=32x32,format=pix_fmts=yuvj420p', 'buffersink');
  using frame = pictures.next();
  const packets = [...encode(context, frame, context.timeBase), ...encode(context, null, context.timeBase)];
  context.freeContext();
  return { stream, packets };
}

function encode(context: CodecContext, frame: Frame | null, timeBase: Rational): Packet[] {
  ok(context.sendFrameSync(frame), 'encoding');
  const packets: Packet[] = [];
  for (;;) {
    const packet = new Packet();
    packet.alloc();
    if (context.receivePacketSync(packet) < 0) {
      packet.free();
      return packets;
    }
    packet.timeBase = timeBase;
    packets.push(packet);
  }
}

/** Frames of a filter graph without inputs. */
class Lavfi implements Disposable {
  readonly #graph = new FilterGraph();
  readonly #sink;

  constructor(chain: string, sink: 'buffersink' | 'abuffersink') {
    this.#graph.alloc();
    ok(this.#graph.parse2(`${chain},${sink}@out`), chain);
    ok(this.#graph.configSync(), chain);
    this.#sink = this.#graph.getFilter(`${sink}@out`)!;
  }

  next(): Frame {
    const frame = this.nextOrEnd();
    if (!frame) throw new Error('the source of test pictures has ended');
    return frame;
  }

  nextOrEnd(): Frame | null {
    const frame = new Frame();
    frame.alloc();
    if (this.#sink.buffersinkGetFrameSync(frame) >= 0) return frame;
    frame.free();
    return null;
  }

  [Symbol.dispose](): void {
    this.#graph.free();
  }
}

/** The display matrix that turns a picture clockwise, as `av_display_rotation_set` makes it. */
export function rotationMatrix(clockwiseDeg: number): number[] {
  const radians = (clockwiseDeg * Math.PI) / 180;
  const fixed = (value: number): number => Math.round(value * 65_536);
  const [cos, sin] = [fixed(Math.cos(radians)), fixed(Math.sin(radians))];
  return [cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30];
}

function matrixBytes(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(36);
  values.forEach((value, i) => bytes.writeInt32LE(value, 4 * i));
  return bytes;
}

/** One by one: `open2` and `writeHeader` of node-av 6.1.1 free a dictionary that its owner then frees again. */
function setOptions(target: CodecContext | FormatContext, options: Record<string, string>): void {
  for (const [name, value] of Object.entries(options))
    ok(target.setOption(name, value), `option ${name}=${value}`);
}

function ok(code: number, what: string): void {
  if (code < 0) throw new Error(`${what}: ${FFmpegError.strerror(code)}`);
}
