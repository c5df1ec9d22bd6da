/** Made windows as a data set: the tensors that a recognizer's step takes, and the class of each for balancing. */
import { createRandom } from '../../data/synth/random.ts';
import {
  type ClipEntry,
  type ClipStore,
  drawAugmentation,
  fillExample,
  openClipStore,
} from '../../data/clips/index.ts';
import { type Batch, type Dataset, mixDatasets, type SampleRequest } from '../dataset.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Names of what a batch holds. */
export const CLIP = 'clip';
export const NEUTRAL = 'neutral';
/** [N, A], 1 where the action unit is known to move. */
export const AU_LABELS = 'au_labels';
/** [N, C], one 1 in each row. */
export const EMOTION_LABELS = 'emotion_labels';

/** Some clips of a folder: all that another thread needs to know to read them. */
export interface ClipPart {
  readonly folder: string;
  readonly indices: readonly number[];
}

/** Opens folders of clips and mixes the parts. They stay open as long as the process lives. */
export const clipsOf = (parts: readonly ClipPart[], aus: readonly number[]): Dataset =>
  mixDatasets(
    parts.map(({ folder, indices }) => clipDataset({ store: openClipStore(folder), indices, aus })),
  );

export interface ClipSetOptions {
  readonly store: ClipStore;
  /** Which of the store's clips. */
  readonly indices: readonly number[];
  /** Action units in the order of the network's logits. */
  readonly aus: readonly number[];
}

export function clipDataset({ store, indices, aus }: ClipSetOptions): Dataset {
  const entries = indices.map((index) => store.clips[index]!);
  const bytes = store.newBytes();
  const neutralLength = 3 * store.sizePx ** 2;
  const clipLength = store.frames * neutralLength;
  return {
    name: store.folder,
    fingerprint: fingerprintOf(store, entries),
    length: indices.length,
    classes: Int32Array.from(entries, ({ emotion }) => emotion),
    readBatch: (requests) => Promise.resolve(read(requests)),
  };

  function read(requests: readonly SampleRequest[]): Batch {
    const count = requests.length;
    const clip = new Float32Array(count * clipLength);
    const neutral = new Float32Array(count * neutralLength);
    for (const [row, { index, seed }] of requests.entries()) {
      store.read(indices[index]!, bytes);
      fillExample(
        bytes,
        store.index,
        seed === null ? null : drawAugmentation(createRandom(seed)),
        clip.subarray(row * clipLength, (row + 1) * clipLength),
        neutral.subarray(row * neutralLength, (row + 1) * neutralLength),
      );
    }
    const rows = requests.map(({ index }) => entries[index]!);
    return {
      [CLIP]: clip,
      [NEUTRAL]: neutral,
      [AU_LABELS]: Float32Array.from(rows.flatMap((entry) => auRow(entry, aus))),
      [EMOTION_LABELS]: Float32Array.from(
        rows.flatMap(({ emotion }) => store.emotions.map((_, label) => (label === emotion ? 1 : 0))),
      ),
    };
  }
}

/** 1 for each of `aus` that the clip shows. */
export const auRow = (entry: ClipEntry, aus: readonly number[]): number[] =>
  aus.map((au) => (entry.aus.includes(au) ? 1 : 0));
