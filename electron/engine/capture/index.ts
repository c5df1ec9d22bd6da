/**
 * Capture turns files, folders of images, streams and cameras into owned frames with the times at
 * which they are to be shown. It knows FFmpeg and nothing of faces.
 *
 * Pixels are views of FFmpeg's memory wherever its picture is already in one of the contract's
 * layouts; otherwise FFmpeg converts them once. Dispose every frame (`using`). A stream may change its
 * form on the way: each frame's image tells its own size.
 *
 * For the main thread of a process only, and a worker thread that loads it is told so: node-av 6.1.1 aborts the whole
 * process when its thread is torn down under a pending call, as `worker.terminate()` does. `process.exit` is safe.
 */
import type { Frame } from 'node-av/lib';
import { CapturedFrame } from './frame.ts';
import { sha256OfInput } from './hash.ts';
import { type CameraList, listDevices } from './list-cameras.ts';
import { type FileOptions, openFileOrFolder } from './open-file.ts';
import type { NumberedImage } from './image-series.ts';
import { openTheseImages } from './open-images.ts';
import { type CameraOptions, openCameraDevice, openLoopedFile, openNetworkStream } from './open-live.ts';
import { openSeekableFile } from './open-seekable.ts';
import type { SeekableFile } from './seekable-file.ts';
import type { FrameSource } from './source.ts';
import type { VideoFrame } from '../../../contract/frame.ts';

export type { Camera, CameraList } from './list-cameras.ts';
export type { FrameSource } from './source.ts';
export { sha256OfInput };

/**
 * Opens a video file, or a folder of numbered images (`img1.jpg …`, `006_05562.jpg …`, `0001.png …`).
 *
 * Times are the container's presentation times in microseconds from the container's start; of a
 * folder, the images' places (missing numbers leave gaps) divided by `options.fps`, or by 200 a second, which
 * `stats.warnings` then says. Damage on the way is passed over and counted in `stats.corrupt`; a file that
 * breaks off gives what it has and says so in `stats.warnings` when it has been read.
 *
 * @throws OnsetError `input-not-found`, `input-unreadable`, `input-empty`, `input-undecodable`, `input-without-video`,
 * `folder-without-images`, `folder-with-several-series`; while reading, `images-differ-in-size`.
 *
 *     await using source = await openFile('clip.mp4');
 *     for await (const frame of source.frames()) {
 *       using held = frame;
 *       …
 *     }
 */
export function openFile(path: string, options?: FileOptions): Promise<FrameSource> {
  return openFileOrFolder(path, options);
}

/**
 * Opens some images of a folder by name, whatever else lies there: each at the time of its place, divided by `fps`.
 * Places ascend. Damaged ones are passed over and counted as `openFile` does.
 *
 * @throws OnsetError `input-not-found`, `input-unreadable`, `input-undecodable`; while reading, `images-differ-in-size`.
 */
export function openImagesOf(
  folder: string,
  images: readonly NumberedImage[],
  fps: number,
): Promise<FrameSource> {
  return openTheseImages(folder, images, fps);
}

/**
 * Opens what `openFile` opens, to be read from any place on: pictures are those that `openFile` gives. Times are the
 * file's own stamps; where those are missing or run backwards, `openFile` makes up others, which no search can find.
 *
 * @throws OnsetError as `openFile` does.
 *
 *     await using file = await openSeekable('clip.mp4');
 *     await file.seek(2_000_000, 0);
 *     using picture = await file.next();       // at 2 s or some pictures before
 */
export function openSeekable(path: string, options?: FileOptions): Promise<SeekableFile> {
  return openSeekableFile(path, options);
}

/**
 * Opens a network stream FFmpeg can read (RTSP, HTTP, SRT, UDP …). Frames are dropped and counted when the
 * consumer is slow. Ten seconds of silence end it.
 *
 * @throws OnsetError `stream-unreachable`, `input-without-video`; while reading, `source-lost`.
 */
export function openStream(url: string): Promise<FrameSource> {
  return openNetworkStream(url);
}

/**
 * Opens a camera by the id that `listCameras` gives. Size and rate are wishes: the device takes the
 * nearest mode it has, and `info` tells which.
 *
 * @throws OnsetError `camera-unavailable`; while reading, `source-lost`.
 */
export function openCamera(options: CameraOptions): Promise<FrameSource> {
  return openCameraDevice(options);
}

/**
 * Plays a video file over and over in real time, as a camera would deliver it. With `fps` frames are
 * repeated or left out to reach that rate; movements keep their speed.
 *
 * @throws OnsetError as `openFile` does for a file.
 */
export function openVirtualCamera(path: string, options: FileOptions = {}): Promise<FrameSource> {
  return openLoopedFile(path, options.fps);
}

/**
 * The pixels of a frame as FFmpeg's own kind of frame, for what FFmpeg is to do with them (scale, encode): another
 * owner, without a copy, which the caller frees. `frame` stays the caller's.
 */
export function avFrameOf(frame: VideoFrame): Frame {
  if (!(frame instanceof CapturedFrame)) throw new Error('internal: a frame that capture did not deliver');
  return frame.avFrame();
}

/** The cameras of this machine with their modes; an empty list comes with the reason. Never throws. */
export function listCameras(): Promise<CameraList> {
  return listDevices();
}
