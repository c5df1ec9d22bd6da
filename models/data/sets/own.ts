/** One's own clips: a folder of videos or of folders of pictures, beside a CSV (docs/data-sets.md). */
import { existsSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { readOwnAus } from './aus-own.ts';
import { clipPictures } from './clip-pictures.ts';
import { type CodedFrames, cutClip } from './cut-clip.ts';
import { below, isPicture, isVideo, listFolder, type Listing, surveyFolder } from './folder-listing.ts';
import { type Cell, cellText, isCsv, readSheets } from './label-file.ts';
import { emotionName } from './label-words.ts';
import type { ReadOptions } from './read-options.ts';
import type {
  Discrepancy,
  LongExpression,
  LongVideo,
  PictureFiles,
  SetIndex,
  SetSample,
  VideoFile,
} from './sample.ts';
import { optional, required, type TitledRow, titledRows } from './titled-rows.ts';

const COLUMNS = {
  clip: required('clip'),
  subject: required('subject'),
  emotion: required('emotion'),
  onset: required('onset'),
  apex: required('apex'),
  offset: required('offset'),
  fps: required('fps'),
  aus: required('aus'),
  type: optional('type'),
};
type OwnRow = TitledRow<keyof typeof COLUMNS>;

export async function readOwn(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const labels = ownLabels(folder, options.labels);
  const rows = titledRows(await readSheets(labels, 'own clips'), COLUMNS, ['clip', 'subject']);
  const discrepancies: Discrepancy[] = [];
  const named = eachOnce(rows, basename(labels), discrepancies);
  if (named.length === 0)
    throw new OnsetError('set-labels-unreadable', {
      path: labels,
      set: 'own clips',
      reason: 'no row below its titles names a clip',
    });
  const clips = openClips(folder, named, discrepancies);
  const expressions = clips.map((clip) =>
    clip.rows.flatMap((row) => readExpression(clip, row, basename(labels), discrepancies) ?? []),
  );
  if (clips.length === 0)
    throw new OnsetError('set-empty', {
      path: labels,
      clips: named.length,
      set: 'own clips',
      folder,
      first: firstOf(discrepancies),
    });
  return {
    set: 'own',
    folder,
    coding: basename(labels),
    samples: expressions.flat().flatMap(({ sample }) => sample ?? []),
    longVideos: clips.some(({ rows: each }) => each.some(({ cells }) => cells.type !== null))
      ? clips.map((clip, i) => longVideo(clip, expressions[i]!))
      : [],
    pictures: [],
    discrepancies: [...discrepancies, ...unlabelled(folder, rows)],
  };
}

/** `labels.csv`, or `labels.xlsx`, or the only CSV there. */
export function ownLabels(folder: string, chosen?: string): string {
  const { files, folders } = listFolder(folder);
  const isOfficial = (name: string): boolean => /^labels\.(csv|xlsx)$/i.test(name);
  const fitting = files
    .filter((name) => isCsv(name) || isOfficial(name))
    .filter((name) => chosen === undefined || name.includes(chosen));
  const name = fitting.find(isOfficial) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (name !== undefined) return join(folder, name);
  const below = folders.find((each) => listFolder(join(folder, each)).files.some(isOfficial));
  const there = fitting.length === 0 ? '' : `, or one CSV alone (there are ${fitting.join(', ')})`;
  const deeper = below === undefined ? '' : ` (its folder ${below} has one: give that)`;
  throw new OnsetError('set-labels-missing', {
    folder,
    set: 'own clips',
    wanted: `labels.csv${there}${deeper}`,
  });
}

/** Why the first of the clips is not read. */
const firstOf = ([first]: readonly Discrepancy[]): string =>
  first ? `${first.about}, but ${first.what}` : '';

/** Rows that name a clip, each once. */
function eachOnce(rows: readonly OwnRow[], file: string, discrepancies: Discrepancy[]): OwnRow[] {
  const seen = new Set<string>();
  return rows.filter(({ row, cells }) => {
    const { clip, type, onset, offset } = cells;
    const key = [clipName(clip), type, onset, offset].join('\t');
    const what = clip === null ? 'names no clip: not read' : 'stands twice: the first is read';
    const isNew = clip !== null && !seen.has(key);
    if (!isNew) discrepancies.push({ kind: 'left-out', about: `${file} row ${row}`, what });
    seen.add(key);
    return isNew;
  });
}

/** A clip of the folder with all rows about it. */
interface OwnClip {
  readonly name: string;
  readonly subject: string;
  readonly fps: number;
  readonly pictures: PictureFiles | VideoFile;
  readonly rows: readonly OwnRow[];
}

function openClips(folder: string, rows: readonly OwnRow[], discrepancies: Discrepancy[]): OwnClip[] {
  const people = spellings(rows, discrepancies);
  const byClip = new Map<string, OwnRow[]>();
  for (const row of rows) {
    const name = clipName(row.cells.clip);
    const all = byClip.get(name);
    if (all) all.push(row);
    else byClip.set(name, [row]);
  }
  return [...byClip].flatMap(([name, all]): OwnClip[] => {
    const leaveOut = (kind: 'missing' | 'left-out', what: string): OwnClip[] => {
      discrepancies.push({ kind, about: name, what });
      return [];
    };
    const [first] = all;
    const subject = people.get(personKey(first!.cells.subject)) ?? '';
    const fps = frameRate(first!.cells.fps);
    if (subject === '') return leaveOut('left-out', 'has no subject: its fold would not be known');
    if (!(fps > 0 && fps <= 10_000))
      return leaveOut('left-out', `its fps is "${cellText(first!.cells.fps)}", not a frame rate`);
    if (all.some(({ cells }) => people.get(personKey(cells.subject)) !== subject))
      return leaveOut('left-out', 'its rows name several subjects');
    if (all.some(({ cells }) => frameRate(cells.fps) !== fps))
      return leaveOut('left-out', 'its rows name several frame rates');
    const pictures = openPictures(folder, name, discrepancies);
    if (!pictures) return leaveOut('missing', `there is neither a video nor a folder of pictures at ${name}`);
    return [{ name, subject: `own/${subject}`, fps, pictures, rows: all }];
  });
}

/** The first spelling of everybody's name: two people of one name are never as bad as one person under two. */
function spellings(rows: readonly OwnRow[], discrepancies: Discrepancy[]): Map<string, string> {
  const people = new Map<string, string>();
  const told = new Set<string>();
  for (const { cells } of rows) {
    const [key, name] = [personKey(cells.subject), cellText(cells.subject)];
    const first = people.get(key);
    if (first === undefined) people.set(key, name);
    else if (first !== name && !told.has(name)) {
      told.add(name);
      discrepancies.push({ kind: 'repaired', about: `subject "${name}"`, what: `is taken for "${first}"` });
    }
  }
  return people;
}

/** The same for `Anna` and `anna`, and for 1 and 01. */
const personKey = (cell: Cell): string =>
  cellText(cell)
    .normalize()
    .toLowerCase()
    .replace(/^0+(?=\d+$)/, '');

const frameRate = (cell: Cell): number => Number(cellText(cell).replace(',', '.'));

function openPictures(
  folder: string,
  name: string,
  discrepancies: Discrepancy[],
): PictureFiles | VideoFile | null {
  // Accents are one letter in most tables, and two in the names that macOS gives to files.
  const path = [name, name.normalize('NFD'), name.normalize('NFC')]
    .map((each) => join(folder, each))
    .find((each) => existsSync(each));
  if (path === undefined) return null;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return isVideo(path) ? { kind: 'video', path } : null;
  if (!stats?.isDirectory()) return null;
  const pictures = clipPictures(path, name, discrepancies);
  return pictures.files.length > 0 ? pictures : null;
}

interface Expression {
  readonly long: LongExpression;
  /** Null for a macro-expression. */
  readonly sample: SetSample | null;
}

/** What one row says happens in its clip; null where it says that nothing does, or cannot be read. */
function readExpression(
  clip: OwnClip,
  { row, cells }: OwnRow,
  file: string,
  discrepancies: Discrepancy[],
): Expression | null {
  if (cells.onset === null && cells.offset === null) return null;
  const about = `${clip.name} (${file} row ${row})`;
  const kind = cellText(cells.type).toLowerCase() || 'micro';
  if (kind !== 'micro' && kind !== 'macro') {
    const what = `its type is "${kind}", neither micro nor macro: not read`;
    discrepancies.push({ kind: 'left-out', about, what });
    return null;
  }
  const cut = cutClip(about, framesOf(cells), clip.pictures);
  if ('refusal' in cut) {
    discrepancies.push(cut.refusal);
    return null;
  }
  const { onset, apex, offset } = cut;
  const { aus, unread } = readOwnAus(cells.aus);
  discrepancies.push(...cut.discrepancies);
  if (unread.length > 0)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `its units "${cellText(cells.aus)}" cannot be read: unknown`,
    });
  const emotion = emotionName(cells.emotion);
  if (emotion === '') discrepancies.push({ kind: 'repaired', about, what: 'its emotion is empty: none' });
  const isAlone =
    clip.rows.filter(({ cells: { type } }) => cellText(type).toLowerCase() !== 'macro').length === 1;
  const name = isAlone ? clip.name : `${clip.name} from ${onset}`;
  const { subject, fps, pictures } = clip;
  return {
    long: { kind, onset, apex, offset, emotion, aus },
    sample:
      kind === 'macro'
        ? null
        : { set: 'own', subject, name, fps, pictures, onset, apex, offset, aus, emotion, objective: null },
  };
}

