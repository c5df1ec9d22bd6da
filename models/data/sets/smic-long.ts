/** SMIC-E: the longer clips around SMIC's, for spotting, with a workbook that says where the expressions lie. */
import { basename, dirname, join } from 'node:path';
import { clipPictures } from './clip-pictures.ts';
import { type Cut, cutClip } from './cut-clip.ts';
import { below, listFolder, type Listing } from './folder-listing.ts';
import {
  type Cell,
  cellInteger,
  cellText,
  isOldExcel,
  isTable,
  type LabelSheet,
  readSheets,
} from './label-file.ts';
import type { Discrepancy, LongExpression, LongVideo, PictureFiles } from './sample.ts';
import { parseSmicName, type SmicCamera, smicKey, smicSubject } from './smic-names.ts';
import { optional, required, type TitledRow, titledRows } from './titled-rows.ts';

export interface SmicLong {
  readonly files: readonly string[];
  readonly longVideos: readonly LongVideo[];
  readonly discrepancies: readonly Discrepancy[];
}

interface Search {
  readonly camera: SmicCamera;
  /** The set's, for what is told. */
  readonly folder: string;
  readonly listings: readonly Listing[];
  /** Folders of subjects that this camera saw. */
  readonly cameras: readonly Listing[];
  readonly fps: number;
}

/** Long clips and their expressions, where the folder holds SMIC-E; nothing where it does not. */
export async function readSmicLong(search: Search): Promise<SmicLong> {
  const { camera, cameras, folder } = search;
  const discrepancies: Discrepancy[] = [];
  const places = longPlaces(cameras, discrepancies);
  const annotation = await readAnnotation(search, discrepancies);
  if (annotation === null) {
    const [first] = places.values();
    if (first !== undefined)
      discrepancies.push({
        kind: 'unlabelled',
        about: below(folder, dirname(dirname(first))),
        what: `${places.size} clips that lie right below their subject, and no SMIC-${camera.toUpperCase()}-E_annotation.xlsx that can be read: not read`,
      });
    return { files: [], longVideos: [], discrepancies };
  }
  const file = basename(annotation.path);
  const rows = titledRows([annotation], COLUMNS, ['subject', 'clip']);
  const longVideos = rows.flatMap((row) => readRow(row, file, places, search, discrepancies) ?? []);
  const used = new Set(longVideos.map(({ name }) => smicKey(name)));
  for (const [key, path] of places)
    if (!used.has(key))
      discrepancies.push({ kind: 'unlabelled', about: path, what: `has no row in ${file}: not read` });
  if (camera === 'hs' && longVideos.length !== PUBLISHED_HS)
    discrepancies.push({
      kind: 'count',
      about: file,
      what: `long clips: ${longVideos.length} (published ${PUBLISHED_HS})`,
    });
  return { files: [file], longVideos, discrepancies };
}

/** The camera's own workbook, or its sheet in that of another: SMIC-HS-E's has a sheet VIS. */
async function readAnnotation(
  { camera, listings, folder }: Search,
  discrepancies: Discrepancy[],
): Promise<LabelSheet | null> {
  const names = (text: string): boolean => new RegExp(`(^|[^a-z])${camera}([^a-z]|$)`, 'i').test(text);
  const paths = listings
    .flatMap((listing) => listing.files.map((name) => join(listing.folder, name)))
    .filter((path) => isTable(path) && /smic.*annotation/i.test(basename(path)))
    .sort((x, y) => Number(names(basename(y))) - Number(names(basename(x))));
  let found: LabelSheet | null = null;
  for (const path of paths) {
    const leaveOut = (what: string): void => {
      discrepancies.push({ kind: 'left-out', about: below(folder, path), what });
    };
    const isOwn = names(basename(path));
    if (isOldExcel(path)) leaveOut('a workbook of Excel 97 to 2003, which is not read: save it as .xlsx');
    else if (found === null) {
      const sheets = await readSheets(path, 'SMIC-E');
      const own = sheets.filter(({ sheet }) => names(sheet));
      found = own.find(({ rows }) => rows.some((row) => row.length > 1)) ?? (isOwn ? sheets[0]! : null);
    } else if (isOwn) leaveOut(`another label file: ${basename(found.path)} is read`);
  }
  return found;
}

const PUBLISHED_HS = 157;

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
  last: optional('LastF'),
};

/** Folders of long clips by subject, emotion and index; uncropped before cropped. */
function longPlaces(cameras: readonly Listing[], discrepancies: Discrepancy[]): Map<string, string> {
  const isCropped = ({ folder }: Listing): number => Number(/crop/i.test(folder));
  const places = new Map<string, string>();
  for (const { folder, folders } of cameras.toSorted((x, y) => isCropped(x) - isCropped(y))) {
    const paths = folders
      .filter((name) => smicSubject(name) !== null)
      .flatMap((subject) =>
        listFolder(join(folder, subject)).folders.map((name) => join(folder, subject, name)),
      )
      .filter((path) => smicKey(basename(path)) !== null);
    const others = paths.filter((path) => places.has(smicKey(basename(path))!));
    for (const path of paths) if (!others.includes(path)) places.set(smicKey(basename(path))!, path);
    if (others.length > 0)
      discrepancies.push({
        kind: 'left-out',
        about: folder,
        what: `another copy of ${others.length} long clips, the first ${basename(others[0]!)}: not read`,
      });
  }
  return places;
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
  const place = places.get(smicKey(name)!);
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
  const expressions = pairs.flatMap(([onset, offset], i): LongExpression[] => {
    // Second and third ones are rare; 0 stands for none as well.
    if (i > 0 && [onset, offset].every((cell) => cell === null || cellInteger(cell) === 0)) return [];
    const shift = shiftOf(pictures, cells);
    const cut = cutClip(about, { onset: shifted(onset, shift), offset: shifted(offset, shift) }, pictures);
    if ('refusal' in cut) discrepancies.push(cut.refusal);
    else discrepancies.push(...cut.discrepancies);
    return 'refusal' in cut ? [] : [expressionOf(cut, parsed.emotion)];
  });
  return { set: `smic-${camera}`, subject, name, fps, pictures, expressions };
}

const shifted = (cell: Cell, shift: number): Cell =>
  cellInteger(cell) === null ? cell : cellInteger(cell)! - shift;

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
 * pictures are counted anew (they begin and end before `FirstF` and `LastF` do), what lies between the first of each.
 */
function shiftOf(pictures: PictureFiles, cells: TitledRow<keyof typeof COLUMNS>['cells']): number {
  const [firstF, lastF] = [cellInteger(cells.first), cellInteger(cells.last)];
  const [first, last] = [pictures.files[0]?.[0], pictures.files.at(-1)?.[0]];
  if (first === undefined || last === undefined || firstF === null) return 0;
  return first < firstF && last < (lastF ?? Infinity) ? firstF - first : 0;
}
