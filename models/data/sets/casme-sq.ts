/**
 * CAS(ME)²: long videos as `rawpic/s15/15_0101disgustingteeth/img001.jpg` and `CAS(ME)^2code_final.xlsx`, whose first
 * sheet has no header; two more say which index is which person, and which code is which video.
 */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { readCasmeSqAus } from './aus-casme-sq.ts';
import { cutClip, framesIn, quoted } from './cut-clip.ts';
import { findLabels } from './find-labels.ts';
import { below, listFolder, type Listing, surveyFolder } from './folder-listing.ts';
import { type Cell, cellInteger, cellText, type LabelSheet, readSheets } from './label-file.ts';
import { clipsIn, picturesAt } from './labelled-clips.ts';
import { emotionOf, subjectNumber } from './label-words.ts';
import { compareLong, PUBLISHED_LONG } from './long-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type {
  CodedAu,
  Discrepancy,
  LongExpression,
  LongVideo,
  PictureFiles,
  SetIndex,
  VideoFile,
} from './sample.ts';
import { SET_TITLES } from './titles.ts';
import { VARIANT_DEPTH } from './variants.ts';

const FPS = 30;

export async function readCasmeSq(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isSubject));
  const labels = findLabels(listings, {
    set: 'casme-sq',
    folder,
    wanted: 'CAS(ME)^2code_final.xlsx or another workbook with "code_final" in its name',
    rank: (name) => (/code.?final/i.test(name) ? (/updated/i.test(name) ? 0 : 1) : null),
    chosen: options.labels,
  });
  const copies = chooseCopies(folder, listings, options.pictures);
  const discrepancies: Discrepancy[] = [...labels.discrepancies, ...copies.discrepancies];
  const sheets = await readSheets(labels.path, SET_TITLES['casme-sq']);
  const rows = readRows(labels.path, sheets, discrepancies);
  const videos = findVideos(copies.read, discrepancies);
  const longVideos = [...videos.values()].map((video) => withExpressions(video, rows, discrepancies));
  for (const row of rows)
    if (!videos.has(row.video))
      discrepancies.push({
        kind: 'missing',
        about: row.about,
        what: `no video ${row.video} in ${copies.at}`,
      });
  if (rows.length > 0 && longVideos.every(({ expressions }) => expressions.length === 0))
    throw new OnsetError('set-empty', {
      path: labels.path,
      clips: rows.length,
      set: SET_TITLES['casme-sq'],
      folder: copies.at,
      first: rows[0]!.video,
    });
  return {
    set: 'casme-sq',
    folder,
    coding: `${basename(labels.path)}, pictures of ${copies.at}`,
    samples: [],
    longVideos,
    pictures: [],
    discrepancies: [
      ...discrepancies,
      ...compareLong(basename(labels.path), rows, longVideos, PUBLISHED_LONG['casme-sq']),
    ],
  };
}

const isSubject = (name: string): boolean => /^s?\d{1,2}$/i.test(name);

/** Whole frames, then cropped ones, then videos; `selectedpic` holds parts of the videos, and numbers them anew. */
function chooseCopies(
  folder: string,
  listings: readonly Listing[],
  chosen: string | undefined,
): { read: Listing[]; at: string; discrepancies: Discrepancy[] } {
  const copies = listings
    .filter(({ folders }) => folders.some(isSubject))
    .map((listing) => ({ listing, path: below(folder, listing.folder) }))
    .filter(({ path }) => (chosen === undefined ? !/select/i.test(path) : path.includes(chosen)))
    .map((copy) => ({ ...copy, rank: /crop/i.test(copy.path) ? 1 : /video/i.test(copy.path) ? 2 : 0 }));
  const best = Math.min(...copies.map(({ rank }) => rank));
  // What was unpacked in parts lies in several folders.
  const read = copies.filter(({ rank }) => rank === best);
  const at = read.map(({ path }) => path).join(' and ');
  if (read.length === 0)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES['casme-sq'],
      reason: 'it has labels, but no folder (rawpic, cropped or rawvideo) with subjects (s15, s16, …)',
    });
  return {
    read: read.map(({ listing }) => listing),
    at,
    discrepancies: copies
      .filter(({ rank }) => rank !== best)
      .map(({ path }) => ({
        kind: 'left-out',
        about: path,
        what: `another copy of the videos: ${at} is read`,
      })),
  };
}

