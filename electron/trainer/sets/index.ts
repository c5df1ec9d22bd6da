/**
 * Data sets made ready for training: every clip cut out by the recipe of live use (align, temporal interpolation) and
 * packed into a clip store. docs/data-preparation.md.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { INDEX_FILE, openClipStore, WINDOW_SHAPE } from '../../../models/data/clips/index.ts';
import type { SetIndex } from '../../../models/data/sets/sample.ts';
import { writeAtomically } from '../../../models/train/atomic-file.ts';
import { forkProcess, type StartProcess } from '../hosted-process.ts';
import { type Item, itemsOf, KEY_DIGITS } from './item.ts';
import { keptPath, readResults } from './kept-result.ts';
import { type PackedStore, packStore } from './pack-store.ts';
import type { MissingApex } from './prepare-sample.ts';
import type { WindowLook } from './resample.ts';
import { runWorkers } from './workers.ts';

export type { LeftOut } from './pack-store.ts';
export type { MissingApex } from './prepare-sample.ts';
export type { WindowLook } from './resample.ts';

export interface PrepareOptions {
  /** Where finished clips are kept between runs, and the store unless `storeDir` says otherwise. */
  readonly cacheDir: string;
  /** The store's folder; by default `<cacheDir>/<set>-<hash of its content>`. */
  readonly storeDir?: string;
  /** Processes side by side, each of about one core and 400 MB. Default: 1. */
  readonly jobs?: number;
  /** How they are started: forked unless told. Null: no further process, one clip after the other in this one. */
  readonly startProcess?: StartProcess | null;
  /** Default: that of the shipped recognizer, luma in 16 frames of 128 × 128. Pictures become one frame each. */
  readonly look?: WindowLook;
  /** What stands for an apex that is not coded: where the face has moved most (default), or the middle of the clip. */
  readonly missingApex?: MissingApex;
}

export interface PrepareProgress {
  /** Items (clips, or some tens of pictures each) that are finished, now or by an earlier run. */
  readonly done: number;
  readonly of: number;
  /** Of those, the ones that could not be prepared at all. */
  readonly leftOut: number;
}

export interface PreparedSet extends PackedStore {
  /** The store: `openClipStore(folder)`. */
  readonly folder: string;
}

/**
 * Prepares the clips of a set (or, where it has none, its single pictures) into a clip store and returns where it is.
 *
 * Frames run evenly from onset to offset, frame 0 the onset; the one nearest to the apex shows the apex itself and is
 * `apexFrame`, `apexSource` says where the apex is from. `neutral` is the face at rest at the onset. `emotions` are the
 * set's own names, sorted. What cannot be prepared is in `leftOut`, each with its reason, and in the store's
 * `left-out.json`.
 *
 * Everything is named by content, so that a call goes on where an earlier one was killed, and one that changes nothing
 * only reads. Null when `signal` aborted. Throws `set-unprepared` where no clip can be used, `landmarker-failed`,
 * `output-unwritable`.
 */
export async function prepareSet(
  index: SetIndex,
  options: PrepareOptions,
  signal: AbortSignal,
  tell: (progress: PrepareProgress) => void = () => undefined,
): Promise<PreparedSet | null> {
  const { cacheDir, jobs = 1, startProcess = forkProcess, missingApex = 'estimated' } = options;
  const look = lookFor(index, options.look);
  const items = itemsOf(index, look, missingApex);
  const key = storeKey(index, items);
  const folder = options.storeDir ?? join(cacheDir, `${index.set}-${key.slice(0, 12)}`);
  const whole = readWhole(folder, key);
  if (whole) {
    tell({ done: items.length, of: items.length, leftOut: whole.leftOut.length });
    return { folder, ...whole };
  }
  const outcomes = new Map<string, string>();
  const missing = items.filter(({ key: name }) => readResults(keptPath(cacheDir, name)) === null);
  let done = items.length - missing.length;
  const progress = (): void => tell({ done, of: items.length, leftOut: outcomes.size });
  progress();
  await runWorkers(missing, { jobs, startProcess, look, missingApex, cacheDir }, signal, (item, reason) => {
    if (reason !== null) outcomes.set(item.key, reason);
    done++;
    progress();
  });
  if (signal.aborted) return null;
  const packed = packStore(folder, index, items, outcomes, { look, cacheDir, key });
  writeLeftOut(folder, packed);
  return { folder, ...packed };
}

function lookFor({ samples }: SetIndex, look: WindowLook = WINDOW_SHAPE): WindowLook {
  const { frames, sizePx, planes } = look;
  return { frames: samples.length > 0 ? frames : 1, sizePx, planes };
}

/** By the clips' pixels and by what is said of them. */
function storeKey({ set, coding }: SetIndex, items: readonly Item[]): string {
  const labels = items.map((item) => {
    if (item.kind === 'pictures') return item.pictures.map(({ emotion }) => emotion);
    const { subject, name, emotion, aus, objective } = item.sample;
    return [subject, name, emotion, aus, objective];
  });
  const text = JSON.stringify([set, coding, items.map(({ key }) => key), labels]);
  return createHash('sha256').update(text).digest('hex').slice(0, KEY_DIGITS);
}

const LEFT_OUT_FILE = 'left-out.json';

/** What an earlier run has packed, if it is the same: a file that has been put right since has another time or size. */
function readWhole(folder: string, key: string): PackedStore | null {
  if (!existsSync(join(folder, INDEX_FILE))) return null;
  try {
    using store = openClipStore(folder);
    if (store.index.made.key !== key) return null;
    const packed = JSON.parse(readFileSync(join(folder, LEFT_OUT_FILE), 'utf8')) as PackedStore;
    return packed.clips === store.count ? packed : null;
  } catch {
    return null; // Damaged or half written: it is packed anew from the kept clips.
  }
}

function writeLeftOut(folder: string, packed: PackedStore): void {
  const path = join(folder, LEFT_OUT_FILE);
  try {
    writeAtomically(path, Buffer.from(`${JSON.stringify(packed)}\n`));
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
