import { codedAu, type ReadAus, sideOf } from './coded-au.ts';
import { type Cell, cellText } from './label-file.ts';

/**
 * One's own clips: numbers joined by `+`, each with L or R before it where one side moves and a FACS intensity A to E
 * after it where one is known (`4+L12B`); nothing where there is no movement, `?` where nobody coded it. A part that
 * cannot be read leaves the row unknown.
 */
export function readOwnAus(cell: Cell): ReadAus {
  const text = cellText(cell).replaceAll(/\s/g, '');
  if (text === '?') return { aus: null, unread: [] };
  const parts = text.split('+').filter((part) => part !== '');
  const matches = parts.map((part) => /^([LR])?(?:AU)?0?([1-9]\d?)([A-E])?$/i.exec(part));
  const unread = parts.filter((_, i) => matches[i] === null);
  if (unread.length > 0) return { aus: null, unread };
  return {
    aus: matches.map((match) =>
      codedAu(Number(match![2]), { side: sideOf(match![1]), intensity: match![3]?.toUpperCase() ?? null }),
    ),
    unread,
  };
}
