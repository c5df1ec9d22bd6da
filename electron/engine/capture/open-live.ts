import { Device, InputFormat } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';
import type { PictureReader } from './picture.ts';
import { openFastest } from './fastest.ts';
import { LiveSource } from './live-source.ts';
import { videoFile } from './open-file.ts';
import { checkReadable } from './readable.ts';
import { type FrameSource, Tally } from './source.ts';
import { VideoReader, type VideoInput } from './video-reader.ts';

export interface CameraOptions {
  /** As `listCameras` gives it: `/dev/video0`, an AVFoundation id, a DirectShow name. */
  readonly id: string;
  readonly size?: { readonly widthPx: number; readonly heightPx: number };
  readonly fps?: number;
}

/** For a file that does not tell its frame rate. */
const USUAL_FPS = 25;

/** How long a network source may stay silent before it counts as gone, in microseconds. */
const SILENCE_US = 10_000_000;

export async function openNetworkStream(url: string): Promise<FrameSource> {
  const options = { rw_timeout: String(SILENCE_US), timeout: String(SILENCE_US) };
  return openLive({ kind: 'stream', name: url, url, isLive: true, options }, 'stream-unreachable');
}

export async function openCameraDevice({ id, size, fps }: CameraOptions): Promise<FrameSource> {
  const system = Device.getVideoFormat();
  const format = InputFormat.findInputFormat(system);
  const wishes = {
    ...(fps === undefined ? {} : { framerate: String(fps) }),
    ...(size === undefined ? {} : { video_size: `${size.widthPx}x${size.heightPx}` }),
    // AVFoundation's default is packed 4:2:2, which would have to be converted.
    ...(system === 'avfoundation' ? { pixel_format: 'nv12' } : {}),
  };
  const url = system === 'dshow' ? `video=${id}` : id;
  const open = (extra: Record<string, string>): Promise<FrameSource> => {
    const options = { ...wishes, ...extra };
    return openLive({ kind: 'camera', name: id, url, isLive: true, format, options }, 'camera-unavailable');
  };
  // Over USB many cameras reach high rates only in JPEG, while V4L2 prefers what is not compressed.
  return fps === undefined || system !== 'v4l2'
    ? open({})
    : openFastest([() => open({}), () => open({ input_format: 'mjpeg' })], fps);
}

/** `fps`: frames are repeated or left out to reach this rate; the speed of what moves stays as it is. */
export async function openLoopedFile(path: string, fps: number | undefined): Promise<FrameSource> {
  await checkReadable(path);
  await using whole = await VideoReader.open(videoFile(path), new Tally());
  // The file's average rate, since what FFmpeg guesses for a movie of uneven distances can be anything.
  const ownFps = whole.info.fps || USUAL_FPS;
  const url = loopGraph(path, ownFps, fps ?? ownFps);
  const format = InputFormat.findInputFormat('lavfi');
  const known = {
    ...whole.info,
    kind: 'virtual',
    fps: fps ?? ownFps,
    durationS: null,
    frames: null,
  } as const;
  const tally = new Tally();
  const reader = await VideoReader.open(
    { kind: 'virtual', name: path, url, isLive: true, format, known },
    tally,
  );
  return new LiveSource(reader, tally);
}

/** A looped movie repeats its time stamps; counting frames makes them run on. */
function loopGraph(path: string, ownFps: number, fps: number): string {
  const rate = fps === ownFps ? '' : `,fps=${fps}`;
  return `movie=filename=${escapeForGraph(path)}:loop=0,setpts=N/(${ownFps}*TB)${rate},realtime`;
}

/** FFmpeg unescapes twice: the option's value (`\\ ' :`), and before it the whole graph (`\\ ' [ ] , ;`). */
function escapeForGraph(text: string): string {
  return text.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],; ]/g, '\\$&');
}

async function openLive(
  input: VideoInput,
  code: 'stream-unreachable' | 'camera-unavailable',
): Promise<FrameSource> {
  const tally = new Tally();
  const reader: PictureReader = await VideoReader.open(input, tally).catch((error: unknown) => {
    const isOurs = error instanceof OnsetError && error.code === 'input-undecodable';
    if (!isOurs) throw error;
    throw new OnsetError(
      code,
      { name: input.name, reason: (error.facts as { reason: string }).reason },
      error,
    );
  });
  return new LiveSource(reader, tally);
}
