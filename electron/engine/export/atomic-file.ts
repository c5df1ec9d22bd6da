import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';

type Pieces = Iterable<string> | AsyncIterable<string>;

/** Fewer, larger writes: a row of `frames.csv` is about 1.5 kB. */
const CHUNK_CHARACTERS = 1 << 18;

/**
 * Writes `text` under another name in the same folder, and gives it its name once it is whole and on the disk.
 *
 * Throws `output-unwritable`; then nothing new is left in the folder.
 */
export async function writeAtomically(path: string, text: Pieces): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await writeInChunks(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeFailure(error, path);
  }
}

/** What the system refused, as the person can use it; other errors pass through unchanged. */
export function writeFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message;
  return new OnsetError('output-unwritable', { path, reason }, error);
}

async function writeInChunks(file: FileHandle, text: Pieces): Promise<void> {
  let chunk = '';
  for await (const piece of text) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await file.writeFile(chunk);
    chunk = '';
  }
  await file.writeFile(chunk);
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
