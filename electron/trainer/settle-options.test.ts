import { expect, test } from 'vitest';
import { settleOptions, type Trainable } from './settle-options.ts';

interface Built {
  readonly width: number;
  readonly dropout: number;
  readonly input: string;
}
const NETWORK: Trainable<Built, { isFast: boolean; weight: number; optimizer: string }> = {
  name: 'made',
  presets: {
    small: { width: 8, dropout: 0.5, input: 'neutral' },
    paper: { width: 64, dropout: 0, input: 'pictures' },
  },
  teaching: { isFast: true, weight: 1, optimizer: 'adam' },
  problemWith: ({ width }) => (width === 7 ? 'seven is odd' : null),
};
const settled = (
  changes: Readonly<Record<string, boolean | number | string>>,
  preset: string | null = null,
) => settleOptions({ preset, changes }, NETWORK, null);

test("the first preset's options, and over them the call's", () => {
  expect(settled({ width: 9, isFast: false, input: 'pictures', optimizer: 'sgd' })).toEqual({
    preset: 'small',
    options: { width: 9, dropout: 0.5, input: 'pictures' },
    teaching: { isFast: false, weight: 1, optimizer: 'sgd' },
  });
  expect(settled({}, 'paper').options).toEqual({ width: 64, dropout: 0, input: 'pictures' });
});

test.each([
  [{ height: 3 }, 'There is no option height'],
  [{ width: 'wide' }, 'There is no option width that is a string'],
  [{ width: 7 }, 'made cannot be built like that: seven is odd'],
  [{ width: 0 }, '--set width=0 is not possible: it is a whole number from 1 on'],
  [{ width: 8.5 }, '--set width=8.5 is not possible'],
  [{ weight: -1 }, '--set weight=-1 is not possible: it is a number from 0 on'],
  [{ weight: Infinity }, '--set weight=Infinity is not possible'],
  [{ input: 'foo' }, '--set input=foo is not possible: it is one of neutral, pictures'],
  [{ optimizer: 'foo' }, '--set optimizer=foo is not possible: it is one of adam, sgd, adamw'],
  [{ dropout: 7 }, '--set dropout=7 is not possible: it is a share, from 0 to below 1'],
])('is refused: %j', (changes, problem) => {
  expect(() => settled(changes)).toThrow(problem);
});
