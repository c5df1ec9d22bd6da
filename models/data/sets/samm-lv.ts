/**
 * SAMM Long Videos: `SAMM_longvideos/006_1/006_1_0001.jpg` and `SAMM_LongVideos_V3_Release.xlsx`. Its sheet has no
 * emotions: those of micro-expressions come from SAMM's own workbook, where that lies in the folder as well.
 */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { describeUnread, readSammAus } from './aus-samm.ts';
import { clipPictures } from './clip-pictures.ts';
import { type CodedFrames, cutClip, framesIn } from './cut-clip.ts';
import { findLabels } from './find-labels.ts';
import { below, isVideo, type Listing, stem, surveyFolder } from './folder-listing.ts';
import { cellInteger, cellText, isOldExcel, isTable, readSheets } from './label-file.ts';
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
import { required, type TitledRow, titledRows } from './titled-rows.ts';
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
        rows.map(({ kind, video }) => ({ kind, emotion: null, subject: `samm/${video.split('/')[0]!}` })),
        longVideos,
        PUBLISHED_LONG['samm-lv'],
      ),
    ],
  };
}

/** The latest version. */
function rankLabels(name: string): number | null {
  if (!/samm.*long/i.test(name)) return null;
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

/** Videos by `person/task`, from all folders that hold some; of copies the one in the fullest folder, uncropped first. */
function findVideos(
  folder: string,
  listings: readonly Listing[],
  chosen: string | undefined,
  discrepancies: Discrepancy[],
): { places: Map<string, Place>; at: string } {
  const isCropped = (listing: Listing): number => Number(/crop/i.test(below(folder, listing.folder)));
  const all = listings
    .filter((listing) => videosIn(listing).length > 0)
    .filter((listing) => chosen === undefined || below(folder, listing.folder).includes(chosen))
    .sort((x, y) => isCropped(x) - isCropped(y) || videosIn(y).length - videosIn(x).length);
  if (all.length === 0)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES['samm-lv'],
      reason: 'it has labels, but no folder of videos (006_1, 006_2, …)',
    });
  const places = new Map<string, Place>();
  const read: string[] = [];
  for (const listing of all.filter((each) => isCropped(each) !== isCropped(all[0]!)))
    discrepancies.push({
      kind: 'left-out',
      about: below(folder, listing.folder),
      what: `a cropped copy of the videos: ${below(folder, all[0]!.folder)} is read`,
    });
  for (const listing of all.filter((each) => isCropped(each) === isCropped(all[0]!))) {
    const at = below(folder, listing.folder);
    const names = videosIn(listing);
    const others: string[] = [];
    for (const name of names) {
      const key = videoKey(stem(name));
      if (places.has(key)) others.push(name);
      else places.set(key, openVideo(listing, name, discrepancies));
    }
    if (others.length < names.length) read.push(at);
    if (others.length > 0)
      discrepancies.push({
        kind: 'left-out',
        about: at,
        what: `another copy of ${others.length} videos, the first ${others[0]!}: ${read.join(', ')} is read`,
      });
  }
  return { places, at: read.length > 3 ? `${read.length} folders` : read.join(' and ') };
}

function openVideo({ folder, folders }: Listing, file: string, discrepancies: Discrepancy[]): Place {
  const path = join(folder, file);
  const pictures = folders.includes(file)
    ? clipPictures(path, `samm/${file}`, discrepancies)
    : { kind: 'video' as const, path };
  return { name: stem(file), pictures };
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

interface Row {
  readonly name: string;
  readonly video: string;
  readonly kind: 'micro' | 'macro';
  /** `Micro - 1`, `Micro - 2`. */
  readonly type: string;
  readonly frames: CodedFrames;
  readonly aus: readonly CodedAu[] | null;
}

async function readRows(path: string, discrepancies: Discrepancy[]): Promise<Row[]> {
  const sheets = await readSheets(path, SET_TITLES['samm-lv']);
  const rows = titledRows(sheets, COLUMNS, ['subject', 'clip'], /facs/i);
  const seen = new Set<string>();
  return rows.flatMap((titled) => {
    const row = readRow(titled, basename(path), discrepancies);
    if (row === null) return [];
    const key = [row.name, row.type, row.frames.onset, row.frames.offset].join();
    if (!seen.has(key)) {
      seen.add(key);
      return [row];
    }
    const about = `${basename(path)} row ${titled.row} (${row.name})`;
    discrepancies.push({ kind: 'left-out', about, what: 'stands twice: the first is read' });
    return [];
  });
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
      what: describeUnread(part),
    });
  return {
    name,
    video: videoKey(name),
    kind,
    type,
    // A movement with onset 0 had begun before the recording did: it is taken from the first picture.
    frames: { onset, apex: cells.apex, offset },
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
    .find((each) => isTable(each) && rankSammLabels(basename(each)) !== null && !isOldExcel(each));
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
  const cut = cutClip(`samm/${row.name} (${row.type})`, framesIn(pictures, row.frames), pictures);
  if ('refusal' in cut) {
    discrepancies.push(cut.refusal);
    return null;
  }
  discrepancies.push(...cut.discrepancies);
  const { onset, apex, offset } = cut;
  return { kind: row.kind, onset, apex, offset, emotion: emotions.of(row), aus: row.aus };
}
