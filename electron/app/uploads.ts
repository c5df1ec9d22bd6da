import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';

/**
 * What pages have sent: a file in a folder of its own below `uploads/`, called as the upload is. The folder ends in
 * `.part` while the file is on its way.
 */
export function uploadedFile(dataDir: string, upload: string): string {
  const folder = join(dataDir, 'uploads', upload);
  const [name] = existsSync(folder) ? readdirSync(folder) : [];
  if (name === undefined) throw new OnsetError('upload-unknown', {});
  return join(folder, name);
}

/** Moves an uploaded file to where it stays, and returns where that is. */
export function takeUpload(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, basename(file));
  renameSync(file, path);
  rmSync(join(file, '..'), { recursive: true, force: true });
  return path;
}

/** Removes what was sent and never used, or never sent whole. A day is longer than any upload takes. */
export function clearUploads(dataDir: string, nowMs = Date.now()): void {
  const folder = join(dataDir, 'uploads');
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (nowMs - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
