/**
 * SAMM Long Videos: `SAMM_longvideos/006_1/006_1_0001.jpg` and `SAMM_LongVideos_V3_Release.xlsx`. Its sheet has no
 * emotions: those of micro-expressions come from SAMM's own workbook, where that lies in the folder as well.
 */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { readSammAus } from './aus-samm.ts';
import { clipPictures } from './clip-pictures.ts';
import { cutClip } from './cut-clip.ts';
import { findLabels } from './find-labels.ts';
import { below, isVideo, type Listing, stem, surveyFolder } from './folder-listing.ts';
import { cellInteger, cellText, readSheets } from './label-file.ts';
import { compareLong, PUBLISHED_LONG } from './long-counts.ts';
import type { ReadOptions } from './read-options.ts';
import { rankSammLabels, readSammCodes } from './samm.ts';
import type {
  CodedAu,
  Discrepancy,
  LongExpression,
  LongVideo,
  PictureFiles,
  SetIndex,
  VideoFile,
} from './sample.ts';
import { hasHeader, required, type TitledRow, titledRows } from './titled-rows.ts';
import { SET_TITLES } from './titles.ts';
import { VARIANT_DEPTH } from './variants.ts';

const FPS = 200;

export async function readSammLv(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, (listing) => videosIn(listing).length > 0);
  const labels = findLabels(listings, {
    set: 'samm-lv',
    folder,
    wanted: 'SAMM_LongVideos_V3_Release.xlsx or another workbook with "SAMM" and "Long" in its name',
    rank: rankLabels,
    chosen: options.labels,
  });
  const discrepancies: Discrepancy[] = [...labels.discrepancies];
  const rows = await readRows(labels.path, discrepancies);
  const emotions = await readEmotions(listings, discrepancies);
  const videos = findVideos(folder, listings, options.pictures, discrepancies);
  const byVideo = Map.groupBy(rows, ({ video }) => video);
  const longVideos = [...videos.places].map(([key, place]): LongVideo => {
    const expressions = (byVideo.get(key) ?? []).flatMap(
      (row) => expressionOf(row, place.pictures, emotions, discrepancies) ?? [],
    );
    return {
      set: 'samm-lv',
      subject: `samm/${key.split('/')[0]}`,
      name: place.name,
      fps: FPS,
      pictures: place.pictures,
      expressions: expressions.sort((x, y) => x.onset - y.onset),
    };
  });
  for (const [key, missing] of byVideo)
    if (!videos.places.has(key))
      discrepancies.push({
        kind: 'missing',
        about: `samm/${missing[0]!.name}`,
        what: `no pictures of its video (${missing.length} expressions in it)`,
      });
  if (longVideos.every(({ expressions }) => expressions.length === 0))
    throw new OnsetError('set-empty', {
      path: labels.path,
      clips: rows.length,
      set: SET_TITLES['samm-lv'],
      folder,
      first: rows[0]?.name ?? '–',
    });
  return {
    set: 'samm-lv',
    folder,
    coding: [basename(labels.path), ...emotions.files, `pictures of ${videos.at}`].join(', '),
    samples: [],
    longVideos,
    pictures: [],
    discrepancies: [
      ...discrepancies,
      ...compareLong(
        basename(labels.path),
        rows.map(({ kind }) => ({ kind, emotion: null })),
        longVideos,
        PUBLISHED_LONG['samm-lv'],
      ),
    ],
  };
}

/** The latest version. */
function rankLabels(name: string): number | null {
  if (!/samm.*long.*\.xlsx?$/i.test(name)) return null;
  return -Number(/v(\d+)/i.exec(name)?.[1] ?? 0);
}

/** `006_1`: person and task. */
const VIDEO = /^0*(\d{1,3})_(\d+)$/;
const videosIn = ({ folders, files }: Listing): string[] =>
  [...folders, ...files.filter(isVideo)].filter((name) => VIDEO.test(stem(name)));

interface Place {
  readonly name: string;
  readonly pictures: PictureFiles | VideoFile;
}

/** Videos by `person/task`; of copies the one with most of them. */
function findVideos(
  folder: string,
  listings: readonly Listing[],
  chosen: string | undefined,
  discrepancies: Discrepancy[],
): { places: Map<string, Place>; at: string } {
  const [best, ...others] = listings
    .filter((listing) => videosIn(listing).length > 0)
    .filter((listing) => chosen === undefined || below(folder, listing.folder).includes(chosen))
    .sort((x, y) => videosIn(y).length - videosIn(x).length);
  if (!best)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES['samm-lv'],
      reason: 'it has labels, but no folder of videos (006_1, 006_2, …)',
    });
  const at = below(folder, best.folder);
  for (const other of others)
    discrepancies.push({
      kind: 'left-out',
      about: below(folder, other.folder),
      what: `another copy of the videos: ${at} is read`,
    });
  const places = new Map<string, Place>();
  const folders = new Set(best.folders);
  for (const file of videosIn(best)) {
    const path = join(best.folder, file);
    const pictures = folders.has(file)
      ? clipPictures(path, `samm/${file}`, discrepancies)
      : { kind: 'video' as const, path };
    places.set(videoKey(stem(file)), { name: stem(file), pictures });
  }
  return { places, at };
}

