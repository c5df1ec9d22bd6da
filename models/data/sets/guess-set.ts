import { basename } from 'node:path';
import { below, listFolder, type Listing, surveyFolder } from './folder-listing.ts';
import type { SetName } from './sample.ts';

/** Down to where releases have their label files and folders of subjects. */
const DEPTH = 4;

/**
 * The set that a folder looks like, by the names of its files and folders; null where it looks like none. SMIC's folder
 * holds three cameras: the high-speed one is guessed where it is there.
 */
export function guessSet(folder: string): SetName | null {
  const listings = surveyFolder(folder, DEPTH, isBelowSets);
  const files = listings.flatMap((listing) => [...listing.files]);
  const paths = listings.flatMap((listing) =>
    [listing.folder, ...listing.folders.map((name) => `${listing.folder}/${name}`)].map(
      (path) => `${basename(folder)}/${below(folder, path)}`,
    ),
  );
  return (
    SIGNS.find(
      ({ file, path }) => files.some((each) => file?.test(each)) || paths.some((each) => path?.test(each)),
    )?.set ?? (listFolder(folder).files.some((name) => /\.csv$/i.test(name)) ? 'own' : null)
  );
}

/** Folders of people and of pictures tell nothing more, and are many. */
const isBelowSets = ({ folders, files }: Listing): boolean =>
  files.length > 500 || folders.some((name) => /^(s|sub|subject)?[ _-]*\d{1,3}$/i.test(name));

/** In order: the first that fits. Names that are parts of others' come after them. */
const SIGNS: readonly { set: SetName; file?: RegExp; path?: RegExp }[] = [
  { set: 'own', file: /^labels\.csv$/i },
  { set: 'casme-sq', file: /(^|\))\^?2?\s*code_final|code_final.*\.xlsx?$/i },
  { set: 'samm-lv', file: /samm.?long.*\.xlsx?$/i, path: /samm.?long.?videos/i },
  { set: 'samm', file: /samm.*(micro|facs).*\.xlsx?$/i },
  {
    set: 'casme2',
    file: /casme.?(2|ii)(?!\d).*(coding|label|objective).*\.xlsx?$/i,
    path: /\/sub[ _-]?\d+$/i,
  },
  { set: 'affectnet', path: /(manually_annotated|train_set\/annotations|val_set\/annotations)/i },
  { set: 'smic-hs', path: /(^|[/_-])hs(_long)?\/s\d+$/i },
  { set: 'smic-vis', path: /(^|[/_-])vis(_long)?\/s\d+$/i },
  { set: 'smic-nir', path: /(^|[/_-])nir(_long)?\/s\d+$/i },
];
