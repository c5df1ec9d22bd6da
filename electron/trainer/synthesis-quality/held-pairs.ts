/** Faces at rest and at an apex, out of clips. */
import type { ClipStore } from '../../../models/data/clips/index.ts';
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';
import { intensityOf } from '../../../models/train/au-icgan/index.ts';
import { APEX, apexDataset, REST } from '../../../models/train/ice-gan/index.ts';

export interface HeldPair {
  readonly subject: string;
  readonly emotion: string;
  readonly aus: readonly number[];
  /** Of its action units at the apex, 0 … 1, as generators that know intensities are asked for it. */
  readonly intensity: number;
  readonly rest: Picture;
  readonly apex: Picture;
}

/**
 * At most so many of some clips (all unless told), of every class and person alike as far as they go: clip after clip
 * at an even distance.
 */
export async function pairsOf(
  store: ClipStore,
  most: number,
  from: readonly number[] = [...store.clips.keys()],
): Promise<HeldPair[]> {
  const count = Math.min(most, from.length);
  const indices = Array.from({ length: count }, (_, at) => from[Math.floor((at * from.length) / count)]!);
  const { emotions, sizePx } = store;
  const dataset = apexDataset([{ store, indices }], {
    classes: emotions.length,
    noise: 0,
    apexFrames: 1,
    apexSpacingMs: 0,
    augments: false,
  });
  const pairs: HeldPair[] = [];
  for (const [index, clip] of indices.entries()) {
    const batch = await dataset.readBatch([{ index, seed: null }]);
    const entry = store.clips[clip]!;
    const { subject, emotion, aus } = entry;
    const picture = (name: string): Picture => ({
      widthPx: sizePx,
      heightPx: sizePx,
      levels: batch[name] as Float32Array,
    });
    pairs.push({
      subject,
      emotion: emotions[emotion] ?? 'none',
      aus: aus ?? [],
      intensity: intensityOf(entry),
      rest: picture(REST),
      apex: picture(APEX),
    });
  }
  return pairs;
}
