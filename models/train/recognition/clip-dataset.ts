/** Clips of a store as a data set: the tensors that a recognizer's step takes, and the class of each for balancing. */
import { createRandom } from '../../data/synth/random.ts';
import {
  type ClipBytes,
  type ClipEntry,
  type ClipShape,
  type ClipStore,
  drawAugmentation,
  fillExample,
  openClipStore,
} from '../../data/clips/index.ts';
import { type Batch, type Dataset, mixDatasets, type SampleRequest } from '../dataset.ts';
import { fingerprintOf } from './fingerprint.ts';
import { openFlowCache } from './flow-cache.ts';
import { encodeFlow, flowLength, type FlowMaking, flowOfWindow, mirrorFlow } from './flow-input.ts';

/** Names of what a batch holds. */
export const CLIP = 'clip';
const NEUTRAL = 'neutral';
/** In place of pictures, for a network that sees flow. */
const FLOW = 'flow';
/** [N, A], 1 where the action unit is known to move, 0 where it is known not to, `UNKNOWN_AU` where nobody coded it. */
export const AU_LABELS = 'au_labels';
/** [N, C], one 1 in each row; none in that of a clip without a class. */
export const EMOTION_LABELS = 'emotion_labels';
/** [N, 1], 1 for expressions of everyday size, 0 for micro-expressions. */
export const DOMAIN_LABELS = 'domain_labels';

/** Which labels a network is taught. */
export interface Labelling {
  /** Action units in the order of the network's logits. */
  readonly aus: readonly number[];
  /** How many classes. */
  readonly classes: number;
}

/** Which clips of a store, and what they are taken for. */
export interface ClipChoice {
  readonly indices: readonly number[];
  /** The class of each, −1 for none; absent: the store's emotions are the classes. */
  readonly labels?: readonly number[];
  /** Whether they show expressions of everyday size, for a network that is to forget the difference. */
  readonly isMacro?: boolean;
  /** Whether the apex is moved to the middle of the window, for a network that looks there; its ends repeat. */
  readonly isCentred?: boolean;
}

/** Some clips of a folder: all that another thread needs to know to read them. */
export interface ClipPart extends ClipChoice {
  readonly folder: string;
}

/** Opens folders of clips and mixes the parts. They stay open as long as the process lives. */
export const clipsOf = (
  parts: readonly ClipPart[],
  labelling: Labelling,
  flow: FlowMaking | null = null,
): Dataset =>
  mixDatasets(
    parts.map(({ folder, ...choice }) =>
      clipDataset({ store: openClipStore(folder), ...choice, ...labelling, flow }),
    ),
  );

export interface ClipSetOptions extends ClipChoice, Labelling {
  readonly store: ClipStore;
  /** For a network that sees flow and no pictures; null: the pictures. */
  readonly flow: FlowMaking | null;
}

export function clipDataset({
  store,
  indices,
  labels,
  isMacro = false,
  isCentred = false,
  aus,
  classes,
  flow,
}: ClipSetOptions): Dataset {
  const entries = indices.map((index) => store.clips[index]!);
  const known = Int32Array.from(entries, ({ emotion }, at) => labels?.[at] ?? emotion);
  const shownOf = flow === null ? pictures(store, indices, isCentred) : flows(store, indices, flow);
  return {
    name: store.folder,
    fingerprint: fingerprintOf(store, entries, labels),
    length: indices.length,
    classes: known,
    subjects: new Set(
      entries.flatMap(({ subject, conditionSubject = subject }) => [subject, conditionSubject]),
    ),
    readBatch: (requests) => Promise.resolve(read(requests)),
  };

  function read(requests: readonly SampleRequest[]): Batch {
    const units = new Float32Array(requests.length * aus.length);
    const emotions = new Float32Array(requests.length * classes);
    for (const [row, { index }] of requests.entries()) {
      units.set(auRow(entries[index]!, aus), row * aus.length);
      if (known[index]! >= 0) emotions[row * classes + known[index]!] = 1;
    }
    return {
      ...shownOf(requests),
      [AU_LABELS]: units,
      [EMOTION_LABELS]: emotions,
      [DOMAIN_LABELS]: new Float32Array(requests.length).fill(isMacro ? 1 : 0),
    };
  }
}

type Shown = (requests: readonly SampleRequest[]) => Batch;

function pictures(store: ClipStore, indices: readonly number[], isCentred: boolean): Shown {
  const bytes = store.newBytes();
  const neutralLength = 3 * store.sizePx ** 2;
  const clipLength = store.frames * neutralLength;
  return (requests) => {
    const clip = new Float32Array(requests.length * clipLength);
    const neutral = new Float32Array(requests.length * neutralLength);
    for (const [row, { index, seed }] of requests.entries()) {
      store.read(indices[index]!, bytes);
      if (isCentred) centre(bytes, store.index, store.clips[indices[index]!]!.apexFrame);
      fillExample(
        bytes,
        store.index,
        seed === null ? null : drawAugmentation(createRandom(seed)),
        clip.subarray(row * clipLength, (row + 1) * clipLength),
        neutral.subarray(row * neutralLength, (row + 1) * neutralLength),
      );
    }
    return { [CLIP]: clip, [NEUTRAL]: neutral };
  };
}

/** Frames so much earlier or later that the apex lies in the middle. */
function centre(
  { frames }: ClipBytes,
  { frames: count, planes, sizePx }: ClipShape,
  apexFrame?: number,
): void {
  const later = (apexFrame ?? Math.floor(count / 2)) - Math.floor(count / 2);
  if (later === 0) return;
  const length = planes * sizePx ** 2;
  const before = frames.slice();
  for (let frame = 0; frame < count; frame++) {
    const from = Math.min(Math.max(frame + later, 0), count - 1) * length;
    frames.set(before.subarray(from, from + length), frame * length);
  }
}

/** A flow takes some hundredths of a second to find: those found stay in memory as far as this goes. */
const KEPT_BYTES = 2 ** 29;

/**
 * Of pictures' variations only left and right are exchanged: light and noise are what flow does not follow, and what
 * changes time would have it found anew each time.
 */
function flows(store: ClipStore, indices: readonly number[], making: FlowMaking): Shown {
  const { request } = making;
  const bytes = store.newBytes();
  const length = flowLength(request);
  const found = openFlowCache(store, request);
  const kept = new Map<number, Float32Array>();
  const flowOf = (index: number): Float32Array => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const flow = found?.read(index) ?? findFlow(index);
    if ((kept.size + 1) * flow.byteLength <= KEPT_BYTES) kept.set(index, flow);
    return flow;
  };
  const findFlow = (index: number): Float32Array => {
    store.read(index, bytes);
    return flowOfWindow(bytes, store.index, making, store.clips[index]!.apexFrame);
  };
  return (requests) => {
    const all = new Float32Array(requests.length * length);
    for (const [row, { index, seed }] of requests.entries()) {
      const flow = flowOf(indices[index]!);
      const isMirrored = seed !== null && drawAugmentation(createRandom(seed)).flip;
      all.set(encodeFlow(isMirrored ? mirrorFlow(flow, request) : flow, request), row * length);
    }
    return { [FLOW]: all };
  };
}

/** In place of 0 or 1 for an action unit of a clip that nobody coded. */
export const UNKNOWN_AU = -1;

/** 1 for each of `aus` that the clip shows. */
export const auRow = ({ aus: shown }: ClipEntry, aus: readonly number[]): number[] =>
  aus.map((au) => (shown === null ? UNKNOWN_AU : shown.includes(au) ? 1 : 0));
