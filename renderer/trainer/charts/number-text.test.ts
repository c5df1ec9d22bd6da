import { expect, test } from 'vitest';
import { numberText, tickText } from './number-text.ts';

test.each([
  [0, '0'],
  [0.000_3, '3e-4'],
  [0.001_25, '0.001'],
  [0.123_456, '0.123'],
  [12.345, '12.3'],
  [345.6, '346'],
  [1_500_000, '1.5e6'],
  [NaN, '–'],
])('%d reads %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test('ticks have no noughts behind', () => {
  expect([0.2, 0.25, 1, 0.0001].map(tickText)).toEqual(['0.2', '0.25', '1', '1e-4']);
});
