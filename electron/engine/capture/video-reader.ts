import { AV_NOPTS_VALUE, AV_PKT_DATA_DISPLAYMATRIX, AV_TIME_BASE } from 'node-av/constants';
import { avGetCodecName } from 'node-av/lib';
import type { FormatContext, Stream } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { SourceInfo, SourceKind } from '../../../contract/frame.ts';
import { breakWarning } from './break.ts';
import { Decoding } from './decoding.ts';
import { Demuxed, type OpenOptions, startS } from './demuxed.ts';
import { reasonOf } from './ffmpeg.ts';
import { Gaps } from './gaps.ts';
import type { Picture, PictureReader } from './picture.ts';
import type { Tally } from './source.ts';
import { TappedPackets } from './tapped-packets.ts';
import { Timeline } from './timeline.ts';
import { Uprighter } from './upright.ts';

/** Where nothing tells a stream's frame rate; only for frames without time stamps. */
const USUAL_FPS = 25;

export interface VideoInput extends OpenOptions {
  readonly kind: SourceKind;
  /** As the person gave it; stands in errors and in `info`. */
  readonly name: string;
  /** As FFmpeg opens it. */
  readonly url: string;
  /** Live sources count from their first frame (a container's own start is some clock of the sender) and have no end. */
  readonly isLive?: boolean;
  /** What is known better than FFmpeg tells it. */
  readonly known?: Partial<SourceInfo>;
}

/** Reads the pictures of one video, from whatever FFmpeg opens. */
export class VideoReader implements PictureReader {
  readonly info: SourceInfo;
  readonly #demuxed: Demuxed;
  readonly #decoding: Decoding;
  readonly #uprighter: Uprighter;
  readonly #timeline: Timeline;
  readonly #tally: Tally;
  #first: Picture | null;
  /** The call of `next` that is under way: FFmpeg's state must not be freed below it. */
  #running: Promise<unknown> = Promise.resolve();
  readonly #isLive: boolean;
  #isInterrupted = false;
  #isClosed = false;
  readonly #gaps: Gaps;
  #lastUs = 0;
  readonly packets: TappedPackets | null;

  private constructor(isLive: boolean, info: SourceInfo, parts: Parts, first: Picture) {
    this.info = info;
    this.#isLive = isLive;
    this.#demuxed = parts.demuxed;
    this.#decoding = parts.decoding;
    this.#uprighter = parts.uprighter;
    this.#timeline = parts.timeline;
    this.#tally = parts.tally;
    this.#first = first;
    this.packets = parts.packets;
    this.#gaps = new Gaps(1e6 / (info.fps || USUAL_FPS));
  }

  /** Opens the input and decodes its first frame, so that what opens can be read and `info` tells what comes. */
  static async open(input: VideoInput, tally: Tally): Promise<VideoReader> {
    const demuxed = await Demuxed.open(input.name, input.url, input);
    const decoding = await Decoding.open(input.name, demuxed, tally);
    const uprighter = uprighterOf(demuxed.stream);
    const packets = input.isLive ? new TappedPackets(demuxed) : null;
    try {
      const frame = await decoding.next();
      if (!frame) throw notOnePicture(input.name);
      const timeline = timelineOf(demuxed, input.isLive ?? false, tally);
      const { rotationDeg } = uprighter.orientationOf(frame);
      const timeUs = timeline.timeOf(frame.bestEffortTimestamp);
      packets?.follow(timeline);
      const pixels = await uprighter.pixelsOf(frame);
      const { widthPx, heightPx } = pixels.image;
      const info = { ...describe(input, demuxed), widthPx, heightPx, rotationDeg, ...input.known };
      return new VideoReader(
        input.isLive ?? false,
        info,
        { demuxed, decoding, uprighter, timeline, tally, packets },
        { pixels, timeUs },
      );
    } catch (error) {
      packets?.[Symbol.dispose]();
      uprighter[Symbol.dispose]();
      await decoding[Symbol.asyncDispose]();
      throw error;
    }
  }

