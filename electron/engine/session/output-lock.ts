import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OnsetError } from '../../../contract/errors.ts';
import { isBusy, writeFailure } from './sqlite-failure.ts';

/**
 * Holds `path` for one writer until disposed. The lock is SQLite's own on an empty file, so the
 * operating system lets go of it when its process dies: what a crash leaves behind locks nothing.
 *
 * Throws `output-busy` where another run holds it, `output-unwritable` where the folder takes no file.
 */
export function lockOutput(path: string): Disposable {
  const lockPath = `${path}.lock`;
  touchNew(lockPath, path);
  let held = tryLock(lockPath);
  // The holder before us removes the file as it goes. Where that happened between our opening and our
  // locking, we hold a file that has no name any more, and a second attempt succeeds: then that one counts.
  for (let again = held && tryLock(lockPath); again !== null; again = tryLock(lockPath)) {
    held!.close();
    held = again;
  }
  if (held === null) throw new OnsetError('output-busy', { path });
  const owned = held;
  return {
    [Symbol.dispose]() {
      // Removed while still held, so that nobody can take it in between; Windows only allows it afterwards.
      if (process.platform !== 'win32') rmSync(lockPath, { force: true });
      owned.close();
      if (process.platform === 'win32') rmSync(lockPath, { force: true, maxRetries: 3 });
    },
  };
}

/**
 * SQLite only says "unable to open"; this says why. A file that is there stays unopened: closing any
 * descriptor of it would drop the locks this process holds on it (POSIX).
 */
function touchNew(lockPath: string, path: string): void {
  try {
    closeSync(openSync(lockPath, 'wx'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw writeFailure(error, path);
  }
}

function tryLock(lockPath: string): DatabaseSync | null {
  const database = new DatabaseSync(lockPath);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
}
