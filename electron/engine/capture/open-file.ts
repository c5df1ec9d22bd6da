import { openImages } from './open-images.ts';
import { PulledSource } from './pulled-source.ts';
import { checkReadable } from './readable.ts';
import { type FrameSource, Tally } from './source.ts';
import { VideoReader } from './video-reader.ts';

export interface FileOptions {
  /** Frame rate of a folder of images; video files bring their own. */
  readonly fps?: number;
}

export async function openFileOrFolder(path: string, options: FileOptions = {}): Promise<FrameSource> {
  if ((await checkReadable(path)) === 'folder') return openImages(path, options.fps);
  const tally = new Tally();
  return new PulledSource(await VideoReader.open(videoFile(path), tally), tally);
}

/** `file:` keeps FFmpeg from taking a name with a colon for a protocol, `none` from taking `%` for a number. */
export function videoFile(path: string) {
  return { kind: 'file', name: path, url: `file:${path}`, options: { pattern_type: 'none' } } as const;
}
