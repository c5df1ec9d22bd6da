import { open, stat } from 'node:fs/promises';
import { OnsetError } from '../../../contract/errors.ts';

/**
 * Looks at an input before FFmpeg does, whose words for the same troubles are vaguer. Folders are
 * not opened (Windows refuses that), nor pipes and devices (opening one may wait, or take its data).
 */
export async function checkReadable(path: string): Promise<'file' | 'folder'> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'folder';
    if (!stats.isFile()) return 'file';
    if (stats.size === 0) throw new OnsetError('input-empty', { path });
    await (await open(path, 'r')).close();
    return 'file';
  } catch (error) {
    throw error instanceof OnsetError ? error : notReadable(path, error);
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
