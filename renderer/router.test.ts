import { expect, test } from 'vitest';
import { addressOf, parseRoute } from './router.svelte.ts';

test('an address and its route are each other’s inverse', () => {
  for (const route of [
    { view: 'home' },
    { view: 'live' },
    { view: 'notice' },
    { view: 'review', session: 'abcdef0123456789' },
    { view: 'trainer', place: { page: 'runs' } },
    { view: 'trainer', place: { page: 'new', step: 'network' } },
    { view: 'trainer', place: { page: 'run', run: 'abcdef0123456789' } },
    { view: 'trainer', place: { page: 'compare', runs: ['abcdef01', 'abcdef02', 'abcdef03'] } },
    { view: 'trainer', place: { page: 'data' } },
    { view: 'trainer', place: { page: 'models' } },
  ] as const) {
    expect(parseRoute(addressOf(route))).toEqual(route);
  }
});

test.each(['', '#', '#token=abc', '#/review', '#/review/../../etc', '#/nowhere'])('%s leads home', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'home' });
});

test.each(['#/trainer/nowhere', '#/trainer/run', '#/trainer/run/../x', '#/trainer/compare/!'])(
  '%s leads to the list of runs',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ view: 'trainer', place: { page: 'runs' } });
  },
);
