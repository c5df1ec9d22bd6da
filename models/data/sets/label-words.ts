/** Words and numbers that label files write in more than one way. */
import { type Cell, cellText } from './label-file.ts';

/** The number of a subject however it is written: `'01'`, 1, `sub01`, `s1`, `006`. Null where there is none. */
export function subjectNumber(cell: Cell): number | null {
  const digits = /\d+/.exec(cellText(cell));
  return digits ? Number(digits[0]) : null;
}

/** An emotion in lower case with single spaces; `Other` is `others`. */
export function emotionName(cell: Cell): string {
  const name = cellText(cell).toLowerCase().replaceAll(/\s+/g, ' ');
  return name === 'other' ? 'others' : name;
}

/** Objective classes as SAMM writes them: `I` to `VII`, or the number. Null for anything else. */
export function objectiveClass(cell: Cell): number | null {
  const text = cellText(cell).toUpperCase();
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'].indexOf(text);
  if (roman >= 0) return roman + 1;
  return /^[1-7]$/.test(text) ? Number(text) : null;
}
