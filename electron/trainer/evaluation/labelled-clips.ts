/** Data sets of a call as stores of clips, each clip with the class that the scheme takes it for. */
import { createHash } from 'node:crypto';
import type { ClassScheme, EvaluatedSet } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { type ClipStore, openClipStore } from '../../../models/data/clips/index.ts';
import { type ProtocolSample, sampleId } from '../../../models/evaluate/protocols/index.ts';
import type { EvaluationCall, EvaluationData } from './call.ts';
import type { Assigned, OpenedSet, Preparing } from './opened-set.ts';

/** A sample with the place where its clip lies. */
export interface LabelledClip extends ProtocolSample {
  readonly store: ClipStore;
  readonly index: number;
}

/** Clips of a generator are learnt from where neither of their people is tested (`sidesOf`), and never tested. */
export const isGenerated = ({ madeFrom }: LabelledClip): boolean => madeFrom !== undefined;

export interface LabelledClips {
  readonly classes: readonly string[];
  /** In the order of their names, set by set. */
  readonly clips: readonly LabelledClip[];
  readonly stores: readonly ClipStore[];
  /** Of all coding sheets together, ascending. */
  readonly aus: readonly number[];
  readonly sets: readonly EvaluatedSet[];
  /** What classes were made how, and what was left out, in words. */
  readonly notes: readonly string[];
}

/** Null where it was told to stop. Throws what readers and preparation throw, and `usage`. */
export async function labelClips(call: EvaluationCall, preparing: Preparing): Promise<LabelledClips | null> {
  const opened: OpenedSet[] = [];
  for (const data of call.data) {
    const set = await openSet(data, call.cache, preparing);
    if (set === null) return null;
    opened.push(set);
  }
  const assigned = await assignClasses(opened, call);
  const parts = opened.map((set) => ({ set, clips: clipsOf(set, assigned.of) }));
  const clips = parts.flatMap((part) => part.clips);
  return {
    classes: assigned.classes,
    clips,
    stores: opened.map(({ store }) => store),
    aus: [...new Set(opened.flatMap(({ store }) => (isCoded(store) ? store.aus : [])))].sort((a, b) => a - b),
    sets: parts.map(({ set, clips: own }) => describeSet(set, own)),
    notes: [...assigned.notes, ...opened.flatMap(({ notes }) => notes)],
  };
}

const isWindows = (name: string): boolean => /^windows(-[\w-]+)?$/.test(name);

async function openSet(
  { name, folder }: EvaluationData,
  cache: string,
  preparing: Preparing,
): Promise<OpenedSet | null> {
  if (isWindows(name)) {
    const store = preparing.opening.use(openClipStore(folder));
    return { name, coding: 'the labels of the clips', store, index: null, notes: [] };
  }
  // What reads data sets and finds faces in them is not loaded for folders of clips.
  return await (await import('./open-set.ts')).openSet({ name, folder }, cache, preparing);
}

/** Three classes of folders of clips; every other name is left out. */
const THREE = ['negative', 'positive', 'surprise'] as const;

async function assignClasses(sets: readonly OpenedSet[], call: EvaluationCall): Promise<Assigned> {
  const indexed = sets.flatMap(({ index }) => (index === null ? [] : [index]));
  if (indexed.length === 0) return assignByEmotion(sets, call.scheme);
  if (indexed.length < sets.length)
    throw new OnsetError('usage', {
      problem: 'Folders of clips and data sets cannot be evaluated together',
      hint: 'Give the one or the other; earlier training on made clips is --from.',
    });
  return (await import('./open-set.ts')).assignByScheme(indexed, call);
}

function assignByEmotion(sets: readonly OpenedSet[], scheme: ClassScheme): Assigned {
  const named = new Set(
    sets.flatMap(({ store }) => store.clips.map(({ emotion }) => store.emotions[emotion]!)),
  );
  const order = [...new Set(sets.flatMap(({ store }) => store.emotions))].filter((name) => named.has(name));
  const isThree = scheme === 'three';
  if (isThree && THREE.some((name) => !named.has(name)))
    throw new OnsetError('usage', {
      problem: `The clips are of ${order.join(', ')}, which are not merged into three classes`,
      hint: 'Give --classes all.',
    });
  if (scheme === 'five' || scheme === 'objective')
    throw new OnsetError('usage', {
      problem: `Folders of clips have no ${scheme === 'five' ? 'five' : 'objective'} classes`,
      hint: 'Give --classes three or all.',
    });
  const classes: readonly string[] = isThree ? THREE : order;
  return {
    classes,
    of: ({ store }, { emotion }) => {
      const label = classes.indexOf(store.emotions[emotion]!);
      return label < 0 ? null : label;
    },
    notes: isThree && order.length > THREE.length ? ['Clips without an expression are left out.'] : [],
  };
}

function clipsOf(set: OpenedSet, labelOf: Assigned['of']): LabelledClip[] {
  const { name: setName, store } = set;
  const clips = store.clips.flatMap((clip, index): LabelledClip[] => {
    const label = labelOf(set, clip);
    if (label === null) return [];
    const { subject, name = String(index), crc32, emotion, aus, apexFrame = null, objective = null } = clip;
    const made = clip.conditionSubject === undefined ? {} : { madeFrom: [clip.conditionSubject] };
    const content = JSON.stringify([crc32, store.emotions[emotion], aus, apexFrame, objective]);
    return [{ set: setName, subject, name, label, fingerprint: hash(content), ...made, store, index }];
  });
  // In an order that no machine's folder listing decides.
  return clips.sort((a, b) => (sampleId(a) < sampleId(b) ? -1 : 1));
}

const isCoded = ({ clips }: ClipStore): boolean => clips.some(({ aus }) => aus !== null);

const describeSet = ({ name, coding, store }: OpenedSet, clips: readonly LabelledClip[]): EvaluatedSet => ({
  name,
  coding,
  fingerprint: hash(
    clips.map((clip) => [sampleId(clip), clip.label, clip.fingerprint].join('\t')).join('\n'),
  ),
  samples: clips.length,
  subjects: new Set(clips.map(({ subject }) => subject)).size,
  isSynthetic: store.index.synthetic,
});

/** 64 bits tell any two apart that a person will ever compare. */
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
