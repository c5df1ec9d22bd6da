import { expect, test } from 'vitest';
import { parsePlace } from './parse-place.ts';

test.each([
  ['120', { kind: 'frame', frame: 120 }],
  ['f 120', { kind: 'frame', frame: 120 }],
  ['1:23.4', { kind: 'time', timeUs: 83_400_000 }],
  ['1:02:03,5', { kind: 'time', timeUs: 3_723_500_000 }],
  ['83.4s', { kind: 'time', timeUs: 83_400_000 }],
  ['0.25', { kind: 'time', timeUs: 250_000 }],
  ['later', null],
  ['', null],
])('%s', (text, place) => {
  expect(parsePlace(text)).toEqual(place);
});
