import { expect, test } from 'vitest';
import { readVtt } from './read-vtt.ts';

const file = (cue: string) => `WEBVTT\n\n${cue}\n`;

test('reads ids, times and text', () => {
  expect(readVtt('WEBVTT\n\nNOTE a\nb\n\nx\n00:01.000 --> 100:00:02.500\na &amp; b\nc\n')).toEqual([
    { id: 'x', fromMs: 1000, toMs: 360_002_500, text: 'a & b\nc' },
  ]);
});

test.each([
  ['no signature', '00:00.000 --> 00:01.000\na'],
  ['no milliseconds', file('00:00:01 --> 00:00:02\na')],
  ['sixty seconds', file('00:00:60.000 --> 00:02:00.000\na')],
  ['a cue that ends before it begins', file('00:02.000 --> 00:01.000\na')],
  ['a bare ampersand', file('00:01.000 --> 00:02.000\na & b')],
  ['a tag', file('00:01.000 --> 00:02.000\na <b>')],
  ['an arrow in the text', file('00:01.000 --> 00:02.000\na --> b')],
  ['an id twice', file('x\n00:01.000 --> 00:02.000\na\n\nx\n00:01.000 --> 00:02.000\na')],
  ['cues out of order', file('00:03.000 --> 00:04.000\na\n\n00:01.000 --> 00:02.000\na')],
])('refuses %s', (_, text) => {
  expect(() => readVtt(text)).toThrow();
});
