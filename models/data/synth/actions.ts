import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';

/** Strengths of all action units: the left ones first, then the right ones, in the order of `AU_NUMBERS`. */
export type Actions = Float64Array;

export const ACTION_COUNT = 2 * AU_NUMBERS.length;

export const actionIndex = (au: AuNumber, side: 'left' | 'right'): number =>
  AU_NUMBERS.indexOf(au) + (side === 'left' ? 0 : AU_NUMBERS.length);

/**
 * Largest displacement of each action at full strength (5 on the scale of FACS), in IOD: rounded from the ranges of
 * 3-D scans of posed expressions (a full smile moves the lip corners about 9 mm, brows rise some 6 mm, an IOD is
 * 63 mm). They fix what intensity a displacement is called, nothing else.
 */
export const FULL_IOD: Readonly<Record<AuNumber, number>> = {
  1: 0.09,
  2: 0.1,
  4: 0.07,
  5: 0.04,
  6: 0.06,
  7: 0.04,
  9: 0.06,
  10: 0.07,
  12: 0.14,
  14: 0.05,
  15: 0.07,
  17: 0.07,
  20: 0.09,
  23: 0.04,
  25: 0.08,
  26: 0.25,
  45: 0.17,
};
