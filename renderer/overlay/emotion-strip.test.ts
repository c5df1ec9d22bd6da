import { expect, test } from 'vitest';
import { madeEvent } from './testing/made-events.ts';
import { drawEmotions, emotionOf, emotionToken } from './emotion-strip.ts';
import { recordedSurface, type Drawn } from './testing/recorded-surface.ts';

test('an event with a word is a span as sure as the recognizer is; one without, or rejected, is none', () => {
  const probabilities = { surprise: 0.75, negative: 0.25 };
  const named = madeEvent(1, 10, 20, { label: 'surprise', probabilities });
  expect(emotionOf(named)).toMatchObject({ label: 'surprise', share01: 0.75 });
  expect(emotionOf({ ...named, review: 'relabelled', label: 'contempt' })).toMatchObject({ share01: 1 });
  expect(emotionOf({ ...named, review: 'rejected' })).toBeNull();
  expect(emotionOf({ ...named, label: null })).toBeNull();
});

test('the words of data sets share the colours of the three classes', () => {
  expect(emotionToken('Happiness')).toBe(emotionToken('positive'));
  expect(emotionToken('disgust')).toBe(emotionToken('negative'));
  expect(emotionToken('a smirk')).toBe('--emotion-other');
});

test('bars lie where their events do, outside nothing is drawn, and a word stands only where it has room', () => {
  const { surface, drawn } = recordedSurface();
  const span = (fromUs: number, toUs: number, label: string) => ({ fromUs, toUs, label, share01: 0.5 });
  drawEmotions(surface, [span(-50, -20, 'before'), span(10, 20, 'first'), span(30, 90, 'second')], {
    ...{ topPx: 5, heightPx: 9, widthPx: 200, font: '10px sans-serif' },
    xOf: (timeUs) => timeUs,
    colour: (token) => token,
  });
  const of = (what: Drawn['what']) => drawn.filter((each) => each.what === what);
  expect(of('rect').map(({ at }) => at)).toEqual([
    [10, 5, 10, 9],
    [30, 5, 60, 9],
  ]);
  expect(of('text').map(({ text, at }) => [text, at[0]])).toEqual([['second', 93]]);
});
