/**
 * AffectNet, still pictures of everyday expressions: the first release with lists in CSV, or the later one with aligned
 * faces and labels in .npy files. Only what people labelled is read, and only faces with one of the eight emotions.
 */
import { OnsetError } from '../../../contract/errors.ts';
import { readAffectnetLists } from './affectnet-lists.ts';
import { readAffectnetNpy } from './affectnet-npy.ts';
import { type Listing, surveyFolder } from './folder-listing.ts';
import { count } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex, SetPicture } from './sample.ts';
import { SET_TITLES } from './titles.ts';

export async function readAffectnet(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, 5, holdsPictures);
  const read =
    (await readAffectnetLists(folder, listings, options)) ?? (await readAffectnetNpy(folder, listings));
  if (!read)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES.affectnet,
      reason:
        'it holds neither training.csv and validation.csv nor train_set and val_set with the folders images and annotations',
    });
  return {
    set: 'affectnet',
    folder,
    coding: read.files.join(', '),
    samples: [],
    longVideos: [],
    pictures: read.pictures,
    discrepancies: [...read.discrepancies, ...compareSplits(read.pictures)],
  };
}

/** Folders of pictures are many and large: which files are there is looked up for those the lists name. */
const holdsPictures = ({ folder, folders }: Listing): boolean =>
  /images$|^annotations$/i.test(folder.replace(/^.*[/\\]/, '')) || folders.length > 100;

/** Sizes of the training and the validation list with eight emotions, and without contempt. */
const PUBLISHED = {
  training: [287_651, 283_901],
  validation: [4000, 3500],
} as const;

function compareSplits(pictures: readonly SetPicture[]): Discrepancy[] {
  const counts = count(pictures.map(({ split }) => split));
  const unequal = (['training', 'validation'] as const).flatMap((split) => {
    const here = counts.get(split) ?? 0;
    return (PUBLISHED[split] as readonly number[]).includes(here)
      ? []
      : [`${split} ${here} (published ${PUBLISHED[split].join(', without contempt ')})`];
  });
  return unequal.length === 0 ? [] : [{ kind: 'count', about: 'pictures', what: unequal.join(', ') }];
}
