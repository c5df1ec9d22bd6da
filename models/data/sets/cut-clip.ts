/** From the coded frames of a clip to frames that are there. */
import { type Cell, cellInteger, cellText } from './label-file.ts';
import type { Discrepancy, PictureFiles, VideoFile } from './sample.ts';

export interface CodedFrames {
  readonly onset: Cell;
  /** Undefined where the set codes none. */
  readonly apex?: Cell;
  readonly offset: Cell;
}

export interface Cut {
  readonly onset: number;
  readonly apex: number | null;
  readonly offset: number;
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Onset, apex and offset as they are to be read, or null (with the reason among the discrepancies) where they cannot be.
 * An apex that is not coded, or lies outside onset and offset, is null: whoever prepares the clip finds one. A frame
 * that has no picture becomes the nearest that has.
 */
export function cutClip(
  about: string,
  coded: CodedFrames,
  pictures: PictureFiles | VideoFile,
): Cut | Refusal {
  const onset = cellInteger(coded.onset);
  const offset = cellInteger(coded.offset);
  if (onset === null || offset === null) {
    const [name, cell] = onset === null ? ['onset', coded.onset] : ['offset', coded.offset];
    return refuse(about, 'left-out', `its ${name} is ${quoted(cell)}, not a frame number`);
  }
  if (onset > offset) return refuse(about, 'left-out', `its onset ${onset} comes after its offset ${offset}`);

  const discrepancies: Discrepancy[] = [];
  const repaired = (what: string): void => {
    discrepancies.push({ kind: 'repaired', about, what });
  };
  let apex = coded.apex === undefined ? null : cellInteger(coded.apex);
  if (apex === null && coded.apex !== undefined)
    repaired(`its apex is ${quoted(coded.apex)}: taken as not coded`);
  if (apex !== null && (apex < onset || apex > offset)) {
    repaired(`its apex ${apex} lies outside ${onset} to ${offset}: taken as not coded`);
    apex = null;
  }
  if (pictures.kind === 'video') return { onset, apex, offset, discrepancies };

  const numbers = pictures.files.map(([number]) => number);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined)
    return refuse(about, 'missing', `${pictures.folder} holds no pictures`);
  if (last < onset || first > offset)
    return refuse(
      about,
      'missing',
      `its pictures ${first} to ${last} lie outside its onset ${onset} to offset ${offset}`,
    );
  const there = (name: string, frame: number): number => {
    const nearest = nearestOf(numbers, frame);
    if (nearest !== frame)
      repaired(`its ${name} ${frame} has no picture (${first} to ${last}): ${nearest} is taken`);
    return nearest;
  };
  const cut = { onset: there('onset', onset), offset: there('offset', offset) };
  if (cut.onset === cut.offset && onset !== offset)
    return refuse(
      about,
      'missing',
      `only picture ${cut.onset} lies between its onset ${onset} and offset ${offset}`,
    );
  const found = { ...cut, apex: apex === null ? null : there('apex', apex) };
  const wanted = cut.offset - cut.onset + 1;
  const gone = wanted - numbers.filter((number) => number >= cut.onset && number <= cut.offset).length;
  if (gone > 0)
    discrepancies.push({
      kind: 'missing',
      about,
      what: `${gone} of the ${wanted} pictures from its onset ${cut.onset} to its offset ${cut.offset} are not there`,
    });
  return { ...found, discrepancies };
}

/** Label files of releases count pictures from 1; a video made of them begins with frame 0. */
export function framesIn(pictures: PictureFiles | VideoFile, frames: CodedFrames): CodedFrames {
  if (pictures.kind === 'pictures') return frames;
  const less = (cell: Cell): Cell => ((cellInteger(cell) ?? 0) > 0 ? cellInteger(cell)! - 1 : cell);
  return {
    onset: less(frames.onset),
    offset: less(frames.offset),
    ...(frames.apex === undefined ? {} : { apex: less(frames.apex) }),
  };
}

export interface Refusal {
  readonly refusal: Discrepancy;
}

const refuse = (about: string, kind: 'missing' | 'left-out', what: string): Refusal => ({
  refusal: { kind, about, what },
});

/** The number in an ascending list that is nearest; of two as near, the earlier. */
export function nearestOf(numbers: readonly number[], wanted: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const [at, before] = [numbers[low]!, numbers[low - 1]];
  return before !== undefined && wanted - before <= at - wanted && at !== wanted ? before : at;
}

export const quoted = (cell: Cell): string => (cell === null ? 'empty' : `"${cellText(cell)}"`);
