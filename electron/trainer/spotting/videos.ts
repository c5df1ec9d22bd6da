/** Long videos with known expressions, whoever coded them: of a data set, or made. */
import { createHash } from 'node:crypto';
import { type LongVideo, readingNotes, readSet } from '../../../models/data/sets/index.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { readMadeVideos } from './made-videos.ts';
import { megcClassOf } from './megc-class.ts';
import type { VideoToSpot } from './video-to-spot.ts';

/** Sets with long videos; `made` are clips of `onset synth`. */
export const SPOTTED_SETS = ['casme-sq', 'samm-lv', 'own', 'made'] as const;
export type SpottedSet = (typeof SPOTTED_SETS)[number];

export interface VideosToSpot {
  readonly name: string;
  readonly coding: string;
  readonly fingerprint: string;
  readonly isSynthetic: boolean;
  readonly videos: readonly VideoToSpot[];
}

/** Throws what `readSet` and `readMadeVideos` throw, and `spotting-without-videos`. */
export async function videosIn(name: SpottedSet, folder: string): Promise<VideosToSpot> {
  if (name === 'made') return whole(name, 'labels of onset synth', true, readMadeVideos(folder), folder);
  const index = await readSet(name, folder);
  // What was missing belongs to what was read.
  const coding = [index.coding, ...readingNotes(index).map((note) => note.replace(/\.$/, ''))].join('; ');
  return whole(name, coding, false, index.longVideos.map(ofSet), folder);
}

function whole(
  name: string,
  coding: string,
  isSynthetic: boolean,
  videos: readonly VideoToSpot[],
  folder: string,
): VideosToSpot {
  if (videos.length === 0) throw new OnsetError('spotting-without-videos', { folder, set: name });
  const list = videos.map(({ id, known }) => ({ id, known }));
  return { name, coding, fingerprint: hashOf(list), isSynthetic, videos };
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

function ofSet({ set, subject, name, fps, pictures, expressions }: LongVideo): VideoToSpot {
  return {
    id: subject.startsWith(`${set}/`) ? `${subject}/${name}` : `${set}/${subject}/${name}`,
    set,
    subject,
    fps,
    input: pictures.kind === 'video' ? pictures.path : pictures.folder,
    numbers: pictures.kind === 'video' ? null : pictures.files.map(([number]) => number),
    known: expressions.map(({ kind, onset, offset, emotion }) => ({
      kind,
      onset,
      offset,
      emotion: emotion === null ? null : megcClassOf(emotion),
    })),
  };
}
