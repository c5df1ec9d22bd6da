import { FormatContext } from 'node-av/lib';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';

/** Whether a video says of itself that it was made, not recorded. A file that cannot be opened says nothing. */
export async function isMarkedSynthetic(path: string): Promise<boolean> {
  const format = new FormatContext();
  // `file:` keeps FFmpeg from taking a name with a colon for a protocol.
  if ((await format.openInput(`file:${path}`)) < 0) return false;
  try {
    return format.metadata?.get('comment')?.includes(SYNTHETIC_MARK) ?? false;
  } finally {
    await format.closeInput();
  }
}
