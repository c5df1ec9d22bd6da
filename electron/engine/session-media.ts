import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import type { VideoFrame } from '../../contract/frame.ts';
import type { Moment } from '../../contract/spot.ts';
import { openFile, openSeekable } from './capture/index.ts';
import { FrameServer, JpegEncoder } from './frames/index.ts';
import type { Session } from './session/index.ts';

/**
 * Decoded pictures kept for one video: 170 of 1920 × 1080. Going back at 30 steps a second, two fifths of them last for
 * the decoding of a long group before.
 */
const MEMORY_BYTES = 512 * 2 ** 20;

/** A few pictures: small ones are asked for one by one, here and there. */
const SMALL_MEMORY_BYTES = 32 * 2 ** 20;

/**
 * What a picture is for: the one the person looks at, which says where they are; one beside it, as of the chosen event;
 * a small one from anywhere, which has a reader of its own. With one for all, each small picture would take the reader
 * away from where the person steps, and the next step would wait for a search and half a group of pictures.
 */
export type PictureUse = 'shown' | 'beside' | 'small';

/** A stretch of the session's time that a file holds. */
interface Video {
  readonly path: string;
  /** Session time of the file's time 0. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Whether the session has a row for every picture of the file. */
  readonly isEveryFrame: boolean;
}

/** The video or videos of a session: opened when first asked for, found where they were or beside the session. */
export class SessionMedia implements AsyncDisposable {
  readonly jpeg = new JpegEncoder();
  readonly #session: Session;
  readonly #mediaDir: string;
  readonly #servers = new Map<string, Promise<FrameServer>>();
  readonly #smallServers = new Map<string, Promise<FrameServer>>();
  #isClosed = false;

  constructor(session: Session, mediaDir: string = dirname(session.path)) {
    this.#session = session;
    this.#mediaDir = mediaDir;
  }

  /** The decoded picture; the caller disposes it. Throws `video-missing`, `moment-unrecorded`, what `FrameServer` throws. */
  async frame({ frameIndex, timeUs }: Moment, use: PictureUse = 'shown'): Promise<VideoFrame> {
    const server = await this.#serverOf(this.#videoAt(timeUs), use === 'small');
    return await server.frame(frameIndex, use !== 'beside');
  }

  /** Whether a file with the picture at this time is there. */
  holds({ timeUs }: Moment): boolean {
    return this.#videos().some(
      ({ path, fromUs, toUs }) => fromUs <= timeUs && timeUs <= toUs && existsSync(path),
    );
  }

  /** Throws `video-missing` or `moment-unrecorded` where there is no picture of this time. */
  expectPicture({ timeUs }: Moment): void {
    this.#videoAt(timeUs);
  }

  /** False too where the video is missing. */
  async hasSound(): Promise<boolean> {
    const [video] = this.#videos();
    if (!video || !existsSync(video.path)) return false;
    try {
      await using file = await openSeekable(video.path, this.#fps());
      return file.hasSound;
    } catch (error) {
      // A video that cannot be read has no sound to play; whoever asks for a picture of it is told why.
      if (error instanceof OnsetError) return false;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const opening of [...this.#servers.values(), ...this.#smallServers.values()]) {
      const server = await opening.catch(() => null); // whoever asked for a picture was told
      await server?.[Symbol.asyncDispose]();
    }
    this.#servers.clear();
    this.#smallServers.clear();
    this.jpeg[Symbol.dispose]();
  }

  #videoAt(timeUs: number): Video {
    const video = this.#videos().findLast((each) => each.fromUs <= timeUs && timeUs <= each.toUs);
    if (!video) throw new OnsetError('moment-unrecorded', {});
    if (!existsSync(video.path)) throw new OnsetError('video-missing', { path: video.path });
    return video;
  }

  #videos(): Video[] {
    const { input, recordings } = this.#session;
    if (recordings.length > 0)
      return recordings.map(({ path, fromUs, toUs }) => ({
        path: this.#placeOf(path),
        fromUs,
        // What a crash left is as long as it is.
        toUs: toUs ?? Infinity,
        isEveryFrame: false,
      }));
    // Watched live, and not recorded.
    if (!input || input.path === '') return [];
    return [{ path: this.#placeOf(input.path), fromUs: 0, toUs: Infinity, isEveryFrame: true }];
  }

  /** Where it was, else among the session's own files, else beside the session: the two often move together. */
  #placeOf(path: string): string {
    const name = basename(path);
    const places = [path, join(this.#mediaDir, name), join(dirname(this.#session.path), name)];
    return places.find((place) => existsSync(place)) ?? path;
  }

  #serverOf(video: Video, isSmall: boolean): Promise<FrameServer> {
    if (this.#isClosed) throw new OnsetError('session-lacks', { what: 'open video' });
    const servers = isSmall ? this.#smallServers : this.#servers;
    let server = servers.get(video.path);
    if (!server) {
      server = this.#openServer(video, isSmall);
      servers.set(video.path, server);
      // Asked again, it is opened again: the file may be back by then.
      server.catch(() => servers.delete(video.path));
    }
    return server;
  }

  async #openServer({ path, fromUs, isEveryFrame }: Video, isSmall: boolean): Promise<FrameServer> {
    const session = this.#session;
    const options = this.#fps();
    return await FrameServer.open({
      name: path,
      table: {
        timeOf: (frameIndex) => {
          const timeUs = session.timeOf(frameIndex);
          return timeUs === null ? null : timeUs - fromUs;
        },
        nearest: (timeUs) => {
          const moment = session.frameAt(timeUs + fromUs);
          return moment && { frameIndex: moment.frameIndex, timeUs: moment.timeUs - fromUs };
        },
      },
      open: () => openSeekable(path, options),
      readInOrder: async function* () {
        await using source = await openFile(path, options);
        yield* source.frames();
      },
      isEveryFrame,
      memoryBytes: isSmall ? SMALL_MEMORY_BYTES : MEMORY_BYTES,
      looksAhead: !isSmall,
    });
  }

  /** A folder of images says nothing of its rate; the session remembers what was said when it was made. */
  #fps(): { readonly fps?: number } {
    const fps = this.#session.provenance?.settings['fps'];
    return typeof fps === 'number' ? { fps } : {};
  }
}
