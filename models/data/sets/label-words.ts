/** Words and numbers that label files write in more than one way. */
import { type Cell, cellText } from './label-file.ts';
import { publishedLong } from './long-counts.ts';
import { publishedCodings } from './published-counts.ts';
import type { Discrepancy, SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

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

/** The emotion of a clip; one that its set does not have is kept as it is written, and named. */
export function emotionOf(cell: Cell, set: SetName, about: string, discrepancies: Discrepancy[]): string {
  const name = emotionName(cell);
  const isKnown = [...publishedCodings(set), ...publishedLong(set)].some(
    ({ emotions }) => emotions?.[name] !== undefined,
  );
  const what =
    name === ''
      ? 'its emotion is empty: none'
      : `its emotion "${name}" is none of ${SET_TITLES[set]}'s: kept`;
  if (!isKnown) discrepancies.push({ kind: 'repaired', about, what });
  return name;
}

/** Objective classes as SAMM writes them: `I` to `VII`, or the number. Null for anything else. */
export function objectiveClass(cell: Cell): number | null {
  const text = cellText(cell).toUpperCase();
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'].indexOf(text);
  if (roman >= 0) return roman + 1;
  return /^[1-7]$/.test(text) ? Number(text) : null;
}
