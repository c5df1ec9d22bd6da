import { codedAu, type ReadAus, sideOf } from './coded-au.ts';
import { type Cell, cellText } from './label-file.ts';

/**
 * CASME II: numbers joined by `+`, each with L or R before it where one side moves (`4`, `L12`, `4+L10`); `?` where the
 * coders did not know. A cell with a single unit is often a number. A `?` beside units leaves the whole row unknown:
 * units that are counted as absent would be wrong.
 */
export function readCasme2Aus(cell: Cell): ReadAus {
  const text = cellText(cell).replaceAll(/\s/g, '');
  if (text === '' || text.includes('?')) return { aus: null, unread: [] };
  const unread: string[] = [];
  const aus = text.split('+').flatMap((token) => {
    const match = /^([LR])?(\d{1,2})$/i.exec(token);
    if (match) return [codedAu(Number(match[2]), { side: sideOf(match[1]) })];
    if (token !== '') unread.push(token);
    return [];
  });
  return { aus: aus.length > 0 ? aus : null, unread };
}
