import type { SetSample } from '../../../models/data/sets/sample.ts';

/** Which frames of a clip are read. Numbers are the set's own. */
export interface NeededFrames {
  readonly onset: number;
  readonly offset: number;
  /** Frames before the onset, ascending: the face at rest. Not all of them need be there. */
  readonly lead: readonly number[];
  /** The last frame that is read: landmarks beyond the offset say where the head is at it. */
  readonly last: number;
}

/**
 * The neutral is made of the onset and what lies this long before it: long enough for a median that takes out the
 * camera's noise, too short to reach back into another movement, which releases keep apart by seconds.
 */
const LEAD_S = 0.2;
const LEAD_FRAMES = 8;

/** Landmarks are filtered over 60 ms on either side. */
const TAIL_S = 0.1;

export function neededFrames({ onset, offset, fps }: SetSample): NeededFrames {
  const step = Math.max(1, Math.round((LEAD_S * fps) / LEAD_FRAMES));
  const count = Math.min(LEAD_FRAMES, Math.floor((LEAD_S * fps) / step));
  const lead = Array.from({ length: count }, (_, k) => onset - step * (count - k)).filter((n) => n >= 0);
  return { onset, offset, lead, last: offset + Math.ceil(TAIL_S * fps) };
}

export const isNeeded = (number: number, { onset, last, lead }: NeededFrames): boolean =>
  (number >= onset && number <= last) || lead.includes(number);