  next(): Promise<Picture | null> {
    const picture = this.#next();
    this.#running = picture.catch(() => null); // whoever called `next` hears of the failure; closing only waits
    return picture;
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#demuxed.format.interrupt();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.interrupt();
    await this.#running;
    this.#first?.pixels.release();
    this.#first = null;
    this.packets?.[Symbol.dispose]();
    this.#uprighter[Symbol.dispose]();
    await this.#decoding[Symbol.asyncDispose]();
  }

  async #next(): Promise<Picture | null> {
    this.packets?.forgetUntapped();
    const picture = this.#first ?? (await this.#decodeNext());
    this.#first = null;
    if (picture) this.#note(picture.timeUs);
    else if (!this.#isInterrupted) this.#noteEnd();
    return picture;
  }

  async #decodeNext(): Promise<Picture | null> {
    const frame = this.#isInterrupted ? null : await this.#decoding.next();
    if (!frame) return null;
    const timeUs = this.#timeline.timeOf(frame.bestEffortTimestamp);
    return { timeUs, pixels: await this.#uprighter.pixelsOf(frame) };
  }

  #note(timeUs: number): void {
    this.#gaps.add(timeUs);
    this.#lastUs = timeUs;
  }

  #noteEnd(): void {
    const { breakCode } = this.#demuxed;
    const { name } = this.info;
    if (this.#isLive && breakCode) throw new OnsetError('source-lost', { name, reason: reasonOf(breakCode) });
    if (this.#isLive) return;
    const { corrupt, warnings } = this.#tally;
    for (const warning of [breakWarning(this.info, this.#demuxed, this.#lastUs), this.#gaps.warning(name)]) {
      if (warning) warnings.push(warning);
    }
    if (corrupt > 0)
      warnings.push(`${name} is damaged in ${corrupt} place(s): pictures are missing or patched there.`);
  }
}

interface Parts {
  readonly demuxed: Demuxed;
  readonly decoding: Decoding;
  readonly uprighter: Uprighter;
  readonly timeline: Timeline;
  readonly tally: Tally;
  readonly packets: TappedPackets | null;
}

export function notOnePicture(path: string): OnsetError {
  return new OnsetError('input-undecodable', { path, reason: 'not one picture in it can be decoded' });
}

function timelineOf({ format, stream }: Demuxed, isLive: boolean, tally: Tally): Timeline {
  const startUs = isLive || format.startTime === AV_NOPTS_VALUE ? null : Number(format.startTime);
  return new Timeline(stream.timeBase, startUs, 1e6 / (fpsOf(stream) || USUAL_FPS), tally);
}

export function uprighterOf(stream: Stream): Uprighter {
  const { num, den } = stream.sampleAspectRatio;
  const displayMatrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  return new Uprighter(displayMatrix, num > 0 && den > 0 ? num / den : 0);
}

type Described = Omit<SourceInfo, 'widthPx' | 'heightPx' | 'rotationDeg'>;

export function describe({ kind, name, isLive }: VideoInput, { format, stream }: Demuxed): Described {
  return {
    kind,
    name,
    fps: fpsOf(stream),
    isVariableRate: null,
    durationS: isLive ? null : durationOf(format),
    frames: !isLive && stream.nbFrames > 0n ? Number(stream.nbFrames) : null,
    codec: avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
    container: format.iformat?.name ?? 'unknown',
  };
}

/** Matroska's duration is the time stamp of its end; others' leaves out what comes before the start. */
function durationOf(format: FormatContext): number | null {
  if (format.duration <= 0n) return null;
  const durationS = Number(format.duration) / AV_TIME_BASE;
  return format.iformat?.name?.includes('matroska') ? durationS - Math.max(0, startS(format)) : durationS;
}

function fpsOf(stream: Stream): number {
  const { num, den } = stream.avgFrameRate;
  return num > 0 && den > 0 ? num / den : 0;
}
