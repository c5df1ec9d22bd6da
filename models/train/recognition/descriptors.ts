/** Windows as vectors that no network learns: LBP-TOP (Zhao and Pietikäinen 2007), whose kernel is handed in. */
import type { ClipStore } from '../../data/clips/index.ts';
import { lumaAt } from './luma.ts';

export interface DescriptorOptions {
  readonly radii: readonly [x: number, y: number, t: number];
  readonly neighbours: number;
  readonly blocks: readonly [x: number, y: number, t: number];
}

/** Histograms of a volume [frames, heightPx, widthPx] of grey levels, one after another. */
export type DescribeVolume = (
  volume: Uint8Array,
  frames: number,
  heightPx: number,
  widthPx: number,
  options: DescriptorOptions,
) => Float32Array;

/** 5 × 5 blocks, 8 neighbours, radii 1, 1 and 2 frames: 25 · 3 · 59 = 4,425 values, each histogram of sum 1. */
export const CLASSIC_DESCRIPTOR: DescriptorOptions = { radii: [1, 1, 2], neighbours: 8, blocks: [5, 5, 1] };

export interface DescribedClips {
  /** [clips, values] */
  readonly x: Float32Array;
  /** The class of each. */
  readonly labels: Int32Array;
  readonly subjects: readonly string[];
}

/** Of these clips of a store, as they are stored. Throws `clips-damaged`. */
export function describeClips(
  store: ClipStore,
  indices: readonly number[],
  describe: DescribeVolume,
  options: DescriptorOptions = CLASSIC_DESCRIPTOR,
): DescribedClips {
  const bytes = store.newBytes();
  const area = store.sizePx ** 2;
  const volume = new Uint8Array(store.frames * area);
  const rows = indices.map((index) => {
    store.read(index, bytes);
    for (let frame = 0; frame < store.frames; frame++)
      volume.set(lumaAt(bytes, store.index, frame), frame * area);
    return describe(volume, store.frames, store.sizePx, store.sizePx, options);
  });
  const values = rows[0]?.length ?? 0;
  const x = new Float32Array(rows.length * values);
  for (const [at, row] of rows.entries()) x.set(row, at * values);
  const clips = indices.map((index) => store.clips[index]!);
  return {
    x,
    labels: Int32Array.from(clips, ({ emotion }) => emotion),
    subjects: clips.map(({ subject }) => subject),
  };
}
