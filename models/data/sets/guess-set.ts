import { basename } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { below, listFolder, type Listing, surveyFolder } from './folder-listing.ts';
import { isCsv } from './label-file.ts';
import type { SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

/** Down to where releases have their label files and folders of subjects. */
const DEPTH = 4;

/**
 * The set that a folder looks like, by the names of its files and folders; null where it looks like none. SMIC's folder
 * holds three cameras: the high-speed one is guessed where it is there. Throws `set-several` where it is the folder of
 * several sets.
 */
export function guessSet(folder: string): SetName | null {
  const listings = surveyFolder(folder, DEPTH, isBelowSets);
  const files = listings.flatMap((listing) => [...listing.files]);
  const paths = listings.flatMap((listing) =>
    [listing.folder, ...listing.folders.map((name) => `${listing.folder}/${name}`)].map(
      (path) => `${basename(folder)}/${below(folder, path)}`,
    ),
  );
  const here = listFolder(folder).files;
  if (here.some((name) => OWN_LABELS.test(name))) return 'own';
  const fitting = (signs: readonly Sign[]): SetName[] =>
    signs
      .filter(
        ({ file, path }) => files.some((each) => file?.test(each)) || paths.some((each) => path?.test(each)),
      )
      .map(({ set }) => set);
  const [first, ...others] = fitting(SIGNS);
  if (first === undefined) return fitting(WEAK_SIGNS)[0] ?? (here.some(isCsv) ? 'own' : null);
  const strangers = others.filter((set) => !goesWith(first, set));
  if (strangers.length > 0) {
    const sets = [first, ...strangers].map((set) => SET_TITLES[set]).join(', ');
    throw new OnsetError('set-several', { folder, sets });
  }
  return first;
}

/** Cameras of SMIC are one release, SAMM's sheet lies beside its long videos. */
const goesWith = (first: SetName, other: SetName): boolean =>
  (first === 'samm-lv' && other === 'samm') || (first.startsWith('smic') && other.startsWith('smic'));

/** Folders of people and of pictures tell nothing more, and are many. */
const isBelowSets = ({ folders, files }: Listing): boolean =>
  files.length > 500 || folders.some((name) => /^(s|sub|subject)?[ _-]*\d{1,3}$/i.test(name));

interface Sign {
  readonly set: SetName;
  readonly file?: RegExp;
  readonly path?: RegExp;
}

const OWN_LABELS = /^labels\.(csv|xlsx)$/i;

/** In order: names that are parts of others' come after them. */
const SIGNS: readonly Sign[] = [
  { set: 'casme-sq', file: /code.?final.*\.(xlsx?|csv)$/i },
  { set: 'samm-lv', file: /samm.?long.*\.(xlsx?|csv)$/i, path: /samm.?long.?videos/i },
  { set: 'samm', file: /samm.*(micro|facs).*\.(xlsx?|csv)$/i },
  { set: 'casme2', file: /casme.?(2|ii)(?!\d).*(coding|label|objective).*\.(xlsx?|csv)$/i },
  { set: 'affectnet', path: /manually_annotated|(train|val)[^/]*\/annotations$/i },
  { set: 'smic-hs', path: /(^|[^a-z])hs([^a-z/][^/]*)?\/(s(ub)?)?\d{1,2}$/i },
  { set: 'smic-vis', path: /(^|[^a-z])vis([^a-z/][^/]*)?\/(s(ub)?)?\d{1,2}$/i },
  { set: 'smic-nir', path: /(^|[^a-z])nir([^a-z/][^/]*)?\/(s(ub)?)?\d{1,2}$/i },
];

/** For folders without any of those: what others have as well. Reading says what is missing. */
const WEAK_SIGNS: readonly Sign[] = [
  { set: 'casme2', path: /\/sub[ _-]?\d+$/i },
  { set: 'own', file: OWN_LABELS },
];