/** A video by `person/code`: `15/0101`. */
interface Video {
  readonly key: string;
  readonly subject: number;
  readonly name: string;
  readonly pictures: PictureFiles | VideoFile;
}

function findVideos(listings: readonly Listing[], discrepancies: Discrepancy[]): Map<string, Video> {
  const videos = new Map<string, Video>();
  for (const { folder, folders } of listings)
    for (const person of folders.filter(isSubject)) {
      const subject = subjectNumber(person)!;
      for (const place of clipsIn(listFolder(join(folder, person)))) {
        const about = `casme-sq/${subject} ${basename(place.path)}`;
        const code = /^[^_]*_0*(\d{1,4})/.exec(place.name)?.[1];
        const key = videoKey(subject, Number(code ?? 0));
        const earlier = videos.get(key);
        if (code === undefined) {
          const what = 'no code of a video after its first underscore: not read';
          discrepancies.push({ kind: 'unlabelled', about, what });
        } else if (earlier !== undefined) {
          const what = `another video of code ${key.split('/')[1]!}: ${earlier.name} is read`;
          discrepancies.push({ kind: 'left-out', about, what });
        } else
          videos.set(key, {
            key,
            subject,
            name: place.name,
            pictures: picturesAt(place, about, discrepancies),
          });
      }
    }
  return videos;
}

const videoKey = (subject: number, code: number): string => `${subject}/${String(code).padStart(4, '0')}`;

interface Row {
  readonly about: string;
  readonly subject: string;
  /** Key of the video. */
  readonly video: string;
  readonly kind: 'micro' | 'macro';
  readonly frames: { readonly onset: number; readonly apex: Cell; readonly offset: number };
  readonly aus: readonly CodedAu[] | null;
  readonly emotion: string;
}

/** Columns of the first sheet, which has no titles. */
const COLUMN = { index: 0, clip: 1, onset: 2, apex: 3, offset: 4, aus: 5, emotion: 6, kind: 7 } as const;

function readRows(path: string, sheets: readonly LabelSheet[], discrepancies: Discrepancy[]): Row[] {
  const codes = sheets.find(({ sheet }) => /code/i.test(sheet)) ?? sheets[0];
  const people = peopleOf(sheets, discrepancies);
  const names = namesOf(sheets, discrepancies);
  const seen = new Set<string>();
  const rows = (codes?.rows ?? []).flatMap((cells, i): Row[] => {
    if (cells.every((cell) => cell === null)) return [];
    const about = `${basename(path)} row ${i + 1}`;
    const read = readRow(cells, about, people, names, discrepancies);
    const isAgain = typeof read !== 'string' && seen.has(rowKey(read));
    if (typeof read !== 'string') seen.add(rowKey(read));
    if (typeof read !== 'string' && !isAgain) return [read];
    const what = typeof read === 'string' ? read : 'stands twice: the first is read';
    // A copy may have got a header.
    if (i > 0 || cellInteger(cells[COLUMN.onset]) !== null)
      discrepancies.push({ kind: 'left-out', about, what });
    return [];
  });
  if (rows.length === 0)
    throw new OnsetError('set-labels-unreadable', {
      path,
      set: SET_TITLES['casme-sq'],
      reason:
        'no row has a participant, a video (anger1_1), onset, apex and offset in its first five columns and ' +
        '"micro-expression" or "macro-expression" in its eighth',
    });
  return rows;
}

const rowKey = ({ video, kind, frames: { onset, offset } }: Row): string =>
  [video, kind, onset, offset].join();

/** A row, or why it cannot be read. */

