/** MEGC2019's own list of its 442 clips, `combined_3class_gt.csv`, as the organisers gave it out. */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { surveyFolder } from './folder-listing.ts';
import { cellInteger, cellText, readCsv } from './label-file.ts';
import { subjectNumber } from './label-words.ts';
import type { SetSample } from './sample.ts';

export interface MegcRow {
  readonly set: 'casme2' | 'smic-hs' | 'samm';
  readonly subject: number;
  readonly name: string;
  /** 0 negative, 1 positive, 2 surprise. */
  readonly klass: 0 | 1 | 2;
}

/** Clips of the whole list; a circulating copy lacks one of SAMM. */
export const MEGC_CLIPS = 442;

const SETS: Readonly<Record<string, MegcRow['set']>> = { casme2: 'casme2', smic: 'smic-hs', samm: 'samm' };

/**
 * Reads `db,subject,filename,class` without a header; blank lines (also `,,,`) are passed over. Throws
 * `set-labels-unreadable` at a line that is none of that.
 */
export function readMegcList(path: string): MegcRow[] {
  return readCsv(path, 'MEGC2019', ',').rows.flatMap((cells, i) => {
    if (cells.every((cell) => cell === null)) return [];
    const [db, subject, name, klass] = cells;
    const set = SETS[cellText(db).toLowerCase()];
    const number = subjectNumber(subject ?? null);
    const index = cellInteger(klass);
    if (set === undefined || number === null || cellText(name) === '' || !isClass(index))
      throw new OnsetError('set-labels-unreadable', {
        path,
        set: 'MEGC2019',
        reason: `line ${i + 1} is "${cells.map(cellText).join(',')}", not db,subject,filename,class`,
      });
    return [{ set, subject: number, name: cellText(name), klass: index }];
  });
}

/** The list in a set's folder, or up to two levels below it; null where nobody put it there. */
export function findMegcList(folder: string): string | null {
  const listings = surveyFolder(folder, 2, ({ folders }) => folders.length > 100);
  const files = listings.flatMap((listing) => listing.files.map((name) => join(listing.folder, name)));
  return files.find((path) => basename(path).toLowerCase() === 'combined_3class_gt.csv') ?? null;
}

const isClass = (index: number | null): index is 0 | 1 | 2 => index === 0 || index === 1 || index === 2;

/**
 * What a clip is called in every copy: `s1_ne_01` and `s01_ne_01` are the same clip of SMIC; other sets' names are
 * opaque but for their case.
 */
export function clipKey({ set, subject, name }: Pick<SetSample, 'set' | 'subject' | 'name'>): string {
  const smic = /^s0*(\d+)_([a-z]+)_0*(\d+)$/i.exec(name);
  const plain =
    set.startsWith('smic') && smic ? `${smic[2]!.slice(0, 2).toLowerCase()}/${smic[3]}` : name.toLowerCase();
  return `${set}/${subjectNumber(subject.replace(/^.*\//, '')) ?? subject}/${plain}`;
}
