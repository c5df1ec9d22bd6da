/** SMIC-E: the longer clips around SMIC's, for spotting, with a workbook that says where the expressions lie. */
import { basename, join } from 'node:path';
import { clipPictures } from './clip-pictures.ts';
import { type Cut, cutClip } from './cut-clip.ts';
import { listFolder, type Listing } from './folder-listing.ts';
import { cellInteger, cellText, type LabelSheet, readSheets } from './label-file.ts';
import type { Discrepancy, LongExpression, LongVideo, PictureFiles } from './sample.ts';
import { parseSmicName, type SmicCamera, smicSubject } from './smic-names.ts';
import { hasHeader, optional, required, type TitledRow, titledRows } from './titled-rows.ts';

export interface SmicLong {
  readonly files: readonly string[];
  readonly longVideos: readonly LongVideo[];
  readonly discrepancies: readonly Discrepancy[];
}

interface Search {
  readonly camera: SmicCamera;
  readonly listings: readonly Listing[];
  /** Folders of subjects that this camera saw. */
  readonly cameras: readonly Listing[];
  readonly fps: number;
}

const NONE: SmicLong = { files: [], longVideos: [], discrepancies: [] };

/** Long clips and their expressions, where the folder holds SMIC-E; nothing where it does not. */
export async function readSmicLong(search: Search): Promise<SmicLong> {
  const { camera, listings, cameras } = search;
  const path = listings
    .flatMap(({ folder, files }) => files.map((name) => join(folder, name)))
    .find((each) => isAnnotation(basename(each), camera));
  if (path === undefined) return NONE;
  const sheets = await readSheets(path, 'SMIC-E');
  const sheet =
    sheets.find((each) => each.sheet.toLowerCase().includes(camera) && hasHeader(each, KEYS)) ??
    sheets.find((each) => hasHeader(each, KEYS)) ??
    sheets[0] ??
    ({ path, sheet: '', rows: [] } satisfies LabelSheet);
  const places = longPlaces(cameras);
  const discrepancies: Discrepancy[] = [];
  const rows = titledRows(sheet, COLUMNS, ['subject', 'clip']);
  const longVideos = rows.flatMap((row) => readRow(row, basename(path), places, search, discrepancies) ?? []);
  if (camera === 'hs' && longVideos.length !== PUBLISHED_HS)
    discrepancies.push({
      kind: 'count',
      about: basename(path),
      what: `long clips: ${longVideos.length} (published ${PUBLISHED_HS})`,
    });
  return { files: [basename(path)], longVideos, discrepancies };
}

const PUBLISHED_HS = 157;

const isAnnotation = (name: string, camera: SmicCamera): boolean =>
  /smic.*annotation.*\.xlsx$/i.test(name) && new RegExp(`[^a-z]${camera}[^a-z]`, 'i').test(name);

const COLUMNS = {
  subject: required('Subject'),
  clip: required('Filename', 'File name'),
  onset: required('OnsetF', 'Onset'),
  offset: required('OffsetF', 'Offset'),
  onset2: optional('Onset2F'),
  offset2: optional('Offset2F'),
  onset3: optional('Onset3F'),
  offset3: optional('Offset3F'),
  first: required('FirstF'),
};
const KEYS = { subject: COLUMNS.subject, clip: COLUMNS.clip };

/** Folders of long clips by subject, emotion and index. */
function longPlaces(cameras: readonly Listing[]): Map<string, string> {
  return new Map(
    cameras.flatMap(({ folder, folders }) =>
      folders
        .filter((name) => smicSubject(name) !== null)
        .flatMap((subject) =>
          listFolder(join(folder, subject)).folders.flatMap((name): [string, string][] => {
            const key = keyOf(name);
            return key === null ? [] : [[key, join(folder, subject, name)]];
          }),
        ),
    ),
  );
}

function keyOf(name: string): string | null {
  const parsed = parseSmicName(name);
  return parsed && `${parsed.subject}/${parsed.emotion}/${parsed.index}`;
}

/** One long clip. Notes stand below the table: rows without a clip's name are passed over. */
function readRow(
  { row, cells }: TitledRow<keyof typeof COLUMNS>,
  file: string,
  places: ReadonlyMap<string, string>,
  { camera, fps }: Search,
  discrepancies: Discrepancy[],
): LongVideo | null {
  const name = cellText(cells.clip);
  const parsed = parseSmicName(name);
  if (!parsed) {
    if (name !== '')
      discrepancies.push({
        kind: 'left-out',
        about: `${file} row ${row}`,
        what: `"${name}" is no clip's name`,
      });
    return null;
  }
  const subject = `smic/${parsed.subject}`;
  const about = `${subject} ${name} (long)`;
  const place = places.get(keyOf(name)!);
  if (place === undefined) {
    discrepancies.push({ kind: 'missing', about, what: 'its long clip is not among the folders' });
    return null;
  }
  const pictures = clipPictures(place, about, discrepancies);
  const pairs = [
    [cells.onset, cells.offset],
    [cells.onset2, cells.offset2],
    [cells.onset3, cells.offset3],
  ] as const;
  const expressions = pairs.flatMap(([onset, offset]): LongExpression[] => {
    if (!isFrame(onset) || !isFrame(offset)) return [];
    const shift = shiftOf(pictures, cellInteger(cells.first), cellInteger(onset)!);
    const cut = cutClip(
      about,
      { onset: cellInteger(onset)! - shift, offset: cellInteger(offset)! - shift },
      pictures,
    );
    if ('refusal' in cut) discrepancies.push(cut.refusal);
    else discrepancies.push(...cut.discrepancies);
    return 'refusal' in cut ? [] : [expressionOf(cut, parsed.emotion)];
  });
  return { set: `smic-${camera}`, subject, name, fps, pictures, expressions };
}

const isFrame = (cell: TitledRow<keyof typeof COLUMNS>['cells']['onset']): boolean =>
  (cellInteger(cell) ?? 0) > 0;

const expressionOf = ({ onset, offset }: Cut, emotion: string): LongExpression => ({
  kind: 'micro',
  onset,
  apex: null,
  offset,
  emotion,
  aus: null,
});

/**
 * What the sheet's frame numbers have to be lowered by: nothing where pictures bear them, as the release does; where
 * pictures are counted anew, the difference between `FirstF` and the first of them.
 */
function shiftOf(pictures: PictureFiles, firstF: number | null, onset: number): number {
  const numbers = pictures.files.map(([number]) => number);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined || firstF === null) return 0;
  return onset >= first && onset <= last ? 0 : firstF - first;
}
