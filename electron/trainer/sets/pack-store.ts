import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { type ClipLabels, ClipStoreWriter, INDEX_FILE } from '../../../models/data/clips/index.ts';
import { auNumbers } from '../../../models/data/sets/coded-au.ts';
import type { SetIndex, SetPicture, SetSample } from '../../../models/data/sets/sample.ts';
import type { Item } from './item.ts';
import { isLeftOut, keptPath, readResults } from './kept-result.ts';
import type { ApexSource, PreparedSample } from './prepare-sample.ts';
import type { WindowLook } from './resample.ts';

/** A clip or picture that is not in the store, and why. */
export interface LeftOut {
  readonly subject: string;
  readonly name: string;
  readonly reason: string;
}

export interface PackedStore {
  readonly clips: number;
  readonly leftOut: readonly LeftOut[];
  /** How many apexes are from where; pictures have none. */
  readonly apexes: Readonly<Record<ApexSource, number>>;
}

type Labelled = Pick<SetSample, 'subject' | 'name' | 'emotion' | 'aus' | 'objective'>;

/** Writes what is kept of the items into a store at `folder`, in their order. Throws `set-unprepared`, `output-unwritable`. */
export function packStore(
  folder: string,
  index: SetIndex,
  items: readonly Item[],
  outcomes: ReadonlyMap<string, string>,
  { look, cacheDir, key }: { readonly look: WindowLook; readonly cacheDir: string; readonly key: string },
): PackedStore {
  const all = items.flatMap((item) => {
    const kept = readResults(keptPath(cacheDir, item.key));
    return labelledOf(item).map((labelled, k) => ({ item, k, labelled, result: kept?.[k] ?? null }));
  });
  const leftOut: LeftOut[] = [];
  const good: { labelled: Labelled; result: PreparedSample }[] = [];
  for (const { item, labelled, result } of all) {
    const { subject, name } = labelled;
    if (result !== null && !isLeftOut(result)) good.push({ labelled, result });
    else
      leftOut.push({ subject, name, reason: result?.leftOut ?? outcomes.get(item.key) ?? 'it is not kept' });
  }
  if (good.length === 0) {
    const [first] = leftOut;
    const reason = first ? `${first.subject} ${first.name}: ${first.reason}` : 'the set has none';
    throw new OnsetError('set-unprepared', { folder: index.folder, reason });
  }
  const apexes = { coded: 0, estimated: 0, midpoint: 0 };
  for (const { result } of good) apexes[result.apexSource]++;
  write(folder, index, good, { look, key, leftOut: leftOut.length, apexes });
  return { clips: good.length, leftOut, apexes };
}

function labelledOf(item: Item): readonly Labelled[] {
  return item.kind === 'sample' ? [item.sample] : item.pictures.map(labelledPicture);
}

/** Nobody says who is on which picture: each is a person of its own. */
const labelledPicture = ({ set, path, emotion }: SetPicture): Labelled => {
  const name = path.split(/[\\/]/).slice(-2).join('/');
  return { subject: `${set}/${name}`, name, emotion, aus: null, objective: null };
};

function write(
  folder: string,
  { set, coding }: SetIndex,
  good: readonly { readonly labelled: Labelled; readonly result: PreparedSample }[],
  {
    look,
    key,
    leftOut,
    apexes,
  }: { look: WindowLook; key: string; leftOut: number; apexes: PackedStore['apexes'] },
): void {
  const emotions = [...new Set(good.map(({ labelled }) => labelled.emotion))].sort();
  // A store appears by one rename, so that two runs that prepare the same set do not write into each other's.
  const partial = `${folder}.${process.pid}.tmp`;
  using writer = new ClipStoreWriter(partial);
  for (const { labelled, result } of good) writer.add(result, entryOf(labelled, result, emotions));
  const isPictures = look.frames === 1;
  writer.finish({
    ...look,
    windowS: windowOf(good.map(({ result }) => result.durationS)),
    synthetic: good.some(({ result }) => result.isSynthetic),
    recipe: RECIPE.id,
    made: {
      by: 'prepareSet',
      set,
      coding,
      key,
      spans: isPictures ? 'single pictures' : 'onset to offset, evenly spaced',
      clips: good.length,
      leftOut,
      ...(!isPictures && {
        apexCoded: apexes.coded,
        apexEstimated: apexes.estimated,
        apexMidpoint: apexes.midpoint,
      }),
    },
    aus: [...new Set(good.flatMap(({ labelled }) => unitsOf(labelled) ?? []))].sort((a, b) => a - b),
    emotions,
  });
  moveTo(partial, folder);
}

function entryOf(
  labelled: Labelled,
  { apexFrame, apexSource }: PreparedSample,
  emotions: readonly string[],
): ClipLabels & { readonly seed: number; readonly peakPctIod: number; readonly moves: readonly string[] } {
  const { subject, name, emotion, objective } = labelled;
  return {
    subject,
    name,
    emotion: emotions.indexOf(emotion),
    aus: unitsOf(labelled),
    apexFrame,
    apexSource,
    ...(objective !== null && { objective }),
    seed: 0,
    peakPctIod: 0,
    moves: [],
  };
}

/** Clips differ in length; the middle one stands for them. Pictures have none, and a store wants some. */
function windowOf(durationsS: readonly number[]): number {
  const sorted = durationsS.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)]! || 0.5) * 1000) / 1000;
}

function moveTo(partial: string, folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run was a moment earlier with the same clips.
    if (existsSync(join(folder, INDEX_FILE))) return;
    throw new OnsetError('output-unwritable', { path: folder, reason: reasonOfWriting(error) }, error);
  }
}

/** Units that were there before the movement are no part of it; of units coded as alternatives each may be. */
const unitsOf = ({ aus }: Labelled): number[] | null =>
  aus && auNumbers(aus.filter(({ isReference }) => !isReference));
