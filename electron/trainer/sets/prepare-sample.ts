import type { ClipBytes } from '../../../models/data/clips/index.ts';
import type { SetSample } from '../../../models/data/sets/sample.ts';
import { isMarkedSynthetic } from '../../engine/export/container-comment.ts';
import type { FaceTracker } from '../../engine/landmarks/index.ts';
import { findApex } from './find-apex.ts';
import { followFace, type FollowedCrop, type FollowedFace } from './follow-face.ts';
import { type NeededFrames, neededFrames } from './needed-frames.ts';
import { neededPictures, type NumberedFrame, readSample } from './read-sample.ts';
import { resample, type Stretch, type WindowLook } from './resample.ts';

export type ApexSource = 'coded' | 'estimated' | 'midpoint';

/** What stands for an apex that is not coded. */
export type MissingApex = 'estimated' | 'midpoint';

/** A sample's window, and what was found out on the way. */
export interface PreparedSample extends ClipBytes {
  readonly apexFrame: number;
  readonly apexSource: ApexSource;
  /** The apex in the set's own numbers. */
  readonly apex: number;
  /** From onset to offset. */
  readonly durationS: number;
  /** The video says that Onset made it. */
  readonly isSynthetic: boolean;
}

/** Why a sample is left out, in words for the middle of a sentence. */
export interface Unprepared {
  readonly leftOut: string;
}

/**
 * One clip of a data set as a network's window: its face cut out by the recipe of live use, from onset to offset in
 * evenly spaced frames. Throws as `openFile` and `FaceTracker` do.
 */
export async function prepareSample(
  sample: SetSample,
  look: WindowLook,
  missingApex: MissingApex,
  tracker: FaceTracker,
): Promise<PreparedSample | Unprepared> {
  const { onset, offset, fps } = sample;
  if (offset <= onset) return { leftOut: `it ends (frame ${offset}) where it begins (frame ${onset})` };
  const lastsS = (offset - onset) / fps;
  if (lastsS > LONGEST_S)
    return {
      leftOut: `it lasts ${lastsS.toFixed(1)} s, and no expression that is read lasts more than ${LONGEST_S} s`,
    };
  const needed = neededFrames(sample);
  if (sample.pictures.kind === 'pictures' && neededPictures(sample, needed).length === 0)
    return { leftOut: 'none of its pictures is there' };
  let problem = '';
  for (const borderShare of BORDER_SHARES) {
    await tracker.startOver();
    const options = { planes: look.planes, borderShare };
    const seen = new Set<number>();
    const face = await followFace(noting(readSample(sample, needed), seen), needed, tracker, options);
    const unread = [onset, offset].find((number) => !seen.has(number));
    if (unread !== undefined) return { leftOut: `its frame ${unread} cannot be read` };
    const found = stretchOf(face, sample, needed);
    if (typeof found === 'string') problem ||= found;
    else
      return {
        ...(await windowOf(sample, face!, found, look, missingApex)),
        durationS: (found.toUs - found.fromUs) / 1e6,
      };
  }
  return { leftOut: problem };
}

async function* noting(
  frames: AsyncIterable<NumberedFrame>,
  seen: Set<number>,
): AsyncGenerator<NumberedFrame> {
  for await (const one of frames) {
    seen.add(one.number);
    yield one;
  }
}

/** Macro-expressions last four seconds at most (Ekman). */
const LONGEST_S = 4;

/**
 * Cropped releases: of 30 portraits cut from brow to chin the landmarker finds 14 as they are, 26 with a border of a
 * quarter, 27 with one of a half. Smaller ones come first: the mesh is a little better.
 */
export const BORDER_SHARES = [0, 0.25, 0.5] as const;

/** As live windows: across more than this a movement would be made up. */
const MAX_GAP_US = 100_000;

/** When the clip begins and ends, or what is missing. */
function stretchOf(
  face: FollowedFace | null,
  { onset, offset }: SetSample,
  needed: NeededFrames,
): Omit<Stretch, 'apexUs'> | string {
  if (!face) return `no face is found at its onset, frame ${onset}`;
  const crops = face.crops.filter(({ number }) => number <= needed.offset);
  const last = crops.at(-1)!;
  const gap = crops.find((crop, i) => i > 0 && crop.timeUs - crops[i - 1]!.timeUs > MAX_GAP_US);
  if (gap) return `no face is found for more than 0.1 s before frame ${gap.number}`;
  if (last.number < offset) return `no face is found after frame ${last.number}, and it ends at ${offset}`;
  return { fromUs: crops[0]!.timeUs, toUs: last.timeUs };
}

async function windowOf(
  sample: SetSample,
  { crops, neutral }: FollowedFace,
  { fromUs, toUs }: Omit<Stretch, 'apexUs'>,
  look: WindowLook,
  missingApex: MissingApex,
): Promise<Omit<PreparedSample, 'durationS'>> {
  const within = crops.filter(({ number }) => number <= sample.offset);
  const apex = apexOf(sample, within, { fromUs, toUs }, missingApex);
  const window = resample({ crops: within, neutral }, { fromUs, toUs, apexUs: apex.timeUs }, look);
  const { pictures } = sample;
  const isSynthetic = pictures.kind === 'video' && (await isMarkedSynthetic(pictures.path));
  return {
    ...window,
    apexSource: apex.source,
    apex: nearestTo(within, apex.timeUs).number,
    isSynthetic,
  };
}

function apexOf(
  { apex, onset, offset }: SetSample,
  crops: readonly FollowedCrop[],
  { fromUs, toUs }: Omit<Stretch, 'apexUs'>,
  missingApex: MissingApex,
): { readonly timeUs: number; readonly source: ApexSource } {
  if (apex !== null && apex >= onset && apex <= offset) {
    const nearest = crops.reduce((best, crop) =>
      Math.abs(crop.number - apex) < Math.abs(best.number - apex) ? crop : best,
    );
    return { timeUs: nearest.timeUs, source: 'coded' };
  }
  const found = missingApex === 'estimated' ? findApex(crops) : null;
  return found === null
    ? { timeUs: (fromUs + toUs) / 2, source: 'midpoint' }
    : { timeUs: found, source: 'estimated' };
}

const nearestTo = (crops: readonly FollowedCrop[], timeUs: number): FollowedCrop =>
  crops.reduce((best, crop) =>
    Math.abs(crop.timeUs - timeUs) < Math.abs(best.timeUs - timeUs) ? crop : best,
  );
