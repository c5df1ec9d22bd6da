import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { ClipBytes } from '../../../models/data/clips/index.ts';
import { writeAtomically } from '../../../models/train/atomic-file.ts';
import type { PreparedSample, Unprepared } from './prepare-sample.ts';

/** What one clip or picture became. */
export type Result = PreparedSample | Unprepared;

export const isLeftOut = (result: Result): result is Unprepared => 'leftOut' in result;

type Facts = Omit<PreparedSample, keyof ClipBytes>;
interface Head {
  readonly results: readonly (
    Unprepared | (Facts & { readonly frameBytes: number; readonly neutralBytes: number })
  )[];
  readonly crc32: number;
}

/** `<folder>/samples/<key>`: a line of JSON, then the levels of each result that is not left out, frames and neutral. */
export const keptPath = (cacheDir: string, key: string): string => join(cacheDir, 'samples', key);

/** Appears whole or not at all, also where several processes write the same. Throws `output-unwritable`. */
export function keepResults(path: string, results: readonly Result[]): void {
  const bytes = Buffer.concat(
    results.flatMap((result) => (isLeftOut(result) ? [] : [result.frames, result.neutral])),
  );
  const head: Head = { results: results.map(headOf), crc32: crc32(bytes) };
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]));
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}

function headOf(result: Result): Head['results'][number] {
  if (isLeftOut(result)) return { leftOut: result.leftOut };
  const { frames, neutral, ...facts } = result;
  return { ...facts, frameBytes: frames.length, neutralBytes: neutral.length };
}

/** Null where nothing is kept, or what is there is not what was written: it is made anew. */
export function readResults(path: string): Result[] | null {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return null; // Not there, or not to be read; writing it again will say why.
  }
  const end = file.indexOf(10);
  const head = parseHead(file.subarray(0, Math.max(0, end)).toString('utf8'));
  const bytes = file.subarray(end + 1);
  if (head === null || crc32(bytes) !== head.crc32) return null;
  let at = 0;
  return head.results.map((result) => {
    if ('leftOut' in result) return result;
    const { frameBytes, neutralBytes, ...facts } = result;
    const frames = bytes.subarray(at, at + frameBytes);
    const neutral = bytes.subarray(at + frameBytes, at + frameBytes + neutralBytes);
    at += frameBytes + neutralBytes;
    return { ...facts, frames, neutral };
  });
}

function parseHead(line: string): Head | null {
  try {
    const head = JSON.parse(line) as Partial<Head> | null;
    return Array.isArray(head?.results) && typeof head.crc32 === 'number' ? (head as Head) : null;
  } catch {
    return null;
  }
}