/** An apex may be left empty: that is no mistake, and no word is lost about it. */
const framesOf = ({ onset, apex, offset }: OwnRow['cells']): CodedFrames => ({
  onset,
  offset,
  ...(apex === null ? {} : { apex }),
});

function longVideo(clip: OwnClip, expressions: readonly Expression[]): LongVideo {
  const { name, subject, fps, pictures } = clip;
  const inOrder = expressions.map(({ long }) => long).sort((x, y) => x.onset - y.onset);
  return { set: 'own', subject, name, fps, pictures, expressions: inOrder };
}

/** Videos and folders of pictures that no row names; folders inside folders are looked into. */
function unlabelled(folder: string, rows: readonly OwnRow[]): Discrepancy[] {
  const named = new Set(rows.map(({ cells }) => clipName(cells.clip).normalize()));
  const holdsPictures = ({ files }: Listing): boolean => files.some(isPicture);
  return surveyFolder(folder, DEPTH, holdsPictures).flatMap((listing): Discrepancy[] => {
    const here = below(folder, listing.folder);
    const videos = listing.files.filter(isVideo).map((name) => posix.join(here, name));
    const clips = holdsPictures(listing) && here !== '.' ? [here, ...videos] : videos;
    return clips
      .filter((name) => !named.has(name.normalize()))
      .map((name) => ({ kind: 'unlabelled', about: name, what: 'has no row in the labels: not read' }));
  });
}

const clipName = (cell: Cell): string =>
  posix.normalize(cellText(cell).replaceAll('\\', '/')).replace(/\/$/, '');

/** Subject, session, clip, and one more. */
const DEPTH = 4;
