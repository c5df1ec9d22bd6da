import type { SeekableSource } from '../../../contract/frame.ts';
import { type FileOptions, videoFile } from './open-file.ts';
import { openImageReader } from './open-images.ts';
import { checkReadable } from './readable.ts';
import { SeekableImages } from './seekable-images.ts';
import { SeekableVideo } from './seekable-video.ts';
import { Tally } from './source.ts';

export interface SeekableFile extends SeekableSource {
  readonly hasSound: boolean;
}

export async function openSeekableFile(path: string, { fps }: FileOptions = {}): Promise<SeekableFile> {
  if ((await checkReadable(path)) === 'folder')
    return new SeekableImages(await openImageReader(path, fps, new Tally()));
  return await SeekableVideo.open(videoFile(path));
}
