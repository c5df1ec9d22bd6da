import { describe, expect, test } from 'vitest';
import {
  drawEmotion,
  drawExpression,
  type Emotion,
  EMOTIONS,
  SEVEN_CLASSES,
  sevenClassOf,
  THREE_CLASSES,
  threeClassOf,
} from './emotions.ts';
import { createRandom } from './random.ts';

const random = createRandom(11);
const draws = (emotion: Emotion, count = 2000): ReturnType<typeof drawExpression>[] =>
  Array.from({ length: count }, () => drawExpression(random, emotion));

test('the same seed draws the same, another seed another', () => {
  const twenty = (seed: number): unknown => {
    const own = createRandom(seed);
    return Array.from({ length: 20 }, () => drawExpression(own, drawEmotion(own, 'three', 0.25)));
  };
  expect(twenty(3)).toEqual(twenty(3));
  expect(twenty(3)).not.toEqual(twenty(4));
});

test('none moves nothing', () => {
  expect(drawExpression(random, 'none')).toEqual({ emotion: 'none', actions: [] });
});

describe.each(EMOTIONS.filter((e) => e !== 'none'))('%s', (emotion) => {
  test('moves each unit once, the strongest with intensity 1, sides as their intensities say', () => {
    for (const { actions } of draws(emotion, 300)) {
      expect(actions.length).toBeGreaterThan(0);
      expect(new Set(actions.map(({ au }) => au)).size).toBe(actions.length);
      expect(Math.max(...actions.flatMap(({ left, right }) => [left, right]))).toBe(1);
      for (const { side, left, right } of actions) {
        expect([left > 0, right > 0]).toEqual([side !== 'right', side !== 'left']);
        expect(Math.min(left, right)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

/** Yan et al. 2014, the criteria of CASME II's labels. */
test.each([
  ['happiness', (has: Has) => has(6) || has(12)],
  ['surprise', (has: Has) => has(2) || has(25) || has(5)],
  ['repression', (has: Has) => has(15) || has(17)],
] as const)('%s always holds what CASME II asks of it', (emotion, isMet) => {
  for (const { actions } of draws(emotion, 300))
    expect(isMet((au) => actions.some((action) => action.au === au))).toBe(true);
});
type Has = (au: number) => boolean;

test('a raised brow alone is never both surprise and negative: 4 tells fear from surprise', () => {
  for (const { actions } of draws('surprise', 500)) expect(actions.some(({ au }) => au === 4)).toBe(false);
  const raised = draws('fear', 500).filter(({ actions }) => actions.some(({ au }) => au === 2));
  expect(raised.length).toBeGreaterThan(0);
  for (const { actions } of raised) expect(actions.some(({ au }) => au === 4)).toBe(true);
});

test('over CASME II’s own mix there are about as many units in a clip, single ones and one-sided ones', () => {
  // Clips of the 2014 sheet: others 99, disgust 63, happiness 32, repression 27, surprise 25, sadness 7, fear 2.
  const mix = { others: 99, disgust: 63, happiness: 32, repression: 27, surprise: 25, sadness: 7, fear: 2 };
  const clips = Object.entries(mix).flatMap(([emotion, count]) => draws(emotion as Emotion, 20 * count));
  const units = clips.flatMap(({ actions }) => actions);
  expect(units.length / clips.length).toBeGreaterThan(1.3);
  expect(units.length / clips.length).toBeLessThan(1.6);
  const single = clips.filter(({ actions }) => actions.length === 1).length / clips.length;
  expect(single).toBeGreaterThan(0.5);
  expect(single).toBeLessThan(0.7);
  const oneSided = units.filter(({ side }) => side !== 'both').length / units.length;
  expect(oneSided).toBeGreaterThan(0.1);
  expect(oneSided).toBeLessThan(0.25);
});

test('which units move tells the three classes apart: no set of units belongs to two', () => {
  const classesOf = new Map<string, Set<string>>();
  for (let k = 0; k < 5000; k++) {
    const { emotion, actions } = drawExpression(random, drawEmotion(random, 'three'));
    const units = actions
      .map(({ au }) => au)
      .toSorted((a, b) => a - b)
      .join('+');
    classesOf.set(units, (classesOf.get(units) ?? new Set()).add(threeClassOf(emotion)!));
  }
  const shared = [...classesOf].filter(([, classes]) => classes.size > 1);
  expect(shared).toEqual([]);
});

test('classes are drawn evenly, and none as often as asked', () => {
  const emotions = Array.from({ length: 4000 }, () => drawEmotion(random, 'three', 0.25));
  for (const wanted of [...THREE_CLASSES, 'none'] as const) {
    const share = emotions.filter((emotion) => threeClassOf(emotion) === wanted).length / 4000;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
  }
  const seven = new Set(Array.from({ length: 500 }, () => drawEmotion(random, 'seven')));
  expect([...seven].map(sevenClassOf).sort()).toEqual([...SEVEN_CLASSES].sort());
});

test('others has no place among three classes, anger and contempt none among CASME II’s seven', () => {
  expect(threeClassOf('others')).toBeNull();
  expect([sevenClassOf('anger'), sevenClassOf('contempt')]).toEqual([null, null]);
});
