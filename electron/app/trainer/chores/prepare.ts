/** Makes clips of faces, of a set that was read, or with a generator. */
import { join } from 'node:path';
import type { FaceRights, Preparation } from '../../../../contract/channels/trainer-data.ts';
import { WINDOW_SHAPE } from '../../../../models/data/clips/index.ts';
import {
  classesOf,
  readSet,
  type SchemeName,
  type SetIndex,
  type SetName,
} from '../../../../models/data/sets/index.ts';
import { generateClips } from '../../../trainer/generation/index.ts';
import { makeClips } from '../../../trainer/clips/make-clips.ts';
import { prepareSet } from '../../../trainer/sets/index.ts';
import type { ChoreSurroundings } from './surroundings.ts';

export type PrepareTakes =
  | {
      readonly kind: 'faces';
      readonly path: string;
      readonly outDir: string;
      readonly count: number;
      readonly seed: number;
      readonly rights: FaceRights;
    }
  | {
      readonly kind: 'set';
      readonly path: string;
      readonly outDir: string;
      /** Where finished clips of all sets are kept. */
      readonly cacheDir: string;
      readonly set: SetName;
      readonly scheme: Preparation['scheme'];
    }
  | {
      readonly kind: 'generated';
      /** A generator's file. */
      readonly model: string;
      /** The store of clips whose people are shown. */
      readonly path: string;
      readonly outDir: string;
      readonly perClass: number;
      readonly seed: number;
      readonly hasVisibleMark: boolean;
    };

export interface Prepared {
  /** Where the clips lie. */
  readonly clipsPath: string;
  /** What could not be used, one sentence each. */
  readonly warnings: string[];
  /** Clips that were made now, and how long that took; others were kept from before. */
  readonly made: { readonly clips: number; readonly seconds: number };
}

const secondsSince = (ms: number): number => (performance.now() - ms) / 1000;

const ONE_PERSON =
  'Only one picture shows a whole face: what is learnt from it must be scored on other data, of other people.';

/** Null where the signal aborted. Throws what `makeClips`, `readSet`, `prepareSet` and `generateClips` throw. */
export async function prepare(
  takes: PrepareTakes,
  surroundings: ChoreSurroundings,
): Promise<Prepared | null> {
  switch (takes.kind) {
    case 'faces':
      return await prepareOfFaces(takes, surroundings);
    case 'set':
      return await prepareOfSet(takes, surroundings);
    case 'generated':
      return await generate(takes, surroundings);
    default:
      return takes satisfies never;
  }
}

async function prepareOfFaces(
  takes: Extract<PrepareTakes, { kind: 'faces' }>,
  surroundings: ChoreSurroundings,
): Promise<Prepared | null> {
  const { signal, onProgress } = surroundings;
  const { path, outDir, count, seed } = takes;
  const order = { facesDir: path, outDir, count, seed, shape: WINDOW_SHAPE };
  const all = count + 2 * Math.ceil(count / 10);
  const done = new Map<string, number>();
  const beganMs = performance.now();
  const { made, faceless } = await makeClips(order, signal, (progress) => {
    done.set(progress.split, progress.done);
    onProgress([...done.values()].reduce((sum, clips) => sum + clips, 0) / all);
  });
  if (signal.aborted) return null;
  return {
    clipsPath: outDir,
    made: { clips: made.reduce((sum, { clips }) => sum + clips, 0), seconds: secondsSince(beganMs) },
    warnings: [
      ...faceless.map((name) => `No whole face was found in ${name}; it is left out.`),
      ...(made.length === 1 ? [ONE_PERSON] : []),
    ],
  };
}

async function prepareOfSet(
  { path, outDir, cacheDir, set, scheme }: Extract<PrepareTakes, { kind: 'set' }>,
  { signal, onProgress, startProcess }: ChoreSurroundings,
): Promise<Prepared | null> {
  const { index, notes } = merged(await readSet(set, path), scheme);
  const storeDir = join(outDir, 'clips');
  let kept: number | null = null;
  let made = 0;
  const beganMs = performance.now();
  const prepared = await prepareSet(index, { cacheDir, storeDir, startProcess }, signal, ({ done, of }) => {
    kept ??= done;
    made = done - kept;
    onProgress(of === 0 ? 0 : done / of);
  });
  if (prepared === null) return null;
  return {
    clipsPath: prepared.folder,
    made: { clips: made, seconds: secondsSince(beganMs) },
    warnings: [
      ...notes,
      ...prepared.leftOut.map(({ subject, name, reason }) => `${subject} ${name} is left out: ${reason}.`),
    ],
  };
}

async function generate(
  { model, path, outDir, perClass, seed, hasVisibleMark }: Extract<PrepareTakes, { kind: 'generated' }>,
  { signal, onProgress }: ChoreSurroundings,
): Promise<Prepared | null> {
  const beganMs = performance.now();
  const order = { model, data: path, outDir, perClass, seed, hasVisibleMark };
  const generated = await generateClips(
    { ...order, whom: 'learnt-from', videos: 0, hasSheet: false },
    signal,
    ({ done, of }) => onProgress(done / of),
  );
  if (generated === null) return null;
  const { clips, leftOut } = generated;
  return {
    clipsPath: outDir,
    made: { clips, seconds: secondsSince(beganMs) },
    warnings: leftOut.map((name) => `No clips of ${name} were made: the generator knows nothing of it.`),
  };
}

/** The set with the classes that its clips are to be learnt as. */
function merged(
  index: SetIndex,
  scheme: Preparation['scheme'],
): { readonly index: SetIndex; readonly notes: readonly string[] } {
  if (scheme === null) return { index, notes: [] };
  const { classes, of, leftOut, notes } = classesOf(SCHEMES[scheme], index.samples);
  const rest = scheme === 'four' ? OTHERS : null;
  const samples = index.samples.flatMap((sample) => {
    const at = of(sample);
    const emotion = at === null ? rest : classes[at]!;
    return emotion === null ? [] : [{ ...sample, emotion: nameOfClass(emotion) }];
  });
  const reasons = rest === null ? Map.groupBy(leftOut, ({ reason }) => reason) : new Map<string, unknown[]>();
  return {
    index: { ...index, samples, coding: `${index.coding}; classes: ${scheme}` },
    notes: [...notes, ...[...reasons].map(([reason, own]) => `${own.length} clips are left out: ${reason}.`)],
  };
}

const OTHERS = 'others';
const SCHEMES = {
  three: 'three',
  four: 'three',
  five: 'five',
  all: 'all',
  objective: 'megc2018',
} as const satisfies Record<NonNullable<Preparation['scheme']>, SchemeName>;

/** As a recognizer's file has them: lower-case, without spaces. */
const nameOfClass = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
