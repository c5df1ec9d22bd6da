/** Turns a session into files that other programs read. Knows the formats; decides nothing about faces. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import type { SessionReader, TimeRange } from '../../../contract/session.ts';
import { writeAtomically, writeFailure } from './atomic-file.ts';
import { borisProject } from './boris-project.ts';
import { borisTable } from './boris.ts';
import { eaf } from './eaf.ts';
import { eventsCsv } from './events-csv.ts';
import type { ExportSource } from './export-source.ts';
import { framesCsv } from './frames-csv.ts';
import { json } from './json.ts';
import { vtt } from './vtt.ts';

export { chosenEvents, type EventChoice, type ExportHooks, writeClips } from './clips/index.ts';
export { clipName } from './clips/clip-text.ts';
export { isMarkedSynthetic } from './container-comment.ts';
export type { EncodeJpeg } from './frame-access.ts';
export { report } from './report/index.ts';
export { openVideoWriter } from './video-writer.ts';
export { writeAtomically };

/** What each format writes: file-name ending → the file's text. */
const FILES = {
  json: { json },
  csv: { 'frames.csv': framesCsv, 'events.csv': eventsCsv },
  eaf: { eaf },
  vtt: { vtt },
  boris: { 'boris.tsv': borisTable, boris: borisProject },
} as const;

/** Formats that are made from the session alone. */
export type TextFormat = keyof typeof FILES;

/** `mp4`: a clip of each event; `html`: one page with pictures and curves. Both look at the video too. */
export type ExportFormat = TextFormat | 'mp4' | 'html';

export const TEXT_FORMATS = Object.keys(FILES) as readonly TextFormat[];
export const EXPORT_FORMATS: readonly ExportFormat[] = [...TEXT_FORMATS, 'mp4', 'html'];

export const isTextFormat = (format: ExportFormat): format is TextFormat => Object.hasOwn(FILES, format);

export interface ExportOptions {
  /** Seconds of the source. Frames inside the span and events that touch it are written; times stay the source's. */
  readonly fromS?: number;
  readonly toS?: number;
  /** `frames.csv` with bare commas, where OpenFace writes a comma and a space. */
  readonly plainHeaders?: boolean;
  /** Without pose and landmarks in `frames.csv`: what says where a face was and what shape it has. */
  readonly withoutFaces?: boolean;
  /** The date written into the files. */
  readonly at?: Date;
}

/**
 * Writes `session` as `outDir/baseName.*` and returns the paths. Each file appears whole or not at all.
 *
 *     await exportSession(session, ['json', 'csv'], 'out', 'clip');
 *
 * Throws `usage` for a span that ends before it begins, `output-unwritable` where the disk refuses.
 */
export async function exportSession(
  session: SessionReader,
  formats: readonly TextFormat[],
  outDir: string,
  baseName: string,
  options: ExportOptions = {},
): Promise<string[]> {
  const source = toSource(session, outDir, baseName, options);
  const files = [...new Set(formats)].flatMap((format) => Object.entries(FILES[format]));
  try {
    await mkdir(outDir, { recursive: true });
  } catch (error) {
    throw writeFailure(error, outDir);
  }
  const paths: string[] = [];
  for (const [ending, render] of files) {
    const path = join(outDir, `${baseName}.${ending}`);
    await writeAtomically(path, render(source));
    paths.push(path);
  }
  return paths;
}

/** Throws `usage` for a span that ends before it begins. */
export function rangeOf({ fromS, toS }: Pick<ExportOptions, 'fromS' | 'toS'>): TimeRange {
  if (fromS !== undefined && toS !== undefined && fromS > toS)
    throw new OnsetError('usage', {
      problem: `The span from ${fromS} s to ${toS} s ends before it begins`,
      hint: 'Give --from a smaller number than --to.',
    });
  return {
    ...(fromS === undefined ? {} : { fromUs: fromS * 1e6 }),
    ...(toS === undefined ? {} : { toUs: toS * 1e6 }),
  };
}

/** Where `exportSession` writes these formats. */
export function exportPaths(formats: readonly TextFormat[], outDir: string, baseName: string): string[] {
  const endings = [...new Set(formats)].flatMap((format) => Object.keys(FILES[format]));
  return endings.map((ending) => join(outDir, `${baseName}.${ending}`));
}

/** Reads a list such as `json,csv`. Throws `usage`, naming the formats there are, for any other name. */
export function parseFormats(list: string): ExportFormat[] {
  const names = list
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const unknown = names.filter((name) => !isFormat(name));
  if (names.length === 0 || unknown.length > 0)
    throw new OnsetError('usage', {
      problem: names.length === 0 ? 'No format is given' : `There is no format ${unknown.join(', ')}`,
      hint: `The formats are ${EXPORT_FORMATS.join(', ')}.`,
    });
  return [...new Set(names.filter(isFormat))];
}

const isFormat = (name: string): name is ExportFormat => (EXPORT_FORMATS as readonly string[]).includes(name);

function toSource(
  session: SessionReader,
  outDir: string,
  baseName: string,
  { fromS, toS, plainHeaders = false, withoutFaces = false, at = new Date() }: ExportOptions,
): ExportSource {
  const range = rangeOf({ ...(fromS === undefined ? {} : { fromS }), ...(toS === undefined ? {} : { toS }) });
  return { session, outDir, baseName, range, plainHeaders, withoutFaces, at };
}
