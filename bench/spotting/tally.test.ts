import { expect, test } from 'vitest';
import type { SpottedEvent } from '../../contract/spot.ts';
import type { ClipLabels, KnownEvent } from './made-clips.ts';
import { markdownTable } from './table.ts';
import { Tally } from './tally.ts';

const known = (kind: 'micro' | 'macro', onsetS: number, offsetS: number, pctIod: number): KnownEvent => ({
  kind,
  what: 'brows-up',
  pctIod,
  onsetS,
  apexS: (onsetS + offsetS) / 2,
  offsetS,
});

const found = (kind: 'micro' | 'macro', onsetS: number, apexS: number, offsetS: number): SpottedEvent => {
  const at = (timeS: number) => ({ timeUs: timeS * 1e6, frameIndex: Math.round(timeS * 100) });
  const moments = { onset: at(onsetS), apex: at(apexS), offset: at(offsetS) };
  return { trackId: 1, kind, ...moments, aus: [], score: 0.5, cautions: [] };
};

const labels: ClipLabels = {
  durationS: 30,
  family: 'bump',
  events: [known('micro', 1, 1.3, 0.9), known('micro', 3, 3.2, 1.5), known('macro', 5, 6.6, 6)],
  distractors: [{ what: 'blink', fromS: 8, toS: 8.2 }],
};

test('micro and macro events are scored apart, misses and false events say what was beside them', () => {
  const tally = new Tally('tried');
  tally.add('clip', labels, [
    found('micro', 1, 1.16, 1.3),
    found('macro', 3, 3.1, 3.2),
    found('micro', 8, 8.1, 8.2),
    found('macro', 5, 5.8, 6.6),
  ]);
  const result = tally.result();
  expect(result.micro).toEqual({ true: 2, hits: 1, falseEvents: 1, f1: 0.5 });
  expect(result.macro).toEqual({ true: 1, hits: 1, falseEvents: 1, f1: 0.667 });
  expect(result.apexErrorMs).toBeCloseTo(10, 6);
  expect(result.falsePerMinute).toBe(2);
  expect(result.recallBySize.map(({ hits, true: of }) => [hits, of])).toEqual([
    [1, 1],
    [0, 1],
    [0, 0],
  ]);
  expect(result.missed).toEqual([
    'clip micro brows-up 3.00–3.20 s, 1.5 % IOD: found as macro 3.00–3.20, IoU 1.00; beside nothing',
  ]);
  expect(result.falseOnes[0]).toContain('beside blink');
});

test('a clip at rest has no F1 in the table, only false events', () => {
  const tally = new Tally('rest');
  tally.add('clip', { ...labels, events: [] }, [found('micro', 1, 1.1, 1.2)]);
  const cells = markdownTable([tally.result()]).split('\n')[2]!.split(' | ');
  expect(cells[2]).toBe('–');
  expect(cells.at(-3)).toBe('2.0');
});
