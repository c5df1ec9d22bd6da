/**
 * The door to FFmpeg: its libraries through node-av's thin wrappers, its own console noise switched
 * off, and its error numbers turned into words. Nothing else in this folder reads an error number.
 */
import { isMainThread } from 'node:worker_threads';
import { AV_LOG_QUIET, AVERROR_EOF } from 'node-av/constants';
import { FFmpegError, Log, PosixError } from 'node-av/lib';
import { OnsetError } from '../../../contract/errors.ts';

/** node-av 6.1.1 aborts the whole process when a worker thread is terminated under a pending call of its. */
if (!isMainThread) throw new Error('internal: capture runs in a process of its own or the main thread only');

/** FFmpeg writes to the process's standard error unless told not to; what matters comes back as a code. */
Log.setLevel(AV_LOG_QUIET);

export const isEndOfFile = (code: number): boolean => code === AVERROR_EOF;
const TRY_AGAIN = FFmpegError.AVERROR(PosixError.EAGAIN);
export const isTryAgain = (code: number): boolean => code === TRY_AGAIN;

/** FFmpeg's own words for an error, without a full stop, for the middle of our sentence. */
export function reasonOf(code: number): string {
  const text = FFmpegError.strerror(code).trim().replace(/\.$/, '');
  return text === 'Invalid data found when processing input'
    ? 'its contents are not what its format promises'
    : lower(text);
}

/** Throws `input-undecodable` for a failed call on `path`. */
export function orUndecodable(code: number, path: string): void {
  if (code < 0) throw new OnsetError('input-undecodable', { path, reason: reasonOf(code) });
}

/** Throws on a failed call that only our own mistake can cause (a filter graph that does not parse). */
export function orInternal(code: number, what: string): void {
  if (code < 0) throw new Error(`internal: ${what}: ${FFmpegError.strerror(code)}`);
}

const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
