/** Clips of stores as AU-ICGAN is fed: a clip with its intensities, and what its generator is asked for. */
import { fingerprintOf } from '../recognition/fingerprint.ts';
import type { ClipsOf } from '../recognition/index.ts';
import { type ClipBytes, type ClipEntry, type ClipStore } from '../../data/clips/index.ts';
import { createRandom, type Random } from '../../data/synth/random.ts';
import type { AuIcganOptions } from '../../nets/au-icgan.ts';
import type { Batch, Dataset, SampleRequest } from '../dataset.ts';
import { type Condition, conditionOf, drawCondition, shaken, unfold } from './conditions.ts';
import { BATCH_NAMES as N } from './programs.ts';
import { Resampler, seenFrames } from './resample.ts';
import type { AuIcganTeaching } from './teaching.ts';

interface Clip {
  readonly entry: ClipEntry;
  readonly store: ClipStore;
  readonly index: number;
  readonly condition: Condition;
}

/** Clips whose action units are known; with a seed null, a clip is asked for itself. */
export function auIcganDataset(
  parts: readonly ClipsOf[],
  options: AuIcganOptions,
  teaching: AuIcganTeaching,
): Dataset {
  const clips = parts.flatMap(({ store, indices }) =>
    indices.map((index): Clip => {
      const entry = store.clips[index]!;
      return { entry, store, index, condition: conditionOf(entry, store.index, options) };
    }),
  );
  const readers = new Map(
    parts.map(({ store }) => [
      store,
      { bytes: store.newBytes(), resampler: new Resampler(store.index, options) },
    ]),
  );
  return {
    name: parts.map(({ store }) => store.folder).join(' + '),
    fingerprint: parts
      .map(({ store, indices }) =>
        fingerprintOf(
          store,
          indices.map((index) => store.clips[index]!),
        ),
      )
      .join('+'),
    length: clips.length,
    classes: Int32Array.from(clips, ({ condition }) => condition.emotion),
    subjects: new Set(clips.map(({ entry }) => entry.subject)),
    readBatch: (requests) => Promise.resolve(read(requests)),
  };

  function read(requests: readonly SampleRequest[]): Batch {
    const batch = emptyBatch(requests.length, options);
    for (const [row, request] of requests.entries()) fill(batch, row, request);
    return batch;
  }

  function fill(batch: NewBatch, row: number, { index, seed }: SampleRequest): void {
    const clip = clips[index]!;
    const random = seed === null ? null : createRandom(seed, STREAM);
    const asked = random === null ? { condition: clip.condition, isOwn: true } : ask(clip, random);
    const { bytes, resampler } = readers.get(clip.store)!;
    clip.store.read(clip.index, bytes);
    const isMirrored = random?.chance(0.5) ?? false;
    const at = seenFrames(clip.store.frames, options.frames);
    fillPictures(batch, row, bytes, resampler, at, isMirrored);
    const units = options.aus.length;
    const rowOf = (name: keyof typeof N, length: number): Float32Array =>
      batch[N[name]]!.subarray(row * length, (row + 1) * length);
    unfold(clip.condition, at, rowOf('realUnits', options.frames * units));
    unfold(clip.condition, at.slice(0, 1), rowOf('startUnits', units));
    // Another clip's frames may be more or fewer.
    const askedAt = asked.frames === undefined ? at : seenFrames(asked.frames, options.frames);
    unfold(asked.condition, askedAt, rowOf('conditions', options.frames * units));
    mark(rowOf('realClass', options.emotions.length), clip.condition.emotion);
    mark(rowOf('conditionsClass', options.emotions.length), asked.condition.emotion);
    rowOf('moves', 1)[0] = clip.store.frames > 1 ? 1 : 0;
    rowOf('own', 1)[0] = asked.isOwn ? 1 : 0;
  }

  function ask(clip: Clip, random: Random): Asked {
    const choice = random.next();
    if (choice < teaching.ownShare) return { condition: clip.condition, isOwn: true };
    if (choice < teaching.ownShare + teaching.drawnShare)
      return {
        condition: drawCondition(random, { frames: options.frames }, options.aus.length),
        isOwn: false,
        frames: options.frames,
      };
    const other = clips[random.below(clips.length)]!;
    return {
      condition: shaken(other.condition, random, teaching.conditionNoise),
      isOwn: false,
      frames: other.store.frames,
    };
  }

  function fillPictures(
    batch: NewBatch,
    row: number,
    bytes: ClipBytes,
    resampler: Resampler,
    at: readonly number[],
    isMirrored: boolean,
  ): void {
    const picture = options.planes * options.sizePx ** 2;
    const first = row * options.frames * picture;
    for (const [k, frame] of at.entries())
      resampler.frame(
        bytes,
        frame,
        isMirrored,
        batch[N.real]!.subarray(first + k * picture, first + (k + 1) * picture),
      );
    batch[N.start]!.set(batch[N.real]!.subarray(first, first + picture), row * picture);
  }
}

interface Asked {
  readonly condition: Condition;
  readonly isOwn: boolean;
  /** Frames of the clip that its course speaks of; absent: the sample's own. */
  readonly frames?: number;
}

const STREAM = 41;

type NewBatch = Record<string, Float32Array>;

function emptyBatch(count: number, { frames, sizePx, planes, aus, emotions }: AuIcganOptions): NewBatch {
  const picture = planes * sizePx * sizePx;
  const lengths: Record<keyof typeof N, number> = {
    start: picture,
    startUnits: aus.length,
    real: frames * picture,
    realUnits: frames * aus.length,
    realClass: emotions.length,
    moves: 1,
    conditions: frames * aus.length,
    conditionsClass: emotions.length,
    own: 1,
  };
  return Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [
      N[name as keyof typeof N],
      new Float32Array(count * length),
    ]),
  );
}

function mark(row: Float32Array, place: number): void {
  if (place >= 0) row[place] = 1;
}
