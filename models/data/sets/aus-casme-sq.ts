import { codedAu, type ReadAus, sideOf } from './coded-au.ts';
import { type Cell, cellText } from './label-file.ts';

/**
 * CAS(ME)²: numbers joined by `+` or commas (full-width ones too), L or R before them, `10or11` for alternatives; `NULL`
 * or nothing where none were coded. Codes above the muscles' (45, 74, 80) are FACS numbers as well and stay.
 */
export function readCasmeSqAus(cell: Cell): ReadAus {
  const text = cellText(cell).replaceAll(/\s/g, '');
  if (/^(null|\?)?$/i.test(text)) return { aus: null, unread: [] };
  const unread: string[] = [];
  const aus = text.split(/[+,，、;]/).flatMap((part) => {
    const alternatives = part.split(/or|\//i).map((token) => /^([LRTB])?0?([1-9]\d?)([A-E])?$/i.exec(token));
    if (alternatives.every((match) => match !== null))
      return alternatives.map((match) =>
        codedAu(Number(match[2]), {
          side: sideOf(match[1]),
          intensity: match[3]?.toUpperCase() ?? null,
          isAmbiguous: alternatives.length > 1,
        }),
      );
    if (part !== '') unread.push(part);
    return [];
  });
  return { aus: aus.length > 0 ? aus : null, unread };
}
