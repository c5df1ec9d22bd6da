import { AV_NOPTS_VALUE, AV_PKT_DATA_DISPLAYMATRIX, AV_TIME_BASE } from 'node-av/constants';
import { avGetCodecName, Frame } from 'node-av/lib';
import type { Stream } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { SourceInfo, SourceKind, VideoFrame } from '../../../contract/frame.ts';
import { Decoding } from './decoding.ts';
import { Demuxed } from './demuxed.ts';
import { reasonOf } from './ffmpeg.ts';
import { CapturedFrame, Pixels } from './frame.ts';
import { type FrameSource, Tally } from './source.ts';
import { Timeline } from './timeline.ts';
import { Uprighter } from './upright.ts';

/** A video file (or anything FFmpeg opens by name). Its first frame is decoded on opening, so what opens can be read. */
export async function openVideoFile(path: string): Promise<FrameSource> {
  const demuxed = await Demuxed.open(path, `file:${path}`);
  const tally = new Tally();
  const decoding = await Decoding.open(path, demuxed, tally);
  const first = await decoding.next();
  if (!first) {
    await decoding[Symbol.asyncDispose]();
    throw new OnsetError('input-undecodable', { path, reason: 'not one picture in it can be decoded' });
  }
  return FileSource.open(path, demuxed, decoding, first, tally);
}

class FileSource implements FrameSource {
  readonly info: SourceInfo;
  readonly stats: Tally;
  readonly #demuxed: Demuxed;
  readonly #decoding: Decoding;
  readonly #uprighter: Uprighter;
  readonly #timeline: Timeline;
  #first: FirstFrame | null;
  #isTaken = false;

  private constructor(info: SourceInfo, parts: Parts, first: FirstFrame) {
    this.info = info;
    this.stats = parts.tally;
    this.#demuxed = parts.demuxed;
    this.#decoding = parts.decoding;
    this.#uprighter = parts.uprighter;
    this.#timeline = parts.timeline;
    this.#first = first;
  }

  static async open(
    name: string,
    demuxed: Demuxed,
    decoding: Decoding,
    frame: Frame,
    tally: Tally,
  ): Promise<FileSource> {
    const { stream, format } = demuxed;
    const startUs = format.startTime === AV_NOPTS_VALUE ? null : Number(format.startTime);
    const timeline = new Timeline(stream.timeBase, startUs, 1e6 / (fpsOf(stream) || 25), tally);
    const aspect = stream.sampleAspectRatio;
    const uprighter = new Uprighter(
      stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX),
      aspect.num > 0 && aspect.den > 0 ? aspect.num / aspect.den : 0,
    );
    const { rotationDeg } = uprighter.orientationOf(frame);
    const timeUs = timeline.timeOf(frame.bestEffortTimestamp);
    const pixels = await uprighter.pixelsOf(frame);
    const { widthPx, heightPx } = pixels.image;
    const info = { ...describe('file', name, demuxed), widthPx, heightPx, rotationDeg };
    return new FileSource(info, { demuxed, decoding, uprighter, timeline, tally }, { pixels, timeUs });
  }

  async *frames(signal?: AbortSignal): AsyncIterableIterator<VideoFrame> {
    if (this.#isTaken) throw new Error('internal: a source is read once; open it again');
    this.#isTaken = true;
    for (let index = 0; !signal?.aborted; index++) {
      const next = await this.#next();
      if (!next) break;
      this.stats.delivered++;
      yield new CapturedFrame(index, next.timeUs, next.pixels);
    }
    if (!signal?.aborted) this.#sayHowItEnded();
  }

  async #next(): Promise<FirstFrame | null> {
    if (this.#first) {
      const first = this.#first;
      this.#first = null;
      return first;
    }
    const frame = await this.#decoding.next();
    if (!frame) return null;
    const timeUs = this.#timeline.timeOf(frame.bestEffortTimestamp);
    return { timeUs, pixels: await this.#uprighter.pixelsOf(frame) };
  }

  #sayHowItEnded(): void {
    const { breakCode } = this.#demuxed;
    if (breakCode) this.stats.warnings.push(`${this.info.name} breaks off: ${reasonOf(breakCode)}.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isTaken = true;
    this.#first?.pixels.release();
    this.#first = null;
    this.#uprighter[Symbol.dispose]();
    await this.#decoding[Symbol.asyncDispose]();
  }
}

interface FirstFrame {
  readonly pixels: Pixels;
  readonly timeUs: number;
}

interface Parts {
  readonly demuxed: Demuxed;
  readonly decoding: Decoding;
  readonly uprighter: Uprighter;
  readonly timeline: Timeline;
  readonly tally: Tally;
}

type Described = Omit<SourceInfo, 'widthPx' | 'heightPx' | 'rotationDeg'>;

function describe(kind: SourceKind, name: string, { format, stream }: Demuxed): Described {
  const durationUs = format.duration;
  return {
    kind,
    name,
    fps: fpsOf(stream),
    isVariableRate: null,
    durationS: durationUs > 0n ? Number(durationUs) / AV_TIME_BASE : null,
    frames: stream.nbFrames > 0n ? Number(stream.nbFrames) : null,
    codec: avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
    container: format.iformat?.name ?? 'unknown',
  };
}

function fpsOf(stream: Stream): number {
  const { num, den } = stream.avgFrameRate;
  return num > 0 && den > 0 ? num / den : 0;
}
