import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import type { Mesh } from '../../../contract/landmarks.ts';

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp']);

/** Names of a folder's pictures, sorted. Throws `input-not-found`, `input-unreadable`, `portraits-missing`. */
export function listPortraits(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new OnsetError('input-not-found', { path: folder }, error);
    const reason = code === 'ENOTDIR' ? 'it is not a folder' : message;
    throw new OnsetError('input-unreadable', { path: folder, reason }, error);
  }
  const pictures = names.filter((name) => PICTURES.has(extname(name).toLowerCase())).sort();
  if (pictures.length === 0) throw new OnsetError('portraits-missing', { folder });
  return pictures;
}

/**
 * In a drawing a face may be seen in one eye. A portrait's outer eye corners lie at least an eighth of its width apart.
 */
export function isWholeFace(mesh: Mesh, widthPx: number): boolean {
  const [right, left] = [33, 263];
  const apart = Math.hypot(mesh[3 * left]! - mesh[3 * right]!, mesh[3 * left + 1]! - mesh[3 * right + 1]!);
  return apart > widthPx / 8;
}
