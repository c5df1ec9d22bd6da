import { basename, join } from 'node:path';
import {
  auNumbers,
  type SetIndex,
  type SetPicture,
  type SetSample,
} from '../../../../models/data/sets/index.ts';
import { countAus, countNamed, EMPTY_CONTENT } from '../data-content.ts';
import { type Found, spread } from './found.ts';
import { picturesAt } from './sample-pictures.ts';

/** Discrepancies that are told one by one; a person reads no more. */
const MOST_TOLD = 200;

/** A set that was read, with pictures of some of its clips. */
export async function lookAtSet(index: SetIndex, samples: number): Promise<Found> {
  const { samples: clips, pictures, longVideos, discrepancies } = index;
  const isStill = clips.length === 0 && pictures.length > 0;
  const shown: Shown[] = isStill
    ? spread(byClass(pictures), samples).map(ofPicture)
    : spread(byClass(clips), samples).map(ofSample);
  const decoded = await picturesAt(shown);
  const fps = clips.map((clip) => clip.fps);
  return {
    path: index.folder,
    kind: 'set',
    set: index.set,
    coding: index.coding,
    content: {
      ...EMPTY_CONTENT,
      clips: clips.length,
      pictures: pictures.length,
      longVideos: longVideos.length,
      subjects: new Set([...clips, ...longVideos].map(({ subject }) => subject)).size,
      classes: countNamed([...clips, ...pictures].map(({ emotion }) => emotion)),
      aus: countAus(clips.map(({ aus }) => aus && auNumbers(aus))),
      fps: fps.length === 0 ? null : [Math.min(...fps), Math.max(...fps)],
    },
    discrepancies: discrepancies.slice(0, MOST_TOLD).map((one) => ({ ...one })),
    discrepancyCount: discrepancies.length,
    samples: shown.flatMap(({ name, subject, label, aus }, at) => {
      const picture = decoded[at];
      return picture ? [{ name, subject, label, aus, ...picture }] : [];
    }),
    needsPreparation: true,
    problem: null,
  };
}

interface Shown {
  readonly name: string;
  readonly subject: string;
  readonly label: string;
  readonly aus: number[] | null;
  readonly path: string;
  readonly frame: number;
}

/** The apex, where it is known; else the middle. */
function ofSample({ name, subject, emotion, aus, pictures, onset, apex, offset }: SetSample): Shown {
  const at = apex ?? Math.round((onset + offset) / 2);
  const place =
    pictures.kind === 'video'
      ? { path: pictures.path, frame: at }
      : { path: join(pictures.folder, pictureAt(pictures.files, at)), frame: 0 };
  return { name, subject, label: emotion, aus: aus && [...auNumbers(aus)], ...place };
}

const ofPicture = ({ path, emotion, set }: SetPicture): Shown => ({
  ...{ name: basename(path), subject: set, label: emotion, aus: null, path, frame: 0 },
});

const pictureAt = (files: readonly (readonly [number, string])[], at: number): string =>
  (files.find(([number]) => number >= at) ?? files.at(-1) ?? [0, ''])[1];

/** So that a few spread over the list show all classes. */
const byClass = <Item extends { readonly emotion: string }>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => one.emotion.localeCompare(other.emotion));