function readRow(
  cells: readonly Cell[],
  about: string,
  people: ReadonlyMap<number, number>,
  names: ReadonlyMap<string, number>,
  discrepancies: Discrepancy[],
): Row | string {
  const person = people.get(cellInteger(cells[COLUMN.index]) ?? NaN);
  const clip = cellText(cells[COLUMN.clip]).toLowerCase();
  const code = names.get(clip.replace(/_.*$/, ''));
  const onset = cellInteger(cells[COLUMN.onset]);
  const offset = cellInteger(cells[COLUMN.offset]);
  const kind = /^(micro|macro)/i.exec(cellText(cells[COLUMN.kind]))?.[1]?.toLowerCase();
  const is = (column: keyof typeof COLUMN): string => quoted(cells[COLUMN[column]] ?? null);
  if (person === undefined)
    return `its participant is ${is('index')}, none of ${[...people.keys()].join(', ')}`;
  if (code === undefined) return `its video is ${is('clip')}, none of ${[...names.keys()].join(', ')}`;
  if (onset === null) return `its onset is ${is('onset')}, not a frame number`;
  if (offset === null) return `its offset is ${is('offset')}, not a frame number`;
  if (kind !== 'micro' && kind !== 'macro')
    return `its kind is ${is('kind')}, neither micro- nor macro-expression`;
  const { aus, unread } = readCasmeSqAus(cells[COLUMN.aus] ?? null);
  const name = `casme-sq/${person} ${clip} (${about})`;
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about: name,
      what: `"${part}" in its action units is none: passed over`,
    });
  return {
    about: name,
    subject: `casme-sq/${person}`,
    video: videoKey(person, code),
    kind,
    frames: { onset, apex: cells[COLUMN.apex] ?? null, offset },
    aus,
    emotion: emotionOf(cells[COLUMN.emotion] ?? null, 'casme-sq', name, discrepancies),
  };
}

/** People with their index, ascending as in the sheet `naming rule1` (15 is 1): for copies that lack the sheet. */
const PEOPLE = [15, 16, 19, 20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 40];

/** Index to person: rows such as `15 | s15 | 1`. */
function peopleOf(sheets: readonly LabelSheet[], discrepancies: Discrepancy[]): Map<number, number> {
  const people = new Map<number, number>();
  for (const row of sheets.find(({ sheet }) => /rule\s*1/i.test(sheet))?.rows ?? []) {
    const folder = row.map(cellText).find((text) => /^s\d+$/i.test(text));
    if (folder === undefined) continue;
    const person = subjectNumber(folder)!;
    const index = row
      .map((cell) => cellInteger(cell))
      .find((number): number is number => number !== null && number !== person);
    if (index !== undefined) people.set(index, person);
  }
  if (people.size > 0) return people;
  discrepancies.push({
    kind: 'repaired',
    about: 'naming rule1',
    what: 'the sheet that names people is not there: indices 1 to 22 are s15 to s40 as published',
  });
  return new Map(PEOPLE.map((person, i) => [i + 1, person]));
}

const NAMES = {
  disgust1: 101,
  disgust2: 102,
  anger1: 401,
  anger2: 402,
  happy1: 502,
  happy2: 503,
  happy3: 505,
  happy4: 507,
  happy5: 508,
};

/** Name of a video to its code: rows such as `0101 | disgust1`. */
function namesOf(sheets: readonly LabelSheet[], discrepancies: Discrepancy[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const row of sheets.find(({ sheet }) => /rule\s*2/i.test(sheet))?.rows ?? []) {
    const code = row.map((cell) => cellInteger(cell)).find((number) => number !== null);
    const name = row.map((cell) => cellText(cell).toLowerCase()).find((text) => /^[a-z]+\d+$/.test(text));
    if (code !== undefined && name !== undefined) names.set(name, code);
  }
  if (names.size > 0) return names;
  discrepancies.push({
    kind: 'repaired',
    about: 'naming rule2',
    what: 'the sheet that names videos is not there: codes 0101 to 0508 as published',
  });
  return new Map(Object.entries(NAMES));
}

function withExpressions(video: Video, rows: readonly Row[], discrepancies: Discrepancy[]): LongVideo {
  const own = rows.filter((row) => row.video === video.key);
  const expressions = own.flatMap((row): LongExpression[] => {
    const { onset, apex, offset } = row.frames;
    // An offset of 0 was not seen: the apex stands for it, as in the published baselines.
    const end = offset === 0 ? apex : offset;
    if (offset === 0)
      discrepancies.push({
        kind: 'repaired',
        about: row.about,
        what: `its offset was not seen: its apex ${cellText(apex)} stands for it`,
      });
    const frames = framesIn(video.pictures, { onset, apex, offset: end });
    const cut = cutClip(row.about, frames, video.pictures);
    if ('refusal' in cut) {
      discrepancies.push(cut.refusal);
      return [];
    }
    discrepancies.push(...cut.discrepancies);
    const { kind, aus, emotion } = row;
    return [{ kind, onset: cut.onset, apex: cut.apex, offset: cut.offset, emotion, aus }];
  });
  const { subject, name, pictures } = video;
  return {
    set: 'casme-sq',
    subject: `casme-sq/${subject}`,
    name,
    fps: FPS,
    pictures,
    expressions: expressions.sort((x, y) => x.onset - y.onset),
  };
}
