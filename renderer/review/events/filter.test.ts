import { expect, test } from 'vitest';
import { madeEvent } from '../../overlay/testing/made-events.ts';
import { conditionsOf, EVERYTHING, selectEvents, type EventFilter } from './filter.ts';

const events = [
  madeEvent(1, 0, 20, { label: 'surprise', score: 0.9 }),
  madeEvent(2, 50, 200, { kind: 'macro', track: 2, review: 'confirmed', score: 0.4 }),
  madeEvent(3, 300, 310, {
    aus: [{ au: 4, side: 'both', p: 0.6, intensity: 1 }],
    cautions: ['blink'],
    review: 'rejected',
    decisions: [{ rater: 'Ada', verdict: 'reject', label: null, at: '2026-01-01T00:00:00.000Z' }],
  }),
];
const notes = [
  { id: 1, event: 2, timeUs: null, author: 'Ada', text: 'Looks like Speech', at: '2026-01-01T00:00:00.000Z' },
];
const select = (filter: Partial<EventFilter>): number[] =>
  selectEvents(events, { ...EVERYTHING, ...filter }, notes, (track) => `Person ${track}`).map(({ id }) => id);

test('without a condition the very rows are given back', () => {
  expect(selectEvents(events, EVERYTHING, notes, String)).toBe(events);
});

test.each<[string, Partial<EventFilter>, number[]]>([
  ['kind', { kind: 'macro' }, [2]],
  ['review', { review: 'unreviewed' }, [1]],
  ['track', { track: 2 }, [2]],
  ['action unit', { au: 4 }, [3]],
  ['label', { label: 'surprise' }, [1]],
  ['score from', { minScore01: 0.7 }, [1, 3]],
  ['score to', { maxScore01: 0.5 }, [2]],
  ['two at once', { minScore01: 0.5, review: 'rejected' }, [3]],
  ['number', { text: '#2' }, [2]],
  ['unit by number', { text: 'AU4' }, [3]],
  ['unit by name', { text: 'brow lowerer' }, [3]],
  ['caution', { text: 'blink' }, [3]],
  ['rater', { text: 'ada' }, [3]],
  ['words of a note, whatever their case', { text: 'speech looks' }, [2]],
  ['name of the face', { text: 'person 2' }, [2]],
  ['nothing', { text: 'contempt' }, []],
])('%s', (_, filter, ids) => {
  expect(select(filter)).toEqual(ids);
});

test('conditions are counted without the text', () => {
  expect(conditionsOf(EVERYTHING)).toBe(0);
  expect(conditionsOf({ ...EVERYTHING, text: 'a', au: 4, minScore01: 0.2, maxScore01: 0.9 })).toBe(2);
});
