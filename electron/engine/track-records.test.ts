import { expect, test } from 'vitest';
import { TrackRecords } from './track-records.ts';

const frame = (index: number) => ({ index, timeUs: index * 40_000 });

test('nobody was seen', () => {
  const tracks = new TrackRecords();
  expect(tracks.records()).toEqual([]);
  expect(tracks.count).toBe(0);
});

test('borders, frames and coverage of two tracks, in order of their numbers', () => {
  const tracks = new TrackRecords();
  for (const index of [5, 6, 7]) tracks.add(2, frame(index));
  // Seen in 4 of the 8 frames from 0 to 7.
  for (const index of [0, 1, 6, 7]) tracks.add(1, frame(index));
  expect(tracks.count).toBe(2);
  expect(tracks.records()).toEqual([
    { id: 1, fromUs: 0, toUs: 280_000, frames: 4, coverage: 0.5 },
    { id: 2, fromUs: 200_000, toUs: 280_000, frames: 3, coverage: 1 },
  ]);
});

test('a face seen once', () => {
  const tracks = new TrackRecords();
  tracks.add(1, frame(3));
  expect(tracks.records()).toEqual([{ id: 1, fromUs: 120_000, toUs: 120_000, frames: 1, coverage: 1 }]);
});
