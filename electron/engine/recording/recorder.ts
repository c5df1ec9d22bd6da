import { AV_NOPTS_VALUE } from 'node-av/constants';
import type { CodecParameters, Frame, Packet } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { RecordingRecord } from '../../../contract/session.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { endingFor, Movie } from './movie.ts';
import { PacketTail } from './packet-tail.ts';

/** The compressed video of a source, as capture hands it on; stamps in microseconds of the session. */
export interface Packets {
  readonly parameters: CodecParameters;
  readonly isRaw: boolean;
  tap(take: (packet: Packet) => void): void;
}

export interface RecorderOptions {
  /** Null, or raw: frames are compressed here. */
  readonly packets: Packets | null;
  readonly fps: number;
  /** Seconds kept in memory to be saved afterwards; 0: none. */
  readonly replayS: number;
  /** Where the nth file of a kind goes; `ending` is what its codec wants. */
  readonly pathFor: (kind: RecordingRecord['kind'], n: number, ending: 'mp4' | 'mkv') => string;
  /** Called when a file is begun, and when it is done. */
  readonly onFiles: (files: readonly RecordingRecord[]) => void;
  /** A file could not be written; recording has ended, and what it has so far stays. */
  readonly onFailure: (error: Error) => void;
}

/** What waits for a disk that is slow, before it counts as one that does not keep up. */
const MOST_UNWRITTEN_BYTES = 64 * 2 ** 20;

/**
 * Keeps the video of a live source: the last seconds in memory, and files on request. What the device compressed is
 * copied as it is; bare pixels are compressed once, nearly without loss.
 *
 *     const recorder = new Recorder({ packets: source.packets ?? null, … });   // before frames are read
 *     recorder.offer(() => avFrameOf(frame), frame.timeUs);                    // each frame
 *     recorder.start(); await recorder.stop();
 *     const replay = await recorder.keepReplay();
 */
export class Recorder implements AsyncDisposable {
  readonly #options: RecorderOptions;
  readonly #tail: PacketTail;
  readonly #isRaw: boolean;
  readonly #files: RecordingRecord[] = [];
  #encoder: FrameEncoder | null = null;
  #isKeyWanted = false;
  /** Wanted, though perhaps waiting for its first key picture. */
  #isRecording = false;
  #file: OpenFile | null = null;
  #ending: Promise<unknown> = Promise.resolve();
  #lastDts = -Infinity;
  #recordedUs = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#tail = new PacketTail(options.replayS);
    this.#isRaw = options.packets?.isRaw ?? true;
    if (!this.#isRaw)
      options.packets!.tap((packet) => {
        this.#take(packet);
      });
  }

  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** Seconds in this session's recordings, the one under way included. */
  get recordedS(): number {
    return (this.#recordedUs + (this.#file?.spanUs ?? 0)) / 1e6;
  }

  /** Seconds that a replay would hold now. */
  get replayS(): number {
    return this.#options.replayS > 0 ? this.#tail.spanUs / 1e6 : 0;
  }

  /** Pictures that neither a recording nor the replay holds, because compressing them was too slow. */
  get dropped(): number {
    return this.#encoder?.dropped ?? 0;
  }

  /** A frame of the source in order; `av` gives another owner of its pixels and is called only where one is needed. */
  offer(av: () => Frame, timeUs: number): void {
    if (!this.#isRaw || !(this.#isRecording || this.#options.replayS > 0)) return;
    const frame = av();
    this.#encoder ??= new FrameEncoder({
      like: frame,
      fps: this.#options.fps,
      onPacket: (packet) => {
        this.#take(packet);
      },
    });
    this.#encoder.add(frame, timeUs, this.#isKeyWanted);
    this.#isKeyWanted = false;
  }

