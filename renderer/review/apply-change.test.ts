import { expect, test } from 'vitest';
import type { SessionChange, TrackRow } from '../../contract/channels/review.ts';
import { applyChange } from './apply-change.ts';
import { madeEvent } from '../overlay/testing/made-events.ts';

const change = (more: Partial<SessionChange>): SessionChange => ({
  session: 'a'.repeat(16),
  events: [],
  removedEvents: [],
  notes: [],
  removedNotes: [],
  tracks: [],
  raters: [],
  canUndo: true,
  canRedo: false,
  told: null,
  ...more,
});
const track = (id: number, name: string): TrackRow => ({
  id,
  name,
  fromUs: id * 1e6,
  toUs: 9e6,
  frames: 100,
  coverage01: 1,
});
const rows = {
  events: [madeEvent(1, 10, 20), madeEvent(2, 30, 40)],
  notes: [],
  tracks: [track(1, 'Person 1'), track(2, 'Person 2')],
};

test('a changed event takes the place of the old one, in order of onset', () => {
  const { events } = applyChange(rows, change({ events: [madeEvent(1, 35, 50)] }));
  expect(events.map(({ id, onset }) => [id, onset.frameIndex])).toEqual([
    [2, 30],
    [1, 35],
  ]);
});

test('a new event is added, a removed one is gone', () => {
  const { events } = applyChange(rows, change({ events: [madeEvent(3, 0, 5)], removedEvents: [2] }));
  expect(events.map(({ id }) => id)).toEqual([3, 1]);
});

test('where nothing changed the rows are the same', () => {
  expect(applyChange(rows, change({})).events).toBe(rows.events);
});

test('a change tells of the faces that changed alone; the others stay', () => {
  expect(applyChange(rows, change({})).tracks).toBe(rows.tracks);
  const { tracks } = applyChange(rows, change({ tracks: [track(2, 'Ben')] }));
  expect(tracks.map(({ name }) => name)).toEqual(['Person 1', 'Ben']);
});
