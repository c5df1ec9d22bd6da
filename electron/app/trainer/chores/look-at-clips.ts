import type { DataLook } from '../../../../contract/channels/trainer-data.ts';
import { openClipStore } from '../../../../models/data/clips/index.ts';
import { JpegEncoder } from '../../../engine/frames/index.ts';
import { contentOfClips, partsOf } from '../clip-parts.ts';
import { encodeClipFrame } from '../clip-pictures.ts';
import { type Found, spread } from './found.ts';

/** Clips that are ready: counts of all parts, pictures of the first. */
export async function lookAtClips(path: string, samples: number): Promise<Found> {
  return {
    path,
    kind: 'clips',
    set: null,
    coding: null,
    content: contentOfClips(path),
    discrepancies: [],
    discrepancyCount: 0,
    samples: await samplesOf(partsOf(path)[0]!.folder, samples),
    needsPreparation: false,
    problem: null,
  };
}

async function samplesOf(folder: string, count: number): Promise<DataLook['samples']> {
  using store = openClipStore(folder);
  using encoder = new JpegEncoder();
  const bytes = store.newBytes();
  const shown = spread(
    store.clips.map((clip, index) => ({ clip, index })).toSorted((a, b) => a.clip.emotion - b.clip.emotion),
    count,
  );
  const samples: DataLook['samples'] = [];
  for (const { clip, index } of shown) {
    store.read(index, bytes);
    const apex = clip.apexFrame ?? Math.floor(store.frames / 2);
    samples.push({
      name: clip.name ?? String(index),
      subject: clip.subject,
      label: store.emotions[clip.emotion]!,
      aus: clip.aus && [...clip.aus],
      ...(await encodeClipFrame(encoder, store.index, bytes.frames, apex, store.sizePx)),
    });
  }
  return samples;
}
