import { expect, it } from 'vitest';
import type { ClipEntry, ClipIndex } from '../../data/clips/index.ts';
import { createRandom } from '../../data/synth/random.ts';
import { conditionOf, drawCondition, rampAt, shaken, unfold } from './conditions.ts';

const store = { frames: 16, emotions: ['negative', 'positive'] } as unknown as ClipIndex;
const entry = (more: Partial<ClipEntry>): ClipEntry => ({
  subject: 'a',
  seed: 0,
  emotion: 1,
  aus: [12],
  peakPctIod: 0,
  moves: [],
  crc32: 0,
  ...more,
});
const labels = { aus: [4, 12], emotions: ['positive', 'negative'] };

it('asks for half of the scale where nobody knows how much, and for a tenth per % of displacement where one does', () => {
  expect([...conditionOf(entry({}), store, labels).units]).toEqual([0, 0.5]);
  expect([...conditionOf(entry({ peakPctIod: 4 }), store, labels).units]).toEqual([0, Math.fround(0.4)]);
  expect([...conditionOf(entry({ peakPctIod: 40 }), store, labels).units]).toEqual([0, 1]);
});

it('finds a class by its name, whatever its place in the store', () => {
  expect(conditionOf(entry({}), store, labels).emotion).toBe(0);
  expect(conditionOf(entry({}), store, { ...labels, emotions: ['surprise'] }).emotion).toBe(-1);
});

it('rises in a line from the onset to the apex and falls to the offset', () => {
  const course = { onset: 2, apex: 6, offset: 14 };
  expect([0, 2, 4, 6, 10, 14, 15].map((frame) => rampAt(course, frame))).toEqual([0, 0, 0.5, 1, 0.5, 0, 0]);
  // A single picture is its own apex.
  expect(rampAt({ onset: 0, apex: 0, offset: 0 }, 0)).toBe(1);
  // Apex at an end.
  expect(rampAt({ onset: 0, apex: 15, offset: 15 }, 15)).toBe(1);
});

it('takes the course from the clip where it is known, else the window’s ends and its middle or the coded apex', () => {
  const course = { onset: 3.5, apex: 7, offset: 11 };
  expect(conditionOf(entry({ course }), store, labels).course).toEqual(course);
  expect(conditionOf(entry({}), store, labels).course).toEqual({ onset: 0, apex: 7.5, offset: 15 });
  expect(conditionOf(entry({ apexFrame: 5 }), store, labels).course.apex).toBe(5);
});

it('unfolds to frames, and is nought where a clip begins whatever noise is added', () => {
  const shaky = shaken(conditionOf(entry({}), store, labels), createRandom(3), 0.1);
  expect(Math.abs(shaky.units[0]!)).toBeLessThanOrEqual(0.1);
  expect(shaky.units[0]).not.toBe(0);
  const out = new Float32Array(6);
  unfold(shaky, [0, 7.5, 15], out);
  expect([...out.subarray(0, 2), ...out.subarray(4)].map(Math.abs)).toEqual([0, 0, 0, 0]);
  expect(out[3]).toBeCloseTo(shaky.units[1]!, 6);
});

it('draws one or two units of any strength', () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 200 }, () => drawCondition(random, store, 5).units);
  const counts = drawn.map((units) => units.filter((value) => value > 0).length);
  expect(new Set(counts)).toEqual(new Set([1, 2]));
  expect(Math.max(...drawn.flatMap((units) => [...units]))).toBeGreaterThan(0.9);
});
