/** Small files of our own: read with a schema, written whole or not at all. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { OnsetError } from '../../contract/errors.ts';
import { reasonOfWriting } from '../../contract/file-reason.ts';
import type { Log } from './problem.ts';

/**
 * What the file says, or null where there is none. A file that says something else is moved aside (`NAME.damaged`),
 * so that nothing is lost, and counts as none; `log` tells.
 */
export function readJson<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  log: Log,
): v.InferOutput<Schema> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const { message } = error as Error;
    throw new OnsetError('input-unreadable', { path, reason: message }, error);
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (parsed.success) return parsed.output;
  renameSync(path, `${path}.damaged`);
  log(
    `${path} could not be read (${parsed.issues[0].message.slice(0, 200)}); it is kept as ${path}.damaged.`,
  );
  return null;
}

/** Throws `output-unwritable`. */
export function writeJson(path: string, value: unknown): void {
  // Several engines may share a folder.
  const beside = `${path}.${process.pid}.part`;
  try {
    const descriptor = openSync(beside, 'w', 0o600);
    try {
      // Not `writeSync`, which a disk that fills up cuts short without an error.
      writeFileSync(descriptor, `${JSON.stringify(value, null, 1)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
