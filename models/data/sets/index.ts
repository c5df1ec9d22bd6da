/**
 * Data sets of micro-expressions as they are unpacked, read into one form: `readSet` lists and reads labels, decodes no
 * picture, and says in words where a folder differs from the published release.
 */
import { readAffectnet } from './affectnet.ts';
import { readCasme2 } from './casme2.ts';
import { readCasmeSq } from './casme-sq.ts';
import { guessSet } from './guess-set.ts';
import { readOwn } from './own.ts';
import { readSamm } from './samm.ts';
import { readSammLv } from './samm-lv.ts';
import { readSmic } from './smic.ts';
import type { ReadOptions } from './read-options.ts';
import type { SetIndex, SetName } from './sample.ts';

export { type ClassAssignment, type ClassOptions, classesOf, type SchemeName, SCHEMES } from './classes.ts';
export { auNumbers } from './coded-au.ts';
export { SET_LICENCES, type SetLicence } from './licences.ts';
export { PUBLISHED_LONG } from './long-counts.ts';
export { clipKey, findMegcList, MEGC_CLIPS, type MegcRow, readMegcList } from './megc-list.ts';
export { objectiveClassOf } from './objective-classes.ts';
export { publishedFor } from './published-counts.ts';
export type { ReadOptions } from './read-options.ts';
export { readingNotes } from './reading-notes.ts';
export * from './sample.ts';
import { SET_TITLES } from './titles.ts';
export { guessSet, SET_TITLES };

/**
 * Reads a set from the folder it was unpacked into, however many times the top folder is repeated.
 *
 *     const { samples, discrepancies } = await readSet('casme2', '/data/CASME II');
 *
 * Frame numbers are those of the pictures' names (videos: from 0), an apex that the set does not code is null, subjects
 * are unique over all sets (`casme2/1`). Nothing is dropped without a discrepancy that names it. Throws `set-foreign`,
 * `set-labels-missing`, `set-labels-old-excel`, `set-labels-unreadable`, `set-column-missing`, `set-column-twice` or
 * `set-empty` where the folder cannot be read as that set.
 */
export async function readSet(set: SetName, folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  switch (set) {
    case 'casme2':
      return readCasme2(folder, options);
    case 'samm':
      return readSamm(folder, options);
    case 'smic-hs':
      return readSmic('hs', folder, options);
    case 'smic-vis':
      return readSmic('vis', folder, options);
    case 'smic-nir':
      return readSmic('nir', folder, options);
    case 'affectnet':
      return readAffectnet(folder, options);
    case 'casme-sq':
      return readCasmeSq(folder, options);
    case 'samm-lv':
      return readSammLv(folder, options);
    case 'own':
      return readOwn(folder, options);
  }
}
