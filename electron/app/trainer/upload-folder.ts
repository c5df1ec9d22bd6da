/** Files that a page sent one by one, as the content of one folder. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { DataSource } from '../../../contract/channels/trainer-data.ts';
import { takeUpload, uploadedFile } from '../uploads.ts';
import { type TrainerFolders, makeFolder } from './folders.ts';

/** The folder of a source; files of uploads are moved there the first time it is asked for. Throws `upload-unknown`. */
export function folderOf(source: DataSource, folders: TrainerFolders, dataDir: string): string {
  if (source.kind === 'path') return resolve(source.path);
  const key = createHash('sha256').update(source.uploads.join()).digest('hex').slice(0, 16);
  const folder = folders.uploads(key);
  if (existsSync(folder)) return folder;
  const files = source.uploads.map((upload) => uploadedFile(dataDir, upload));
  makeFolder(folder);
  for (const file of files) takeUpload(file, folder);
  return folder;
}

/** Removes what was sent to be looked at and never used. */
export function clearUploadFolders(folders: TrainerFolders, used: ReadonlySet<string>): void {
  const root = folders.file('uploads');
  for (const name of readdirSync(root))
    if (!used.has(basename(name)) && !used.has(join(root, name)))
      rmSync(join(root, name), { recursive: true, force: true });
}
