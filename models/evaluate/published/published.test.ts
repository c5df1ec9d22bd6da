/** That what was printed fits the tasks it stands under. */
import { expect, test } from 'vitest';
import { floorOfSizes, publishedTask, RECOGNITION_TASKS, SPOTTING } from './index.ts';

test('every share is one, and every row says something', () => {
  const isShare = (value: number | null): boolean => value === null || (value > 0 && value < 1);
  for (const { rows, tested } of RECOGNITION_TASKS) {
    expect(rows.length).toBeGreaterThan(0);
    for (const { all, bySet } of rows) {
      const printed = [all, ...Object.values(bySet)].flatMap(({ accuracy, uf1, uar }) => [
        accuracy,
        uf1,
        uar,
      ]);
      expect(printed.every(isShare)).toBe(true);
      expect(printed.some((value) => value !== null)).toBe(true);
      expect(Object.keys(bySet).every((set) => tested.includes(set))).toBe(true);
    }
  }
  for (const { bySet } of SPOTTING)
    for (const { macro, micro, all } of Object.values(bySet))
      expect([macro, micro, all].every(isShare)).toBe(true);
});

test('the sets of a composite add up to it', () => {
  for (const { sizes, bySet, classes } of RECOGNITION_TASKS) {
    expect(sizes).toHaveLength(classes);
    const parts = Object.values(bySet);
    if (parts.length === 0) continue;
    const sum = (lists: readonly (readonly number[])[]): number => lists.flat().reduce((a, b) => a + b, 0);
    expect(sum(parts)).toBe(sum([sizes]));
  }
});

// Accuracy, UF1 and UAR of naming the most frequent class always, as they were printed.
test.each([
  ['cde', 'three', ['casme2', 'samm', 'smic-hs'], 0.5656, 0.2408, 0.3333],
  ['loso', 'five', ['casme2'], 0.4024, 0.1148, 0.2],
  ['loso', 'all', ['casme2'], 0.3882, 0.0799, 0.1429],
  ['loso', 'three', ['casme2'], 0.6346, 0.2588, 0.3333],
  ['loso', 'all', ['samm'], 0.3585, 0.066, 0.125],
  ['loso', 'five', ['samm'], 0.4191, 0.1181, 0.2],
  ['cde', 'objective', ['casme2', 'samm'], 0.4704, 0.128, 0.2],
] as const)('the floor of %s %s %s', (protocol, scheme, tested, accuracy, uf1, uar) => {
  const task = RECOGNITION_TASKS.find(
    (one) => one.protocol === protocol && one.scheme === scheme && one.tested.join() === tested.join(),
  )!;
  const floor = floorOfSizes(task.sizes);
  for (const [found, wanted] of [
    [floor.accuracy, accuracy],
    [floor.uf1, uf1],
    [floor.uar, uar],
  ] as const)
    expect(Math.abs(found! - wanted)).toBeLessThan(6e-5);
});

test('one network was printed with exactly the floor', () => {
  const task = publishedTask({ protocol: 'loso', scheme: 'all', classes: 8, tested: ['samm'], learnt: [] })!;
  const elrcn = task.rows.find(({ network }) => network === 'elrcn')!.all;
  const floor = floorOfSizes(task.sizes);
  expect(Math.abs(elrcn.accuracy! - floor.accuracy!)).toBeLessThan(6e-4);
  expect(Math.abs(elrcn.uf1! - floor.uf1!)).toBeLessThan(6e-4);
});

test('a task is found by protocol, classes and sets alone, in any order', () => {
  const asked = {
    protocol: 'cde',
    scheme: 'three',
    classes: 3,
    tested: ['smic-hs', 'samm', 'casme2'],
    learnt: [],
  } as const;
  expect(publishedTask(asked)?.title).toContain('2019');
  expect(publishedTask({ ...asked, protocol: 'loso' })).toBeNull();
  expect(publishedTask({ ...asked, tested: ['samm', 'casme2'] })).toBeNull();
  expect(publishedTask({ ...asked, classes: 4 })).toBeNull();
  const cross = { protocol: 'cross', scheme: 'three', classes: 3, tested: ['smic-hs'] } as const;
  expect(publishedTask({ ...cross, learnt: ['samm'] })?.rows[0]?.all.accuracy).toBe(0.451);
  expect(publishedTask({ ...cross, learnt: ['casme2'] })?.rows[0]?.all.accuracy).toBe(0.344);
});
