/** What lies in a folder: nothing is written, and only a few pictures are decoded. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../../contract/errors.ts';
import { INDEX_FILE, SPLITS } from '../../../../models/data/clips/index.ts';
import { guessSet, readSet, type SetName } from '../../../../models/data/sets/index.ts';
import { listPortraits } from '../../../trainer/clips/portraits.ts';
import { EMPTY_CONTENT } from '../data-content.ts';
import { type Found, spread } from './found.ts';
import { lookAtClips } from './look-at-clips.ts';
import { lookAtSet } from './look-at-set.ts';
import { picturesAt } from './sample-pictures.ts';

export interface LookTakes {
  readonly path: string;
  readonly set: SetName | 'auto';
  /** Pictures to show at most. */
  readonly samples: number;
}

/** Throws what reading the folder throws; a folder in which nothing was found is told in `problem`. */
export async function look({ path, set, samples }: LookTakes): Promise<Found> {
  refuseNoFolder(path);
  if (set !== 'auto') return await lookAtSet(await readSet(set, path), samples);
  if (isClips(path)) return await lookAtClips(path, samples);
  const guess = guessSet(path);
  const faces = portraitsIn(path);
  // Any table makes a folder look like own clips; portraits come with tables of their own.
  if (guess !== null && (guess !== 'own' || faces.length === 0))
    return await lookAtSet(await readSet(guess, path), samples);
  if (guess === 'own' && existsSync(join(path, OWN_LABELS)))
    return await lookAtSet(await readSet('own', path), samples);
  if (faces.length > 0) return await lookAtFaces(path, faces, samples);
  throw new OnsetError('set-unknown', {
    folder: path,
    reason: 'it holds no clips, no set that is read, no pictures, and no table of own clips',
  });
}

/** What own clips' table is called where nobody says otherwise. */
const OWN_LABELS = 'labels.csv';

export const isClips = (path: string): boolean =>
  [path, ...SPLITS.map((split) => join(path, split))].some((folder) => existsSync(join(folder, INDEX_FILE)));

function refuseNoFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new OnsetError('input-not-found', { path });
  if (!found.isDirectory()) throw new OnsetError('input-unreadable', { path, reason: 'it is not a folder' });
}

function portraitsIn(path: string): readonly string[] {
  try {
    return listPortraits(path);
  } catch (error) {
    if (error instanceof OnsetError && (error as OnsetError).code === 'portraits-missing') return [];
    throw error;
  }
}

async function lookAtFaces(path: string, names: readonly string[], samples: number): Promise<Found> {
  const shown = spread(names, samples);
  const pictures = await picturesAt(shown.map((name) => ({ path: join(path, name), frame: 0 })));
  return {
    path,
    kind: 'faces',
    set: null,
    coding: null,
    content: { ...EMPTY_CONTENT, pictures: names.length, subjects: names.length },
    discrepancies: shown.flatMap((name, at) =>
      pictures[at] === null ? [{ kind: 'left-out' as const, about: name, what: 'it cannot be decoded' }] : [],
    ),
    discrepancyCount: pictures.filter((picture) => picture === null).length,
    samples: shown.flatMap((name, at) => {
      const picture = pictures[at];
      return picture ? [{ name, subject: name, label: null, aus: null, ...picture }] : [];
    }),
    needsPreparation: true,
    problem: null,
  };
}
