/** AffectNet's later release: `{train_set,val_set}/images/<id>.jpg`, labels in `annotations/<id>_exp.npy`. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { AFFECTNET_EMOTIONS, type AffectnetPictures, LeftOut } from './affectnet-classes.ts';
import { isPicture, type Listing, stem } from './folder-listing.ts';
import { readNpyScalar } from './npy-scalar.ts';
import type { Discrepancy, SetPicture } from './sample.ts';
import { SET_TITLES } from './titles.ts';

/** Null where the folder holds neither split. */
export async function readAffectnetNpy(
  folder: string,
  listings: readonly Listing[],
): Promise<AffectnetPictures | null> {
  const splits = listings.filter(({ folder: path }) => basename(path).toLowerCase() === 'images');
  const pairs = splits.flatMap((images) => {
    const above = dirname(images.folder);
    const annotations = listings.find(
      ({ folder: path }) => dirname(path) === above && basename(path).toLowerCase() === 'annotations',
    );
    const split = /^train/i.test(basename(above))
      ? 'training'
      : /^val/i.test(basename(above))
        ? 'validation'
        : null;
    return annotations && split ? [{ split, images, annotations } as const] : [];
  });
  if (pairs.length === 0) return null;
  const discrepancies: Discrepancy[] = (['training', 'validation'] as const)
    .filter((split) => pairs.every((pair) => pair.split !== split))
    .map((split) => ({
      kind: 'missing',
      about: split === 'training' ? 'train_set' : 'val_set',
      what: 'holds no folder "images" with a folder "annotations" beside it',
    }));
  const pictures: SetPicture[] = [];
  for (const { split, images, annotations } of pairs)
    await readSplit(split, images, annotations, pictures, discrepancies);
  if (pictures.length === 0)
    throw new OnsetError('set-empty', {
      path: pairs[0]!.annotations.folder,
      clips: pairs[0]!.annotations.files.length,
      set: SET_TITLES.affectnet,
      folder,
      first: pairs[0]!.annotations.files[0] ?? '–',
    });
  return {
    files: pairs.map(({ annotations }) => `${basename(dirname(annotations.folder))}/annotations`),
    pictures,
    discrepancies,
  };
}

/** Small files: as many at once as keep a disk busy without opening thousands. */
const AT_ONCE = 64;

async function readSplit(
  split: SetPicture['split'],
  images: Listing,
  annotations: Listing,
  pictures: SetPicture[],
  discrepancies: Discrepancy[],
): Promise<void> {
  const leftOut = new LeftOut();
  const labels = new Set(annotations.files);
  const files = images.files.filter(isPicture);
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const batch = files.slice(start, start + AT_ONCE);
    const read = await Promise.all(
      batch.map(async (file) => {
        const label = `${stem(file)}_exp.npy`;
        return labels.has(label) ? readFile(join(annotations.folder, label)) : null;
      }),
    );
    for (const [i, bytes] of read.entries()) {
      const file = batch[i]!;
      const value = bytes && readNpyScalar(bytes);
      const emotion = AFFECTNET_EMOTIONS[numberOf(value)];
      if (bytes === null) leftOut.add('unlabelled', 'no _exp.npy', file);
      else if (value === null || Number.isNaN(numberOf(value)))
        leftOut.add('left-out', 'its _exp.npy holds no single number', file);
      else if (emotion === undefined) leftOut.add('left-out', 'none, uncertain or no face (8 to 10)', file);
      else pictures.push({ set: 'affectnet', path: join(images.folder, file), emotion, split, box: null });
    }
  }
  const there = new Set(files.map((file) => `${stem(file)}_exp.npy`));
  for (const label of labels)
    if (label.endsWith('_exp.npy') && !there.has(label))
      leftOut.add('missing', 'no picture of a label', label);
  discrepancies.push(...leftOut.discrepancies(basename(dirname(images.folder))));
}

/** Labels are numbers or strings of them. */
const numberOf = (value: number | string | null): number =>
  typeof value === 'number' ? value : value !== null && /^\d+$/.test(value.trim()) ? Number(value) : NaN;
