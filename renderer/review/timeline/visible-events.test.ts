import { expect, test } from 'vitest';
import { byOnset } from '../apply-change.ts';
import { madeEvent } from '../../overlay/testing/made-events.ts';
import { EventIndex, firstIndex } from './visible-events.ts';

/** The oracle: looks at every event. */
const touching = (index: EventIndex, fromUs: number, toUs: number): number[] =>
  index.rows.filter((row) => row.offset.timeUs >= fromUs && row.onset.timeUs <= toUs).map(({ id }) => id);

test('every event that touches a span is among those found, long ones that began before it too', () => {
  const rows = Array.from({ length: 400 }, (_, id) => {
    const onset = (id * 7919) % 5000;
    return madeEvent(id, onset, onset + (id % 37 === 0 ? 900 : 5 + (id % 11)));
  }).sort(byOnset);
  const index = new EventIndex(rows);
  for (let fromUs = -10_000; fromUs < 52e6; fromUs += 1.7e6) {
    const { from, to } = index.within({ fromUs, toUs: fromUs + 800_000 });
    const found = new Set(rows.slice(from, to).map(({ id }) => id));
    for (const id of touching(index, fromUs, fromUs + 800_000))
      expect(found.has(id), `event ${id}`).toBe(true);
  }
});

test('a span without events has none', () => {
  const index = new EventIndex([madeEvent(1, 100, 120)]);
  const { from, to } = index.within({ fromUs: 5e6, toUs: 6e6 });
  expect(to - from).toBe(0);
});

test('under the pointer the shortest of overlapping events is meant', () => {
  const index = new EventIndex([madeEvent(1, 0, 1000), madeEvent(2, 400, 420)]);
  expect(index.at(4_100_000, 0)?.id).toBe(2);
  expect(index.at(6_000_000, 0)?.id).toBe(1);
  expect(index.at(12_000_000, 1000)).toBeNull();
});

test('a near miss counts within the slack', () => {
  const index = new EventIndex([madeEvent(1, 100, 102)]);
  expect(index.at(1_030_000, 5000)).toBeNull();
  expect(index.at(1_030_000, 15_000)?.id).toBe(1);
});

test('the first index for which something holds', () => {
  expect(firstIndex(10, (index) => index >= 7)).toBe(7);
  expect(firstIndex(10, () => false)).toBe(10);
  expect(firstIndex(0, () => true)).toBe(0);
});
