import { open } from 'node:fs/promises';
import { OnsetError } from '../../../contract/errors.ts';

/** Looks at an input before FFmpeg does, whose words for the same troubles are vaguer. */
export async function checkReadable(path: string): Promise<'file' | 'folder'> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw notReadable(path, error);
  });
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) return 'folder';
    if (stats.isFile() && stats.size === 0) throw new OnsetError('input-empty', { path });
    return 'file';
  } finally {
    await handle.close();
  }
}

/** The catalogue's error for a failed look at a file or folder. */
export function notReadable(path: string, error: unknown): OnsetError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new OnsetError('input-not-found', { path }, error);
  const reason = REASON_OF_CODE[code] ?? `the system says ${code}`;
  return new OnsetError('input-unreadable', { path, reason }, error);
}

const REASON_OF_CODE: Record<string, string | undefined> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EBUSY: 'another program holds it',
  EIO: 'the disk reports an error',
  ELOOP: 'its links point in a circle',
  ENAMETOOLONG: 'its name is too long',
};