/** `006_1` and the expression `006_1_2` in it are `6/1`. */
function videoKey(name: string): string {
  const [person, task] = name.split('_');
  return `${Number(person)}/${Number(task)}`;
}

const COLUMNS = {
  subject: required('Subject'),
  clip: required('Filename', 'File name'),
  onset: required('Onset', 'Onset Frame'),
  apex: required('Apex', 'Apex Frame'),
  offset: required('Offset', 'Offset Frame'),
  type: required('Type'),
  aus: required('Action Units', 'Action Unit', 'AU', 'AUs'),
};
const KEYS = { subject: COLUMNS.subject, clip: COLUMNS.clip };

interface Row {
  readonly name: string;
  readonly video: string;
  readonly kind: 'micro' | 'macro';
  /** `Micro - 1`, `Micro - 2`. */
  readonly type: string;
  readonly frames: { readonly onset: number; readonly apex: number | null; readonly offset: number };
  readonly aus: readonly CodedAu[] | null;
}

async function readRows(path: string, discrepancies: Discrepancy[]): Promise<Row[]> {
  const sheets = await readSheets(path, SET_TITLES['samm-lv']);
  const sheet =
    sheets.find((each) => /facs/i.test(each.sheet) && hasHeader(each, KEYS)) ??
    sheets.find((each) => hasHeader(each, KEYS)) ??
    sheets[0];
  const rows = titledRows(sheet ?? { path, sheet: '', rows: [] }, COLUMNS, ['subject', 'clip']);
  return rows.flatMap((row) => readRow(row, basename(path), discrepancies) ?? []);
}

function readRow(
  { row, cells }: TitledRow<keyof typeof COLUMNS>,
  file: string,
  discrepancies: Discrepancy[],
): Row | null {
  const name = cellText(cells.clip);
  const type = cellText(cells.type);
  const kind = /^(micro|macro)/i.exec(type)?.[1]?.toLowerCase();
  const [onset, offset] = [cellInteger(cells.onset), cellInteger(cells.offset)];
  const about = `${file} row ${row} (${name})`;
  const leaveOut = (what: string): null => {
    discrepancies.push({ kind: 'left-out', about, what });
    return null;
  };
  if (!/^\d+_\d+/.test(name)) return leaveOut(`"${name}" names no video`);
  if (kind !== 'micro' && kind !== 'macro') return leaveOut(`its type is "${type}", neither Micro nor Macro`);
  if (onset === null || offset === null)
    return leaveOut(
      `onset "${cellText(cells.onset)}" or offset "${cellText(cells.offset)}" is no frame number`,
    );
  const { aus, unread } = readSammAus(cells.aus);
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `"${part}" in its action units is taken for a comment`,
    });
  return {
    name,
    video: videoKey(name),
    kind,
    type,
    // A movement with onset 0 had begun before the recording did: it is taken from the first picture.
    frames: { onset, apex: cellInteger(cells.apex), offset },
    aus,
  };
}

interface Emotions {
  readonly files: readonly string[];
  readonly of: (row: Row) => string | null;
}

/** Emotions of micro-expressions by name and number of the movement, from SAMM's micro sheet. */
async function readEmotions(listings: readonly Listing[], discrepancies: Discrepancy[]): Promise<Emotions> {
  const path = listings
    .flatMap(({ folder, files }) => files.map((name) => join(folder, name)))
    .find((each) => rankSammLabels(basename(each)) !== null && /\.xlsx$/i.test(each));
  if (path === undefined) {
    const what = 'is not there: emotions of the micro-expressions are not known';
    discrepancies.push({ kind: 'missing', about: 'SAMM_Micro_FACS_Codes_v2.xlsx', what });
    return { files: [], of: () => null };
  }
  const { clips } = await readSammCodes(path);
  const plain = (text: string): string => text.toLowerCase().replaceAll(/\s/g, '');
  const exact = new Map(clips.map(({ name, micro, emotion }) => [`${plain(name)} ${plain(micro)}`, emotion]));
  const byName = new Map(clips.map(({ name, emotion }) => [plain(name), emotion]));
  return {
    files: [basename(path)],
    of: ({ name, type, kind }) => {
      if (kind === 'macro') return null;
      const emotion = exact.get(`${plain(name)} ${plain(type)}`) ?? byName.get(plain(name)) ?? null;
      if (emotion === null)
        discrepancies.push({
          kind: 'repaired',
          about: `samm/${name}`,
          what: `has no row in ${basename(path)}: its emotion is not known`,
        });
      return emotion;
    },
  };
}

function expressionOf(
  row: Row,
  pictures: PictureFiles | VideoFile,
  emotions: Emotions,
  discrepancies: Discrepancy[],
): LongExpression | null {
  const cut = cutClip(`samm/${row.name} (${row.type})`, row.frames, pictures);
  if ('refusal' in cut) {
    discrepancies.push(cut.refusal);
    return null;
  }
  discrepancies.push(...cut.discrepancies);
  const { onset, apex, offset } = cut;
  return { kind: row.kind, onset, apex, offset, emotion: emotions.of(row), aus: row.aus };
}
