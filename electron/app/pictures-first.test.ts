import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PicturesFirst } from './pictures-first.ts';

test('an analysis has its turn a moment after the last picture under way is there', async () => {
  const pictures = new PicturesFirst();
  await pictures.turn();
  const [one, other] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const given = [pictures.during(one.promise), pictures.during(other.promise)];
  let hasTurn = false;
  const turn = pictures.turn().then(() => (hasTurn = true));
  one.resolve('a picture');
  expect(await given[0]).toBe('a picture');
  await wait(30);
  expect(hasTurn).toBe(false);
  other.reject(new Error('no picture'));
  await expect(given[1]).rejects.toThrow('no picture');
  const atMs = performance.now();
  await turn;
  expect(performance.now() - atMs).toBeGreaterThan(100);
});

test('pictures without end only slow an analysis', async () => {
  const pictures = new PicturesFirst();
  void pictures.during(new Promise(() => undefined));
  await expect(pictures.turn()).resolves.toBeUndefined();
});
