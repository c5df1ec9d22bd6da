import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import { reasonOfWriting } from '../../contract/file-reason.ts';

/** Sessions start with several pages; a disk on which this much does not fit is full. */
const PROBE_BYTES = 64 * 1024;

/** Makes the folder and writes to it once, so that hours of work do not end at a locked door. */
export function prepareOutputFolder(path: string): void {
  const probe = join(path, `.onset-${process.pid}.tmp`);
  try {
    makeFolder(resolve(path));
    const file = openSync(probe, 'w');
    try {
      writeSync(file, new Uint8Array(PROBE_BYTES));
    } finally {
      closeSync(file);
      rmSync(probe);
    }
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}

/** Step by step, because `mkdir` with `recursive` never returns where the system answers ENOENT (in /proc, Node 24). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another run made it just now
  }
}
