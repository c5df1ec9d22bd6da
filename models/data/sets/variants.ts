/** Copies of a set's clips that lie side by side in a folder (raw, selected, cropped): one is read. */
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { below, isPicture, listFolder, type Listing } from './folder-listing.ts';
import { clipPlaces, type ClipPlaces } from './labelled-clips.ts';
import { subjectNumber } from './label-words.ts';
import type { Discrepancy, SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

export interface Variant {
  readonly listing: Listing;
  readonly discrepancies: readonly Discrepancy[];
}

export interface VariantChoice {
  readonly set: SetName;
  readonly folder: string;
  /** Whether a name is one of a subject's folder. */
  readonly isSubject: (name: string) => boolean;
  /** How subjects' folders are called, for the error. */
  readonly subjects: string;
  readonly chosen: string | undefined;
}

/** Whole frames before cut ones before cropped ones before videos: alignment wants the whole head. */
export function chooseVariant(listings: readonly Listing[], choice: VariantChoice): Variant {
  const { set, folder, isSubject, subjects, chosen } = choice;
  const variants = listings
    .filter(({ folders }) => folders.some(isSubject))
    .filter((listing) => chosen === undefined || below(folder, listing.folder).includes(chosen))
    .map((listing) => ({ listing, rank: rankVariant(folder, listing, isSubject) }))
    .sort((x, y) => x.rank - y.rank);
  const [best, ...others] = variants;
  if (!best)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES[set],
      reason:
        chosen === undefined
          ? `it has labels, but no folder with subjects (${subjects}) up to five levels down`
          : `no folder with "${chosen}" in its path holds subjects (${subjects})`,
    });
  return {
    listing: best.listing,
    discrepancies: others.map(({ listing }) => ({
      kind: 'left-out',
      about: below(folder, listing.folder),
      what: `another copy of the clips: ${below(folder, best.listing.folder)} is read`,
    })),
  };
}

/** From the top folder over the variant's own and its doubles to the subjects: two levels more than releases have. */
export const VARIANT_DEPTH = 5;

/** Every clip below the subjects' folders. */
export function placesIn(variant: Listing, isSubject: (name: string) => boolean): ClipPlaces {
  return new Map(
    variant.folders.filter(isSubject).map((name) => {
      const path = join(variant.folder, name);
      return [subjectNumber(name)!, clipPlaces(path, listFolder(path))];
    }),
  );
}

function rankVariant(folder: string, listing: Listing, isSubject: (name: string) => boolean): number {
  const path = below(folder, listing.folder);
  const clips = listFolder(join(listing.folder, listing.folders.find(isSubject)!));
  const [clip] = clips.folders;
  if (clip === undefined) return 3;
  const picture = listFolder(join(clips.folder, clip)).files.find(isPicture) ?? '';
  if (/^reg_/i.test(picture) || /crop/i.test(path)) return 2;
  return /select/i.test(path) ? 1 : 0;
}
