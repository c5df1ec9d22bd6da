/** The parts of prepared data: one whole store, or up to three that are kept apart. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClipRef, DataContent } from '../../../contract/channels/trainer-data.ts';
import { type ClipIndex, INDEX_FILE, openClipStore, SPLITS } from '../../../models/data/clips/index.ts';
import { countAus, countNamed, EMPTY_CONTENT } from './data-content.ts';

export type PartName = ClipRef['part'];

export interface ClipsPart {
  readonly name: PartName;
  readonly folder: string;
}

export function partsOf(clipsPath: string): readonly ClipsPart[] {
  if (existsSync(join(clipsPath, INDEX_FILE))) return [{ name: 'all', folder: clipsPath }];
  return SPLITS.map((name) => ({ name, folder: join(clipsPath, name) })).filter(({ folder }) =>
    existsSync(join(folder, INDEX_FILE)),
  );
}

/** What clips hold, all parts together. Throws `clips-missing` and `clips-damaged`. */
export function contentOfClips(clipsPath: string): DataContent {
  const parts = partsOf(clipsPath).map(({ name, folder }) => ({ name, index: readIndexOf(folder) }));
  const [first] = parts;
  if (first === undefined) return contentOf([readIndexOf(clipsPath)]);
  return {
    ...contentOf(parts.map(({ index }) => index)),
    parts: first.name === 'all' ? [] : parts.map(({ name, index }) => ({ name, ...countsOf(index) })),
  };
}

function readIndexOf(folder: string): ClipIndex {
  using store = openClipStore(folder);
  return store.index;
}

const countsOf = ({ clips }: ClipIndex): { clips: number; subjects: number } => ({
  clips: clips.length,
  subjects: new Set(clips.map(({ subject }) => subject)).size,
});

function contentOf(indices: readonly ClipIndex[]): DataContent {
  const [first] = indices;
  const clips = indices.flatMap((index) =>
    index.clips.map((clip) => ({ ...clip, class: index.emotions[clip.emotion]! })),
  );
  const { frames, sizePx, windowS, planes } = first!;
  return {
    ...EMPTY_CONTENT,
    clips: clips.length,
    subjects: new Set(clips.map(({ subject }) => subject)).size,
    classes: countNamed(
      clips.map((clip) => clip.class),
      [...new Set(indices.flatMap(({ emotions }) => emotions))],
    ),
    aus: countAus(clips.map(({ aus }) => aus)),
    shape: { frames, sizePx, windowS, planes },
    isSynthetic: indices.some(({ synthetic }) => synthetic),
    // Only of clips that a generator made is it told whose movement they repeat.
    isGenerated: clips.some(({ conditionSubject }) => conditionSubject !== undefined),
  };
}
