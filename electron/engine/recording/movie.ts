import { close, fsync, open } from 'node:fs';
import { promisify } from 'node:util';
import { AV_CODEC_ID_AV1, AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MJPEG } from 'node-av/constants';
import type { AVCodecID } from 'node-av/constants';
import { FFmpegError, FormatContext, Rational } from 'node-av/lib';
import type { CodecParameters, Packet } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';

/** What an MP4 can hold and Onset can read back; anything else goes to Matroska, which counts in milliseconds only. */
const IN_MP4: readonly AVCodecID[] = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_MJPEG];

/** The file ending that a movie of this codec gets. */
export const endingFor = (codecId: AVCodecID): 'mp4' | 'mkv' => (IN_MP4.includes(codecId) ? 'mp4' : 'mkv');

/** Packets on the way to the disk count in microseconds. */
const MICROSECONDS = new Rational(1, 1_000_000);

/** Half of what a loss of power may cost, so that a late timer still keeps the promise of one second. */
const FLUSH_EVERY_US = 500_000;

/**
 * A movie that can be read up to its last half second whatever happens to the program or the machine, and becomes an
 * ordinary one when it is closed. MP4: fragments, turned into a plain file with an index at the end (FFmpeg's
 * `hybrid_fragmented`); Matroska: short clusters.
 *
 *     const movie = await Movie.create('clip.mp4', parameters, 100);
 *     await movie.write(packet);      // stamps in microseconds from the movie's start; calls one after the other
 *     await movie.close();
 */
export class Movie {
  readonly path: string;
  readonly #format = new FormatContext();
  readonly #isMp4: boolean;
  #descriptor: number | null = null;
  #flushedUs = -Infinity;
  #isOpen = false;

  private constructor(path: string, isMp4: boolean) {
    this.path = path;
    this.#isMp4 = isMp4;
  }

  /** Matroska where the name ends in .mkv, else MP4. Throws `output-unwritable`. */
  static async create(path: string, parameters: CodecParameters, fps: number): Promise<Movie> {
    const movie = new Movie(path, !/\.mkv$/i.test(path));
    try {
      await movie.#open(parameters, fps);
    } catch (error) {
      await movie.#release();
      throw error;
    }
    return movie;
  }

  /** Takes the packet over. */
  async write(packet: Packet): Promise<void> {
    if (!this.#isOpen) throw new Error('internal: the movie is not open');
    try {
      const dueUs = Number(packet.dts);
      packet.streamIndex = 0;
      packet.rescaleTs(MICROSECONDS, this.#format.streams[0]!.timeBase);
      this.#check(await this.#format.writeFrame(packet));
      if (dueUs - this.#flushedUs < FLUSH_EVERY_US) return;
      this.#flushedUs = dueUs;
      await this.flush();
    } finally {
      packet.free();
    }
  }

  /** Has everything so far on the disk. */
  async flush(): Promise<void> {
    // Ends the fragment or cluster under way, which the muxer keeps in memory.
    this.#check(await this.#format.writeFrame(null));
    await this.#format.flush();
    const error = this.#format.pb?.error ?? 0;
    this.#check(error);
    await this.#sync();
  }

  /** Writes the index; the file is then a plain one. Throws `output-unwritable`, and what was flushed stays readable. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    try {
      this.#check(await this.#format.writeTrailer());
      await this.#format.flush();
      this.#check(this.#format.pb?.error ?? 0);
      await this.#sync();
    } finally {
      await this.#release();
    }
  }

  /** Lets go of the file as it is: what has been flushed can be read. */
  async abandon(): Promise<void> {
    await this.#release();
  }

  async #open(parameters: CodecParameters, fps: number): Promise<void> {
    this.#check(this.#format.allocOutputContext2(null, this.#isMp4 ? 'mp4' : 'matroska', this.path));
    const stream = this.#format.newStream();
    this.#check(parameters.copy(stream.codecpar));
    // The tag of the container it came in means nothing here.
    stream.codecpar.codecTag = 0;
    stream.timeBase = MICROSECONDS;
    if (fps > 0) stream.avgFrameRate = new Rational(Math.round(fps * 1000), 1000);
    this.#check(await this.#format.openOutput());
    this.#isOpen = true;
    for (const [name, value] of Object.entries(this.#isMp4 ? MP4 : MATROSKA))
      this.#check(this.#format.setOption(name, value));
    this.#check(await this.#format.writeHeader());
    this.#descriptor = await promisify(open)(this.path, 'r+');
  }

  async #sync(): Promise<void> {
    if (this.#descriptor === null) return;
    try {
      await promisify(fsync)(this.#descriptor);
    } catch (error) {
      throw unwritable(this.path, error instanceof Error ? error.message : String(error));
    }
  }

  async #release(): Promise<void> {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) await promisify(close)(descriptor);
    if (this.#isOpen) await this.#format.closeOutput();
    this.#isOpen = false;
    this.#format.freeContext();
  }

  #check(status: number): void {
    if (status < 0) throw unwritable(this.path, FFmpegError.strerror(status));
  }
}

const unwritable = (path: string, reason: string): OnsetError =>
  new OnsetError('output-unwritable', {
    path,
    reason: /ENOSPC|No space/.test(reason) ? 'the disk is full' : reason,
  });

const MP4 = {
  movflags: '+hybrid_fragmented+frag_custom+default_base_moof',
  video_track_timescale: '1000000',
} as const;

const MATROSKA = { cluster_time_limit: '500' } as const;
