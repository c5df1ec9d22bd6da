import { OnsetError } from '../../../contract/errors.ts';

// SQLite's primary result codes (https://sqlite.org/rescode.html); the low byte of an extended code.
const ERROR = 1;
const PERMISSION = 3;
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Failures of the world; all others (a broken constraint, bad SQL) are our own mistakes. */
const OF_THE_WORLD = [
  PERMISSION,
  BUSY,
  LOCKED,
  READ_ONLY,
  IO_ERROR,
  CORRUPT,
  FULL,
  CANNOT_OPEN,
  NOT_A_DATABASE,
];

export const isBusy = (error: unknown): boolean => [BUSY, LOCKED].includes(resultCode(error) ?? -1);

/** What a failed write means to the person; errors that are ours pass through unchanged. */
export function writeFailure(error: unknown, path: string): unknown {
  const code = resultCode(error);
  if (code === null) return systemFailure(error, path);
  if (!OF_THE_WORLD.includes(code)) return error;
  const reason = code === FULL ? 'the disk is full' : reasonOf(error);
  return new OnsetError('output-unwritable', { path, reason }, error);
}

/** What a failed read means to the person; errors that are ours pass through unchanged. */
export function readFailure(error: unknown, path: string): unknown {
  const code = resultCode(error);
  // Our own questions are tested against our own tables: a table or column that is missing is the file's fault.
  if (code === ERROR) return new OnsetError('session-damaged', { path, reason: reasonOf(error) }, error);
  if (code === null || !OF_THE_WORLD.includes(code)) return error;
  if (code === NOT_A_DATABASE) return new OnsetError('session-foreign', { path }, error);
  if (code === CORRUPT || code === IO_ERROR)
    return new OnsetError('session-damaged', { path, reason: reasonOf(error) }, error);
  return new OnsetError('input-unreadable', { path, reason: reasonOf(error) }, error);
}

function systemFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const code = 'code' in error ? error.code : undefined;
  const reason = code === 'ENOSPC' ? 'the disk is full' : error.message;
  return new OnsetError('output-unwritable', { path, reason }, error);
}

function resultCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}

/** The file's contents are not what its version promises: a broken JSON, a number where a text belongs. */
export const malformed = (error: unknown, path: string): OnsetError =>
  new OnsetError('session-damaged', { path, reason: reasonOf(error) }, error);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
