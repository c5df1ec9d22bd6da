import { codedAu, type ReadAus, sideOf } from './coded-au.ts';
import { type Cell, cellText } from './label-file.ts';

/**
 * CASME II: numbers joined by `+` (copies have commas), each with L or R before it where one side moves (`4`, `L12`,
 * `4+L10`); `?` where the coders did not know. A cell with a single unit is often a number. A `?` or anything unreadable
 * beside units leaves the whole row unknown: units that are counted as absent would be wrong.
 */
export function readCasme2Aus(cell: Cell): ReadAus {
  const text = cellText(cell).replaceAll(/\s/g, '');
  if (text === '' || text.includes('?')) return { aus: null, unread: [] };
  const tokens = text.split(/[+＋,，;]/).filter((token) => token !== '');
  const matches = tokens.map((token) => /^(?:AU)?([LR])?0?([1-9]\d?)$/i.exec(token));
  const unread = tokens.filter((_, i) => matches[i] === null);
  if (unread.length > 0) return { aus: null, unread };
  return { aus: matches.map((match) => codedAu(Number(match![2]), { side: sideOf(match![1]) })), unread };
}
