import { expect, test } from 'vitest';
import { type Split, splitOf, SPLITS } from './identity-split.ts';

test('a portrait stays in its part', () => {
  const places = ['000477.jpg', '000519.jpg', '000613.jpg', '000840.jpg'].map(splitOf);
  expect(places).toEqual(['train', 'train', 'test', 'train'] satisfies Split[]);
});

test('seven tenths are for training, one for validation, two for testing', () => {
  const names = Array.from({ length: 5000 }, (_, k) => `face ${String(k)}.png`);
  const shares = SPLITS.map((split) => names.filter((name) => splitOf(name) === split).length / names.length);
  for (const [k, share] of [0.7, 0.1, 0.2].entries()) expect(Math.abs(shares[k]! - share)).toBeLessThan(0.02);
});
