import { expect, it } from 'vitest';
import { createRandom } from '../data/synth/random.ts';
import { fitUnitThresholds } from './unit-thresholds.ts';

it('finds where a unit is best said, where it is said too seldom, too often, and where too few clips show it', () => {
  const random = createRandom(1);
  const [logits, known]: [number[], number[]] = [[], []];
  const best = [-2, 1.5, 0];
  for (let clip = 0; clip < 1000; clip++) {
    const shows = [clip % 4 === 0, clip % 10 === 0, clip % 100 === 0];
    // Each unit's logits lie two round its best threshold, on either side, with noise of one.
    shows.forEach((isShown, unit) => {
      logits.push(best[unit]! + (isShown ? 2 : -2) + (random.range(-1, 1) + random.range(-1, 1)));
      known.push(isShown ? 1 : 0);
    });
  }
  const [seldom, often, rare] = fitUnitThresholds(logits, known, 3);
  expect(Math.abs(seldom!.threshold + 2)).toBeLessThan(0.6);
  expect(Math.abs(often!.threshold - 1.5)).toBeLessThan(0.6);
  expect(seldom).toMatchObject({ positives: 250, after: 1 });
  expect(seldom!.before!).toBeLessThan(0.75);
  expect(often!.before!).toBeLessThan(0.75);
  // Ten clips decide nothing.
  expect(rare).toMatchObject({ threshold: 0, positives: 10 });
});

it('leaves out what nobody coded', () => {
  const known = Array.from({ length: 100 }, (_, clip) => (clip < 50 ? -1 : clip % 2));
  const logits = known.map((label) => (label < 0 ? 3 : label === 1 ? 1 : -1));
  const [unit] = fitUnitThresholds(logits, known, 1);
  expect(unit).toMatchObject({ positives: 25, before: 1, after: 1 });
});
