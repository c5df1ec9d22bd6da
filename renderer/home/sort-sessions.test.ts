import { expect, test } from 'vitest';
import type { SessionSummary } from '../../contract/channels/library.ts';
import { selectSessions } from './sort-sessions.ts';

const session = (name: string, more: Partial<SessionSummary>): SessionSummary => ({
  id: name.toLowerCase().padEnd(8, '0'),
  name,
  madeAt: '2026-03-01T10:00:00.000Z',
  origin: 'file',
  durationS: 10,
  widthPx: 640,
  heightPx: 480,
  fps: 30,
  tracks: 1,
  micro: 0,
  macro: 0,
  unreviewed: 0,
  isFinished: true,
  hasMedia: true,
  wasRecorded: true,
  participants: [],
  expiresAt: null,
  sizeBytes: 1,
  ...more,
});
const sessions = [
  session('Clip 10', { durationS: 5, micro: 3 }),
  session('Clip 9', { durationS: 50, macro: 9, participants: ['P07'] }),
  session('walk', { durationS: 20, madeAt: '2026-04-01T10:00:00.000Z' }),
];
const names = (
  query: string,
  by: 'name' | 'durationS' | 'events' | 'madeAt',
  isDescending = false,
): string[] => selectSessions(sessions, query, { by, isDescending }).map(({ name }) => name);

test('numbers in names are sorted as numbers', () => {
  expect(names('', 'name')).toEqual(['Clip 9', 'Clip 10', 'walk']);
});

test('by length, by what was found, by time, both ways', () => {
  expect(names('', 'durationS')).toEqual(['Clip 10', 'walk', 'Clip 9']);
  expect(names('', 'events', true)).toEqual(['Clip 9', 'Clip 10', 'walk']);
  expect(names('', 'madeAt', true)[0]).toBe('walk');
});

test('every word has to stand somewhere: name or participant', () => {
  expect(names('clip p07', 'name')).toEqual(['Clip 9']);
  expect(names('clip p08', 'name')).toEqual([]);
});
