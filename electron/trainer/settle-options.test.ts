import { expect, test } from 'vitest';
import { settleOptions, type Trainable } from './settle-options.ts';

const NETWORK: Trainable<{ width: number; dropout: number }, { isFast: boolean; weight: number }> = {
  name: 'made',
  presets: { small: { width: 8, dropout: 0.5 }, paper: { width: 64, dropout: 0 } },
  teaching: { isFast: true, weight: 1 },
  problemWith: ({ width }) => (width === 7 ? 'seven is odd' : null),
};
const settled = (
  changes: Readonly<Record<string, boolean | number | string>>,
  preset: string | null = null,
) => settleOptions({ preset, changes }, NETWORK, null);

test("the first preset's options, and over them the call's", () => {
  expect(settled({ width: 9, isFast: false })).toEqual({
    preset: 'small',
    options: { width: 9, dropout: 0.5 },
    teaching: { isFast: false, weight: 1 },
  });
  expect(settled({}, 'paper').options).toEqual({ width: 64, dropout: 0 });
});

test.each([
  [{ height: 3 }, 'There is no option height'],
  [{ width: 'wide' }, 'There is no option width that is a string'],
  [{ width: 7 }, 'made cannot be built like that: seven is odd'],
  [{ width: -1 }, '--set width=-1 is not possible: it has to be a number from 0 on'],
  [{ weight: Infinity }, '--set weight=Infinity is not possible'],
  [{ dropout: 7 }, '--set dropout=7 is not possible: it is a share, from 0 to below 1'],
])('is refused: %j', (changes, problem) => {
  expect(() => settled(changes)).toThrow(problem);
});
