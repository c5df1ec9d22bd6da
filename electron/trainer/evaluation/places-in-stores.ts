import type { ClipStore } from '../../../models/data/clips/index.ts';
import type { ClipsOf } from '../../../models/train/recognition/index.ts';
import type { LabelledClip } from './labelled-clips.ts';

/** Clips by store, in their order, with the classes that they are taken for. */
export function placesInStores(clips: readonly LabelledClip[], isMacro = false): readonly ClipsOf[] {
  const byStore = new Map<ClipStore, { indices: number[]; labels: number[] }>();
  for (const { store, index, label } of clips) {
    const part = byStore.get(store) ?? { indices: [], labels: [] };
    part.indices.push(index);
    part.labels.push(label);
    byStore.set(store, part);
  }
  return [...byStore].map(([store, part]) => ({ store, ...part, isMacro }));
}
