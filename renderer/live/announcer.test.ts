import { expect, test } from 'vitest';
import { Announcer, QUIET_MS } from './announcer.ts';

const made = (): { announcer: Announcer; told: string[] } => {
  const told: string[] = [];
  return {
    announcer: new Announcer(
      (text) => told.push(text),
      (count) => `${count} movements.`,
    ),
    told,
  };
};

test('the first event is told at once, those of the next seconds together', () => {
  const { announcer, told } = made();
  announcer.add('one', 0);
  announcer.add('two', 1000);
  announcer.add('three', 2000);
  announcer.tick(QUIET_MS - 1);
  expect(told).toEqual(['one']);
  announcer.tick(QUIET_MS);
  announcer.tick(3 * QUIET_MS);
  expect(told).toEqual(['one', '2 movements.']);
});

test('one that waited alone is told in its own words', () => {
  const { announcer, told } = made();
  announcer.add('one', 0);
  announcer.add('two', 1000);
  announcer.tick(QUIET_MS);
  expect(told).toEqual(['one', 'two']);
});

test('a change of state does not wait, and events wait for it', () => {
  const { announcer, told } = made();
  announcer.add('one', 0);
  announcer.tellNow('Recording.', 100);
  announcer.add('two', QUIET_MS);
  expect(told).toEqual(['one', 'Recording.']);
  announcer.tick(100 + QUIET_MS);
  expect(told).toEqual(['one', 'Recording.', 'two']);
});
