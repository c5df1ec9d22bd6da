/** What a set is prepared in: pieces that are done, kept and taken up again one by one. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPE } from '../../../contract/recipe.ts';
import type { SetIndex, SetPicture, SetSample } from '../../../models/data/sets/sample.ts';
import { neededFrames } from './needed-frames.ts';
import { neededPictures } from './read-sample.ts';
import type { MissingApex } from './prepare-sample.ts';
import type { WindowLook } from './resample.ts';

export type Item =
  | { readonly kind: 'sample'; readonly key: string; readonly sample: SetSample }
  | { readonly kind: 'pictures'; readonly key: string; readonly pictures: readonly SetPicture[] };

/** Raised when the code makes other pixels or finds another apex: what was kept before is made anew. */
const VERSION = 2;

/** Single pictures are kept some at a time: a file for each of AffectNet's 290 000 would strain a file system. */
const PICTURES_AN_ITEM = 64;

/** The items of a set, those of its clips or, where it has none, of its pictures. Reads sizes and times of files, no pixels. */
export function itemsOf({ samples, pictures }: SetIndex, look: WindowLook, missingApex: MissingApex): Item[] {
  if (samples.length > 0)
    return samples.map((sample) => ({ kind: 'sample', key: sampleKey(sample, look, missingApex), sample }));
  const items: Item[] = [];
  for (let at = 0; at < pictures.length; at += PICTURES_AN_ITEM) {
    const some = pictures.slice(at, at + PICTURES_AN_ITEM);
    items.push({ kind: 'pictures', key: picturesKey(some, look), pictures: some });
  }
  return items;
}

/**
 * The name of what an item becomes: by the files it is made of (name, size, time of their last change), where its clip
 * begins and ends, and how it is made. Emotions and action units do not go in: another coding makes no new pixels.
 */
function sampleKey(sample: SetSample, look: WindowLook, missingApex: MissingApex): string {
  const { set, subject, name, fps, onset, apex, offset, pictures } = sample;
  const files =
    pictures.kind === 'video'
      ? [fileMark(pictures.path)]
      : neededPictures(sample, neededFrames(sample)).map(([number, file]) => [
          number,
          file,
          fileMark(join(pictures.folder, file)),
        ]);
  return keyOf([set, subject, name, fps, onset, apex ?? missingApex, offset, files], look);
}

const picturesKey = (pictures: readonly SetPicture[], look: WindowLook): string =>
  keyOf(
    pictures.map(({ set, path, box }) => [set, path, box, fileMark(path)]),
    look,
  );

function keyOf(content: unknown, { frames, sizePx, planes }: WindowLook): string {
  const text = JSON.stringify([VERSION, RECIPE.id, frames, sizePx, planes, content]);
  return createHash('sha256').update(text).digest('hex').slice(0, KEY_DIGITS);
}
export const KEY_DIGITS = 32;

/** Null where there is no such file: reading it will say so. */
function fileMark(path: string): readonly [size: number, changedMs: number] | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : [stat.size, stat.mtimeMs];
}
