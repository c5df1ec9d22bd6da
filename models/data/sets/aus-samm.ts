import { codedAu, type ReadAus, sideOf } from './coded-au.ts';
import { type Cell, cellText } from './label-file.ts';
import type { CodedAu } from './sample.ts';

/**
 * SAMM and SAMM Long Videos: numbers joined by `+`, with or without spaces; before a number a side (L, R) or a part
 * (A asymmetric, A/L asymmetric or left, T top, B bottom), after it a FACS intensity A to E or two of them (`10A/B`);
 * `ref(7B)` was there before the movement; `L12 or L14`, `(R6 or R12)+R15` are alternatives, all of them kept and marked.
 * A and B mean a part before the digits and an intensity after them. Words are comments (`soft focus`); anything else with
 * digits in it leaves the row unknown.
 */
export function readSammAus(cell: Cell): ReadAus {
  const aus: CodedAu[] = [];
  const unread: string[] = [];
  for (const part of splitOutside(cellText(cell))) {
    const read = readPart(part);
    if (read) aus.push(...read);
    else unread.push(part);
  }
  return { aus: aus.length > 0 && !unread.some(isLost) ? aus : null, unread };
}

/** Whether an unread part may have been a unit: without it the row's units are not known. */
const isLost = (part: string): boolean => /\d/.test(part);

/** What is told of an unread part. */
export const describeUnread = (part: string): string =>
  isLost(part)
    ? `"${part}" in its action units cannot be read: they are taken as not known`
    : `"${part}" in its action units is taken for a comment`;

const UNIT = /^(A\/L|[LRATB])?0?([1-9]\d?)([A-E](?:\/[A-E])?)?$/i;

/** The units of one part between plus signs; null where it is a comment. */
function readPart(spaced: string): CodedAu[] | null {
  const part = spaced.replaceAll(/\s/g, '');
  const reference = /^ref\((.+)\)$/i.exec(part);
  if (reference) {
    const read = splitOutside(reference[1]!).map(readPart);
    return read.includes(null)
      ? null
      : read.flatMap((units) => units!.map((unit) => ({ ...unit, isReference: true })));
  }
  const bare = /^\((.+)\)$/.exec(part)?.[1] ?? part;
  const alternatives = bare.split(/or/i);
  const units = alternatives.map((token) => {
    const match = UNIT.exec(token);
    return (
      match &&
      codedAu(Number(match[2]), {
        side: sideOf(match[1]),
        intensity: match[3]?.toUpperCase() ?? null,
        isAmbiguous: alternatives.length > 1,
      })
    );
  });
  return units.includes(null) ? null : (units as CodedAu[]);
}

/** Parts between plus signs that stand outside parentheses. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let [depth, part] = [0, ''];
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === '+' && depth <= 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => each !== '');
}
