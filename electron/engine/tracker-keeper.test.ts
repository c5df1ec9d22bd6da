import { expect, test } from 'vitest';
import { chooseBundle } from './landmarks/index.ts';
import { TrackerKeeper } from './tracker-keeper.ts';

const bundle = chooseBundle('auto');

test('the same tracker serves input after input, until another number of faces is wanted', async () => {
  await using keeper = new TrackerKeeper();
  const first = await keeper.take(bundle, 1);
  expect(await keeper.take(bundle, 1)).toBe(first);
  expect(first.hasEnded).toBe(false);
  const other = await keeper.take(bundle, 2);
  expect(other).not.toBe(first);
  expect(first.hasEnded).toBe(true);
});

test('a tracker that has ended is replaced', async () => {
  await using keeper = new TrackerKeeper();
  const first = await keeper.take(bundle, 1);
  await first[Symbol.asyncDispose]();
  expect((await keeper.take(bundle, 1)).hasEnded).toBe(false);
});

test('what was taken ends with the keeper, even while it is loading', async () => {
  const keeper = new TrackerKeeper();
  const taking = keeper.take(bundle, 1);
  await Promise.all([keeper[Symbol.asyncDispose](), expect(taking).rejects.toThrow('closed')]);
});
