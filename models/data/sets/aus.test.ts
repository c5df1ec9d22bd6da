import { expect, test } from 'vitest';
import { readCasme2Aus } from './aus-casme2.ts';
import { readCasmeSqAus } from './aus-casme-sq.ts';
import { readOwnAus } from './aus-own.ts';
import { readSammAus } from './aus-samm.ts';
import { auNumbers, type ReadAus } from './coded-au.ts';

/** `L12B` as `left 12 B`, `?` for alternatives, `=` for what was there before; `–` where nobody knows. */
const words = ({ aus, unread }: ReadAus): string =>
  [
    aus
      ? aus
          .map(({ au, side, intensity, isReference, isAmbiguous }) =>
            [side === 'both' ? '' : side, au, intensity, isReference ? '=' : '', isAmbiguous ? '?' : '']
              .filter((part) => part !== '' && part !== null)
              .join(' '),
          )
          .join(', ')
      : '–',
    ...unread.map((part) => `(${part})`),
  ].join(' ');

test.each([
  [4, '4'],
  ['4', '4'],
  ['L12', 'left 12'],
  ['4+L10', '4, left 10'],
  ['r14 + 17', 'right 14, 17'],
  ['?', '–'],
  ['4+?', '–'],
  [null, '–'],
  ['4+x', '– (x)'],
  ['4,L7', '4, left 7'],
  ['AU4 + AU12', '4, 12'],
])('CASME II: %j', (cell, read) => {
  expect(words(readCasme2Aus(cell))).toBe(read);
});

test.each([
  [4, '4'],
  ['12+15 ', '12, 15'],
  ['L12', 'left 12'],
  ['R14A', 'right 14 A'],
  ['A9+12', 'asymmetric 9, 12'],
  ['T1+B2', 'top 1, bottom 2'],
  ['4B+7B+43E', '4 B, 7 B, 43 E'],
  ['10A/B', '10 A/B'],
  ['A/L12', 'asymmetric 12'],
  ['A12A', 'asymmetric 12 A'],
  ['ref(7B)', '7 B ='],
  ['4 + ref(7B)', '4, 7 B ='],
  ['ref(4+7B)', '4 =, 7 B ='],
  ['L12 or L14', 'left 12 ?, left 14 ?'],
  ['(R6 or R12)+R15', 'right 6 ?, right 12 ?, right 15'],
  ['soft focus', '– (soft focus)'],
  ['12+soft focus', '12 (soft focus)'],
  ['12+4,7', '– (4,7)'],
  [null, '–'],
])('SAMM: %j', (cell, read) => {
  expect(words(readSammAus(cell))).toBe(read);
});

test.each([
  ['4+7', '4, 7'],
  ['4,7', '4, 7'],
  ['4，7', '4, 7'],
  ['10or11', '10 ?, 11 ?'],
  ['4+10or11', '4, 10 ?, 11 ?'],
  ['R12+45+80', 'right 12, 45, 80'],
  ['NULL', '–'],
  ['null', '–'],
  [null, '–'],
  [12, '12'],
])('CAS(ME)²: %j', (cell, read) => {
  expect(words(readCasmeSqAus(cell))).toBe(read);
});

test.each([
  ['4+L12', '4, left 12'],
  ['4 + r12b', '4, right 12 B'],
  ['AU4+AU12', '4, 12'],
  [null, ''],
  ['?', '–'],
  ['4+smile', '– (smile)'],
])('own: %j', (cell, read) => {
  expect(words(readOwnAus(cell))).toBe(read);
});

test('numbers without sides, each once', () => {
  expect(auNumbers(readSammAus('R12+L12+4').aus!)).toEqual([4, 12]);
});
