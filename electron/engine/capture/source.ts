import type { CodecParameters, Packet } from 'node-av/lib';
import type { SourceInfo, VideoFrame } from '../../../contract/frame.ts';

/** What has happened to a source's frames so far; the numbers go up while it is read. */
export interface CaptureStats {
  /** Frames decoded. */
  readonly captured: number;
  /** Frames handed to the consumer. */
  readonly delivered: number;
  /** Frames thrown away because the consumer of a live source was busy. */
  readonly dropped: number;
  /** Packets or pictures that could not be decoded, and frames the decoder had to patch. */
  readonly corrupt: number;
  /** Frames whose presentation time was missing or ran backwards and had to be made up. */
  readonly reconstructedTimes: number;
  /** What the person should know about this source (it breaks off, a rate was assumed), one sentence each. */
  readonly warnings: readonly string[];
}

/** The video as a device or the network sends it, beside its decoded frames: what a recording keeps. */
export interface PacketStream {
  readonly parameters: CodecParameters;
  /** Nothing is compressed: a recording has to. */
  readonly isRaw: boolean;
  /**
   * Hands on every packet from the first one, if called before `frames`. Stamps count in microseconds on the clock of
   * the frames' times, so a packet's `pts` is its frame's `timeUs`. The packet is the taker's.
   */
  tap(take: (packet: Packet) => void): void;
}

export interface FrameSource extends AsyncDisposable {
  readonly info: SourceInfo;
  readonly stats: CaptureStats;
  /** Of live sources of video; else none. */
  readonly packets?: PacketStream | null;
  /**
   * The frames in presentation order, once: a source is read from its beginning to its end. The
   * consumer owns each frame and disposes it. Ends early, without an error, when `signal` is aborted.
   */
  frames(signal?: AbortSignal): AsyncGenerator<VideoFrame, void, undefined>;
}

/** The stats while they are being counted. */
export class Tally implements CaptureStats {
  captured = 0;
  delivered = 0;
  dropped = 0;
  corrupt = 0;
  reconstructedTimes = 0;
  readonly warnings: string[] = [];
}
