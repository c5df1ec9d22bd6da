/** AffectNet's first release: `Manually_Annotated_file_lists/{training,validation}.csv` and folders of pictures. */
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse';
import { OnsetError } from '../../../contract/errors.ts';
import { AFFECTNET_EMOTIONS, type AffectnetPictures, LeftOut } from './affectnet-classes.ts';
import { below, listFolder, type Listing } from './folder-listing.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetPicture } from './sample.ts';
import { SET_TITLES } from './titles.ts';

/** Null where the folder holds none of the lists. */
export async function readAffectnetLists(
  folder: string,
  listings: readonly Listing[],
  options: ReadOptions,
): Promise<AffectnetPictures | null> {
  const files = listings.flatMap((listing) => listing.files.map((name) => join(listing.folder, name)));
  const lists = (['training', 'validation'] as const).map((split) => ({
    split,
    path: files.find((path) => basename(path).toLowerCase() === `${split}.csv`),
  }));
  if (lists.every(({ path }) => path === undefined)) return null;
  const top = pictureTop(folder, listings, options.pictures);
  const discrepancies: Discrepancy[] = [];
  const pictures: SetPicture[] = [];
  let [rows, first] = [0, ''];
  for (const { split, path } of lists) {
    if (path === undefined) {
      discrepancies.push({ kind: 'missing', about: `${split}.csv`, what: 'the list is not there' });
      continue;
    }
    const list = await readList(path, split, top, pictures, discrepancies);
    rows += list.rows;
    first ||= list.first;
    if (list.rows === 0)
      discrepancies.push({ kind: 'missing', about: basename(path), what: 'it has no row' });
  }
  if (listings.some((listing) => /automatically/i.test(listing.folder)))
    discrepancies.push({
      kind: 'left-out',
      about: 'Automatically_Annotated',
      what: 'its labels were given by a network: not read',
    });
  if (pictures.length === 0)
    throw new OnsetError('set-empty', {
      path: lists.find(({ path }) => path !== undefined)!.path!,
      clips: rows,
      set: SET_TITLES.affectnet,
      folder: top,
      first: first || 'no row names a file',
    });
  return {
    files: lists.flatMap(({ path }) => (path === undefined ? [] : [basename(path)])),
    pictures,
    discrepancies,
  };
}

/** The folder that the paths of the lists begin in. */
function pictureTop(folder: string, listings: readonly Listing[], chosen: string | undefined): string {
  const tops = listings
    .map((listing) => listing.folder)
    .filter((path) => /images$/i.test(path) && !/automatically/i.test(below(folder, path)))
    .filter((path) => chosen === undefined || below(folder, path).includes(chosen));
  const top = tops.find((path) => /manually.?annotated.?images$/i.test(path)) ?? tops[0];
  if (top !== undefined) return innermost(top);
  throw new OnsetError('set-foreign', {
    folder,
    set: SET_TITLES.affectnet,
    reason: 'it has lists, but no folder Manually_Annotated_Images',
  });
}

/** Archives repeat their top folder. */
function innermost(top: string): string {
  const same = listFolder(top).folders.find((name) => name.toLowerCase() === basename(top).toLowerCase());
  return same === undefined ? top : innermost(join(top, same));
}

/** Titles of the lists, in their order: some copies lack the first line. */
const TITLES = [
  'subDirectory_filePath',
  'face_x',
  'face_y',
  'face_width',
  'face_height',
  'facial_landmarks',
  'expression',
  'valence',
  'arousal',
];
const WANTED = ['subDirectory_filePath', 'face_x', 'face_y', 'face_width', 'face_height', 'expression'];

async function readList(
  path: string,
  split: SetPicture['split'],
  top: string,
  pictures: SetPicture[],
  discrepancies: Discrepancy[],
): Promise<{ rows: number; first: string }> {
  const leftOut = new LeftOut();
  const isThere = fileLookup(top);
  let [rows, first] = [0, ''];
  let columns: readonly number[] | null = null;
  for await (const row of rowsOf(path)) {
    if (columns === null) {
      const titles = row.map((title) => title.trim().toLowerCase());
      const hasHeader = titles.includes(TITLES[0]!.toLowerCase());
      columns = WANTED.map((title) =>
        (hasHeader ? titles : TITLES.map((t) => t.toLowerCase())).indexOf(title.toLowerCase()),
      );
      if (hasHeader) {
        const missing = WANTED.find((_, i) => columns![i]! < 0);
        if (missing !== undefined)
          throw new OnsetError('set-column-missing', {
            path,
            missing: `"${missing}"`,
            found: row.map((title) => `"${title}"`).join(', '),
          });
        continue;
      }
    }
    const [file = '', x, y, width, height, expression = ''] = columns.map((column) => row[column] ?? '');
    rows++;
    first ||= file;
    const box = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    const emotion = AFFECTNET_EMOTIONS[Number(expression)];
    if (expression === '' || !/^\d+$/.test(expression))
      throw new OnsetError('set-labels-unreadable', {
        path,
        set: SET_TITLES.affectnet,
        reason: `the expression of ${file || 'a row'} is "${expression}", not a number: columns should be ${TITLES.join(', ')}`,
      });
    if (emotion === undefined) leftOut.add('left-out', 'none, uncertain or no face (8 to 10)', file);
    else if (!(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0))
      leftOut.add('left-out', 'the box of the face is negative, empty or no number', file);
    else if (!isThere(file)) leftOut.add('missing', `no such file below ${top}`, file);
    else pictures.push({ set: 'affectnet', path: join(top, ...file.split(/[/\\]/)), emotion, split, box });
  }
  discrepancies.push(...leftOut.discrepancies(basename(path)));
  return { rows, first };
}

/** Rows as they are read from disk: the list of training is half a gigabyte long. */
async function* rowsOf(path: string): AsyncGenerator<string[]> {
  // Landmarks are joined by semicolons: only the line of titles tells what separates columns.
  const delimiter = (await firstLine(path)).split(';').length > TITLES.length / 2 ? ';' : ',';
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  try {
    for await (const row of parser) yield row as string[];
  } catch (error) {
    if (error instanceof OnsetError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnsetError('set-labels-unreadable', { path, set: SET_TITLES.affectnet, reason }, error);
  }
}

/** Longer than the line of titles. */
const BEGINNING_BYTES = 1024;

/** The first line where it holds titles; else nothing. */
async function firstLine(path: string): Promise<string> {
  let beginning = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: BEGINNING_BYTES - 1 }))
    beginning += String(chunk);
  const [line = ''] = beginning.toLowerCase().split(/\r?\n/, 1);
  return line.includes(TITLES[0]!.toLowerCase()) ? line : '';
}

/** Whether a file of a list is there; each folder is listed once. */
function fileLookup(top: string): (file: string) => boolean {
  const folders = new Set(listFolder(top).folders);
  const files = new Map<string, ReadonlySet<string>>();
  return (file) => {
    const parts = file.split(/[/\\]/);
    const folder = parts.slice(0, -1).join('/');
    if (folder !== '' && !folders.has(parts[0]!)) return false;
    let there = files.get(folder);
    if (!there) {
      there = new Set(listFolder(join(top, folder)).files);
      files.set(folder, there);
    }
    return there.has(parts.at(-1)!);
  };
}
