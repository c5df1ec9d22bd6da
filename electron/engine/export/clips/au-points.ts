import type { AuNumber } from '../../../../contract/au.ts';

/** Points of the iBUG scheme (0–67) on the person's own right side (the picture's left) and left side. */
export interface SidedPoints {
  readonly right: readonly number[];
  readonly left: readonly number[];
}

const LIP_CORNERS = { right: [48], left: [54] };
const UPPER_LIDS = { right: [37, 38], left: [43, 44] };

/** Where each action unit shows. */
export const AU_POINTS: Readonly<Record<AuNumber, SidedPoints>> = {
  1: { right: [20, 21], left: [22, 23] },
  2: { right: [17, 18], left: [25, 26] },
  4: { right: [19, 20, 21], left: [22, 23, 24] },
  5: UPPER_LIDS,
  6: { right: [40, 41], left: [46, 47] },
  7: { right: [37, 38, 40, 41], left: [43, 44, 46, 47] },
  9: { right: [31], left: [35] },
  10: { right: [49, 50], left: [52, 53] },
  12: LIP_CORNERS,
  14: LIP_CORNERS,
  15: LIP_CORNERS,
  17: { right: [7, 58], left: [9, 56] },
  20: LIP_CORNERS,
  23: { right: [49, 50, 59], left: [52, 53, 55] },
  25: { right: [61, 67], left: [63, 65] },
  26: { right: [7], left: [9] },
  45: UPPER_LIDS,
};

/** The face's lines through the 68 points; closed ones return to where they began. */
export const FACE_LINES: readonly { readonly points: readonly number[]; readonly isClosed: boolean }[] = [
  { points: span(0, 16), isClosed: false }, // jaw
  { points: span(17, 21), isClosed: false }, // brows
  { points: span(22, 26), isClosed: false },
  { points: span(27, 30), isClosed: false }, // nose
  { points: span(31, 35), isClosed: false },
  { points: span(36, 41), isClosed: true }, // eyes
  { points: span(42, 47), isClosed: true },
  { points: span(48, 59), isClosed: true }, // lips
  { points: span(60, 67), isClosed: true },
];

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