  /** Recording begins with the next frame, or, where only some can be begun with, with the last of those. */
  start(): void {
    if (this.#isRecording) return;
    this.#isRecording = true;
    if (this.#isRaw) this.#isKeyWanted = true;
    else for (const packet of this.#tail.copy(false)) this.#record(packet);
  }

  async stop(): Promise<void> {
    if (this.#isRecording) {
      await this.#encoder?.settled();
      this.#endFile();
      this.#isRecording = false;
    }
    await this.#ending;
  }

  /** Writes what is in memory to a file. Throws `replay-empty`, `output-unwritable`. */
  async keepReplay(): Promise<RecordingRecord> {
    await this.#encoder?.settled();
    const packets = this.#options.replayS > 0 ? this.#tail.copy(true) : [];
    if (packets.length === 0) throw new OnsetError('replay-empty', {});
    const file = this.#begin('replay', packets[0]!);
    for (const packet of packets) file.add(packet);
    return await file.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#encoder?.[Symbol.asyncDispose]();
    this.#tail.clear();
  }

  #take(packet: Packet): void {
    if (packet.dts === AV_NOPTS_VALUE) packet.dts = packet.pts;
    if (packet.pts === AV_NOPTS_VALUE) packet.pts = packet.dts;
    if (packet.pts === AV_NOPTS_VALUE) {
      packet.free();
      return;
    }
    if (Number(packet.dts) <= this.#lastDts) {
      // The source began anew (a camera that was reset, a stream joined on): what follows belongs to another file.
      this.#endFile();
      this.#tail.clear();
    }
    this.#lastDts = Number(packet.dts);
    if (this.#isRecording) {
      const own = packet.clone();
      if (own) this.#record(own);
    }
    this.#tail.add(packet);
  }

  #record(packet: Packet): void {
    if (!this.#file) {
      if (!packet.isKeyframe || this.#isKeyWanted) {
        packet.free();
        return;
      }
      this.#file = this.#begin('recording', packet);
    }
    this.#file.add(packet);
  }

  #endFile(): void {
    const file = this.#file;
    if (!file) return;
    this.#file = null;
    this.#recordedUs += file.spanUs;
    // Failures were told when they happened.
    this.#ending = Promise.all([this.#ending, file.end().catch(() => undefined)]);
  }

  #begin(kind: RecordingRecord['kind'], first: Packet): OpenFile {
    const parameters = this.#isRaw ? this.#encoder!.parameters : this.#options.packets!.parameters;
    const n = this.#files.filter((file) => file.kind === kind).length + 1;
    const path = this.#options.pathFor(kind, n, endingFor(parameters.codecId));
    const at = this.#files.push({ path, kind, fromUs: Number(first.pts), toUs: null, frames: null }) - 1;
    this.#options.onFiles(this.#files);
    const file: OpenFile = new OpenFile(
      Movie.create(path, parameters, this.#options.fps),
      this.#files[at]!,
      (record) => {
        this.#files[at] = record;
        this.#options.onFiles(this.#files);
      },
      (error) => {
        if (this.#file === file) {
          this.#isRecording = false;
          this.#endFile();
        }
        this.#options.onFailure(error);
      },
    );
    return file;
  }
}

/** A movie on its way to the disk: packets wait in memory for those before them. */
class OpenFile {
  readonly #fromUs: number;
  readonly #record: RecordingRecord;
  readonly #onEnd: (record: RecordingRecord) => void;
  readonly #onFailure: (error: Error) => void;
  readonly #movie: Promise<Movie>;
  #chain: Promise<void>;
  #unwritten = 0;
  #failure: Error | null = null;
  #frames = 0;
  #toUs: number;

  constructor(
    movie: Promise<Movie>,
    record: RecordingRecord,
    onEnd: (record: RecordingRecord) => void,
    onFailure: (error: Error) => void,
  ) {
    this.#movie = movie;
    this.#record = record;
    this.#fromUs = this.#toUs = record.fromUs;
    this.#onEnd = onEnd;
    this.#onFailure = onFailure;
    this.#chain = movie.then(
      () => undefined,
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  get spanUs(): number {
    return this.#toUs - this.#fromUs;
  }

  /** Takes the packet over. */
  add(packet: Packet): void {
    const { size } = packet;
    if (this.#unwritten + size > MOST_UNWRITTEN_BYTES)
      this.#fail(
        new OnsetError('output-unwritable', { path: this.#record.path, reason: 'the disk is too slow' }),
      );
    if (this.#failure) {
      packet.free();
      return;
    }
    this.#frames++;
    this.#toUs = Math.max(this.#toUs, Number(packet.pts));
    packet.pts -= BigInt(this.#fromUs);
    packet.dts -= BigInt(this.#fromUs);
    this.#unwritten += size;
    this.#chain = this.#chain.then(async () => {
      this.#unwritten -= size;
      if (this.#failure) packet.free();
      else await (await this.#movie).write(packet);
    });
    this.#chain = this.#chain.catch((error: unknown) => {
      this.#fail(error);
    });
  }

  /** Rejects with what went wrong on the way; what reached the disk before stays. */
  async end(): Promise<RecordingRecord> {
    await this.#chain;
    const movie = await this.#movie.catch(() => null);
    if (this.#failure) await movie?.abandon();
    else
      await movie?.close().catch((error: unknown) => {
        this.#fail(error);
      });
    if (this.#failure) throw this.#failure;
    const record = { ...this.#record, toUs: this.#toUs, frames: this.#frames };
    this.#onEnd(record);
    return record;
  }

  #fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#onFailure(this.#failure);
  }
}
