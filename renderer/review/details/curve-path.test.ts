import { expect, test } from 'vitest';
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { Evidence } from '../../../contract/channels/review.ts';
import { madeEvent } from '../../overlay/testing/made-events.ts';
import { curvePath, mostMoved } from './curve-path.ts';

const FRAMES = 40;

/** Units at rest but for those given: [unit, frame, intensity] on the left. */
function evidenceWith(rises: readonly (readonly [number, number, number])[]): Evidence {
  const left = new Float32Array(AU_NUMBERS.length * FRAMES);
  for (const [au, frame, value] of rises) left[AU_NUMBERS.indexOf(au as never) * FRAMES + frame] = value;
  return {
    event: 1,
    frames: Array.from({ length: FRAMES }, (_, frame) => ({ frameIndex: frame, timeUs: frame * 10_000 })),
    left,
    right: new Float32Array(left.length),
    activity: new Float32Array(FRAMES),
    recognizer: null,
    cautions: [],
    framesInEvent: 11,
  };
}

test('the event’s own units come first, then those that rose most within it', () => {
  const evidence = evidenceWith([
    [4, 15, 3],
    [9, 15, 2],
    [45, 35, 5],
  ]);
  const event = madeEvent(1, 10, 20, { aus: [{ au: 12, side: 'both', p: 1, intensity: 1 }] });
  expect(mostMoved(evidence, event, 3)).toEqual([
    { au: 12, peak: 0 },
    { au: 4, peak: 3 },
    { au: 9, peak: 2 },
  ]);
});

test('a path has a gap where nothing was measured, and stays inside its row', () => {
  const path = curvePath([0, 1, 2, 3], Float32Array.from([0, 10, NaN, 2]), (timeUs) => timeUs, 4, 100, 40);
  expect(path).toBe('M0.0 140.0L1.0 100.0M3.0 120.0');
});
