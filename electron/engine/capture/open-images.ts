import { readdir } from 'node:fs/promises';
import { OnsetError } from '../../../contract/errors.ts';
import { ImageReader } from './image-reader.ts';
import { type ImageSeries, imageSeriesIn } from './image-series.ts';
import { PulledSource } from './pulled-source.ts';
import { notReadable } from './readable.ts';
import { type FrameSource, Tally } from './source.ts';

/** CASME II and SAMM are recorded at this rate; used, and said, where no rate is given. */
const USUAL_IMAGE_FPS = 200;

/** A folder of numbered images; `fps` is the rate at which they were recorded. */
export async function openImages(folder: string, fps: number | undefined): Promise<FrameSource> {
  const tally = new Tally();
  if (fps === undefined) {
    tally.warnings.push(
      `No frame rate was given for ${folder}; ${USUAL_IMAGE_FPS} images a second are assumed.`,
    );
  }
  const reader = await openImageReader(folder, fps, tally);
  if (reader.info.isVariableRate) {
    tally.warnings.push(
      `Numbers are missing among ${reader.info.container} in ${folder}; their time is left empty.`,
    );
  }
  return new PulledSource(reader, tally);
}

/** Some images of a folder by name, whatever else lies there: each with its place in the sequence, ascending. */
export async function openTheseImages(
  folder: string,
  images: ImageSeries['images'],
  fps: number,
): Promise<FrameSource> {
  const tally = new Tally();
  const series = { pattern: images[0]?.name ?? '', images };
  return new PulledSource(await ImageReader.open(folder, series, fps, tally), tally);
}

export async function openImageReader(
  folder: string,
  fps: number | undefined,
  tally: Tally,
): Promise<ImageReader> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw notReadable(folder, error);
  });
  const series = theOneSeries(folder, imageSeriesIn(names));
  return await ImageReader.open(folder, series, fps ?? USUAL_IMAGE_FPS, tally);
}

/** A lone image beside a sequence (a title picture) is passed over; two sequences are two inputs. */
function theOneSeries(folder: string, found: readonly ImageSeries[]): ImageSeries {
  const [longest, second] = found;
  if (!longest) throw new OnsetError('folder-without-images', { folder });
  if (second && second.images.length > 1) {
    const patterns = found.filter(({ images }) => images.length > 1).map(({ pattern }) => pattern);
    throw new OnsetError('folder-with-several-series', { folder, patterns: patterns.join(', ') });
  }
  return longest;
}
