import { expect, test } from 'vitest';
import { divisionOf, type Split, splitOf, SPLITS } from './identity-split.ts';

test('a portrait stays in its part', () => {
  const places = ['000477.jpg', '000519.jpg', '000613.jpg', '000840.jpg'].map(splitOf);
  expect(places).toEqual(['train', 'train', 'test', 'train'] satisfies Split[]);
});

test('seven tenths are for training, one for validation, two for testing', () => {
  const names = Array.from({ length: 5000 }, (_, k) => `face ${String(k)}.png`);
  const shares = SPLITS.map((split) => names.filter((name) => splitOf(name) === split).length / names.length);
  for (const [k, share] of [0.7, 0.1, 0.2].entries()) expect(Math.abs(shares[k]! - share)).toBeLessThan(0.02);
});

test('few people: somebody is learnt from, somebody else chooses the epoch, and nobody is in two parts', () => {
  const names = Array.from({ length: 200 }, (_, k) => `person ${String(k)}.jpg`);
  for (let first = 0; first < 150; first++)
    for (const count of [2, 3, 5]) {
      const people = names.slice(first, first + count);
      const division = divisionOf([...people, ...people]);
      expect([...division.keys()].toSorted()).toEqual(people.toSorted());
      const parts = [...division.values()];
      expect(parts).toContain('train');
      expect(parts).toContain('validation');
      expect(divisionOf(people.toReversed())).toEqual(division);
    }
  expect([...divisionOf(['alone.jpg']).values()]).toEqual(['train']);
  expect(divisionOf([]).size).toBe(0);
});

test('where no part is empty, everybody is where the hash puts them', () => {
  const names = Array.from({ length: 200 }, (_, k) => `person ${String(k)}.jpg`);
  for (const [name, part] of divisionOf(names)) expect(part).toBe(splitOf(name));
});
