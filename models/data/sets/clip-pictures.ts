import { listPictures } from './folder-listing.ts';
import type { Discrepancy, PictureFiles } from './sample.ts';

/** The pictures of a clip; where two bear one number, the first is read and the other named. */
export function clipPictures(folder: string, about: string, discrepancies: Discrepancy[]): PictureFiles {
  const { doubles, ...pictures } = listPictures(folder);
  for (const double of doubles)
    discrepancies.push({ kind: 'left-out', about, what: `${double}: another picture has its number` });
  return pictures;
}
