import { expect, test } from 'vitest';
import { addressOf, parseRoute } from './router.svelte.ts';

test('an address and its route are each other’s inverse', () => {
  for (const route of [
    { view: 'home' },
    { view: 'live' },
    { view: 'notice' },
    { view: 'review', session: 'abcdef0123456789' },
  ] as const) {
    expect(parseRoute(addressOf(route))).toEqual(route);
  }
});

test.each(['', '#', '#token=abc', '#/review', '#/review/../../etc', '#/nowhere'])('%s leads home', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'home' });
});
