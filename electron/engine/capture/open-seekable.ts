import { type FileOptions, videoFile } from './open-file.ts';
import { openImageReader } from './open-images.ts';
import { checkReadable } from './readable.ts';
import type { SeekableFile } from './seekable-file.ts';
import { SeekableImages } from './seekable-images.ts';
import { SeekableVideo } from './seekable-video.ts';
import { Tally } from './source.ts';

export async function openSeekableFile(path: string, { fps }: FileOptions = {}): Promise<SeekableFile> {
  if ((await checkReadable(path)) === 'folder')
    return new SeekableImages(await openImageReader(path, fps, new Tally()));
  return await SeekableVideo.open(videoFile(path));
}
