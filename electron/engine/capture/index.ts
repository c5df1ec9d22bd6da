/**
 * Capture turns files, folders of images, streams and cameras into owned frames with the times at
 * which they are to be shown. It knows FFmpeg and nothing of faces.
 */
import type { FrameSource } from './source.ts';
import { openVideoFile } from './open-file.ts';

export type { CaptureStats, FrameSource } from './source.ts';
export { setForgottenReport } from './forgotten.ts';

/**
 * Opens a video file.
 *
 *     await using source = await openFile('clip.mp4');
 *     for await (const frame of source.frames()) {
 *       using held = frame;
 *       …
 *     }
 */
export async function openFile(path: string): Promise<FrameSource> {
  return openVideoFile(path);
}
