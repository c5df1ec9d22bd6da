/** What lies in a folder, without what programs leave behind there, in the order of numbers. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import type { PictureFiles } from './sample.ts';

export interface Listing {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** What archives, file servers and systems put beside the files: hidden ones, Excel's locks, shadows of whole trees. */
const LEFTOVER = /^(\.|~\$|(__MACOSX|@eaDir|\$RECYCLE\.BIN|System Volume Information|lost\+found)$)/i;

/** Lists one folder; links count as what they point to, leftovers of programs not at all. */
export function listFolder(folder: string): Listing {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (LEFTOVER.test(entry.name)) continue;
    const stats = entry.isSymbolicLink() ? targetOf(join(folder, entry.name)) : entry;
    if (stats?.isDirectory()) folders.push(entry.name);
    else if (stats?.isFile()) files.push(entry.name);
  }
  return { folder, folders: folders.sort(byNumber), files: files.sort(byNumber) };
}

/**
 * The folders below and including `top`, level by level, at most `depth` levels down; where `isLeaf` says so, what lies
 * below is not looked at. So a tree of thousands of clips costs a listing for each of the levels above them.
 */
export function surveyFolder(top: string, depth: number, isLeaf: (listing: Listing) => boolean): Listing[] {
  const found: Listing[] = [];
  let level = [top];
  for (let down = 0; level.length > 0; down++) {
    const listings = level.map(listFolder);
    found.push(...listings);
    if (down === depth) break;
    level = listings
      .filter((listing) => !isLeaf(listing))
      .flatMap(({ folder, folders }) => folders.map((name) => join(folder, name)));
  }
  return found;
}

/** Pictures of a folder by the last run of digits in their names, ascending, and those whose number was taken. */
export function listPictures(folder: string): PictureFiles & { readonly doubles: readonly string[] } {
  const files = new Map<number, string>();
  const doubles: string[] = [];
  for (const name of listFolder(folder).files) {
    if (!isPicture(name)) continue;
    const number = frameNumber(name);
    if (number === null) continue;
    if (files.has(number)) doubles.push(name);
    else files.set(number, name);
  }
  return {
    kind: 'pictures',
    folder,
    files: [...files].sort(([x], [y]) => x - y),
    doubles,
  };
}

/** The last run of digits before the ending: `reg_img46.jpg` is 46, `006_1_2_05562.jpg` is 5562. */
export function frameNumber(name: string): number | null {
  const runs = stem(name).match(/\d+/g);
  return runs ? Number(runs.at(-1)) : null;
}

export const isPicture = (name: string): boolean => /\.(jpe?g|png|bmp|tiff?|webp|pgm)$/i.test(name);
export const isVideo = (name: string): boolean => /\.(avi|mp4|mkv|mov|webm|wmv|mpe?g|m4v)$/i.test(name);
export const stem = (name: string): string => name.replace(/\.[^.]*$/, '');

/** A path below `top` as it is told to people: with `/` everywhere, `.` for the top itself. */
export const below = (top: string, path: string): string => relative(top, path).replaceAll('\\', '/') || '.';

const COLLATOR = new Intl.Collator('en', { numeric: true });
const byNumber = (x: string, y: string): number => COLLATOR.compare(x, y);

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new OnsetError('input-not-found', { path: folder }, error);
    if (code === 'ENOTDIR')
      throw new OnsetError(
        'set-foreign',
        { folder, set: 'a data set', reason: 'it is a file, not a folder' },
        error,
      );
    throw new OnsetError('input-unreadable', { path: folder, reason: (error as Error).message }, error);
  }
}

/** What a link points to; undefined where that is nothing. */
function targetOf(link: string): Stats | undefined {
  try {
    return statSync(link, { throwIfNoEntry: false });
  } catch (error) {
    throw new OnsetError('input-unreadable', { path: link, reason: (error as Error).message }, error);
  }
}
