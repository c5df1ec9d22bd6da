/**
 * Files that are told to be no recording before they are sent, which may take minutes; what is left the engine judges.
 */
import type { Problem } from '../../contract/channels/fields.ts';
import { t } from '../strings/index.ts';

/** Endings that systems give no type, or one of sound (`.ts`, `.3gp`), to. */
const RECORDINGS =
  /\.(3gp|asf|avi|divx|dv|flv|h26[45]|hevc|m2ts|m2v|m4v|mjpe?g|mkv|mov|mp4|mpe?g|mts|mxf|ogv|onset|ts|vob|webm|wmv|y4m)$/i;

/** Null where it may be one. */
export function whyUnfit({ name, type }: { readonly name: string; readonly type: string }): Problem | null {
  if (type === '' || type.startsWith('video/') || RECORDINGS.test(name)) return null;
  return { code: 'input-without-video', message: t.home.noVideo(name), remedy: t.home.noVideoRemedy };
}

/** Null where its bytes can be had. A dropped folder looks like a file until it is read. */
export async function whyUnreadable(file: File): Promise<Problem | null> {
  try {
    const { byteLength } = await file.slice(0, 1).arrayBuffer();
    if (byteLength > 0) return null;
    return { code: 'input-empty', message: t.home.emptyFile(file.name), remedy: t.home.noVideoRemedy };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return {
      code: 'input-unreadable',
      message: t.home.unreadable(file.name),
      remedy: t.home.unreadableRemedy,
    };
  }
}
