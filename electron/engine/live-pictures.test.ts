import { expect, test } from 'vitest';
import { spacingUs } from './live-pictures.ts';

/** Pictures of ten seconds of a source of 100 frames a second that is measured this late. */
function picturesIn10s(latencyMs: number): number {
  let madeUs = -Infinity;
  let nextUs = -Infinity;
  let made = 0;
  for (let timeUs = 0; timeUs < 10e6; timeUs += 10_000) {
    if (timeUs < nextUs) continue;
    nextUs = Math.max(nextUs + 1e6 / 30, timeUs);
    if (timeUs < madeUs + spacingUs(latencyMs)) continue;
    madeUs = timeUs;
    made++;
  }
  return made;
}

test('there are thirty pictures a second while measuring keeps up, fewer the later it is, never fewer than five', () => {
  const made = [0, 100, 200, 400, 800, 1200, 5000].map(picturesIn10s);
  expect(made.slice(0, 3)).toEqual([300, 300, 300]);
  expect(made).toEqual(made.toSorted((one, other) => other - one));
  expect(made[3]).toBe(150);
  expect(made.at(-1)).toBe(50);
});
