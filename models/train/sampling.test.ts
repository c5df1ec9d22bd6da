import { describe, expect, it } from 'vitest';
import { smallDataset } from '../../test/helpers/small-training.ts';
import { epochOrder, mixDatasets, type Dataset } from './index.ts';

const PLAIN = { isBalanced: false, shares: null };

/** 90 samples of class 0, 9 of class 1 and 1 of class 2. */
const uneven: Dataset = {
  ...smallDataset(100, 1),
  classes: Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 99 ? 1 : 2)),
};
const countsOf = (values: readonly number[]): number[] =>
  [0, 1, 2].map((label) => values.filter((value) => value === label).length);

describe('the order of an epoch', () => {
  it('holds every sample once, shuffled, another way in each epoch and with each seed', () => {
    const order = epochOrder(uneven, PLAIN, 1, 0);
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect(epochOrder(uneven, PLAIN, 1, 0)).toEqual(order);
    expect(epochOrder(uneven, PLAIN, 1, 1)).not.toEqual(order);
    expect(epochOrder(uneven, PLAIN, 2, 0)).not.toEqual(order);
    // A sample stays in its place by chance only: once in 100 on average.
    expect([...order].filter((index, at) => index === at).length).toBeLessThan(8);
  });

  it('gives every class its third when balanced, all samples of a class before any twice', () => {
    const order = [...epochOrder(uneven, { isBalanced: true, shares: null }, 1, 0)];
    const counts = countsOf(order.map((index) => uneven.classes![index]!));
    expect(counts.sort()).toEqual([33, 33, 34]);
    const rare = order.filter((index) => index >= 90 && index < 99);
    const times = new Map<number, number>();
    for (const index of rare) times.set(index, (times.get(index) ?? 0) + 1);
    expect(times.size).toBe(9);
    expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1);
  });

  it('leaves samples without a class out when balanced', () => {
    const partly = { ...uneven, classes: Int32Array.from({ length: 100 }, (_, i) => (i < 50 ? -1 : 0)) };
    const order = epochOrder(partly, { isBalanced: true, shares: null }, 1, 0);
    expect(order).toHaveLength(100);
    expect(Math.min(...order)).toBe(50);
  });

  it('mixes sources by their shares, whatever their sizes', () => {
    const mixed = mixDatasets([smallDataset(90, 1, 'made'), smallDataset(10, 2, 'recorded')]);
    const ofSource = (shares: number[] | null): number[] =>
      countsOf(
        [...epochOrder(mixed, { isBalanced: false, shares }, 3, 0)].map((index) => mixed.sourceOf(index)),
      );
    expect(ofSource(null)).toEqual([90, 10, 0]);
    expect(ofSource([1, 1])).toEqual([50, 50, 0]);
    expect(ofSource([3, 1])).toEqual([75, 25, 0]);
  });
});

it('a batch out of several sets holds what each of them gives', async () => {
  const [a, b] = [smallDataset(5, 1), smallDataset(5, 2)];
  const mixed = mixDatasets([a, b]);
  const requests = [6, 0, 9].map((index) => ({ index, seed: null }));
  const { x } = await mixed.readBatch(requests);
  const first = await b.readBatch([
    { index: 1, seed: null },
    { index: 4, seed: null },
  ]);
  const second = await a.readBatch([{ index: 0, seed: null }]);
  const [one, two] = [first['x'] as Float32Array, second['x'] as Float32Array];
  expect(x).toEqual(Float32Array.of(...one.subarray(0, 6), ...two, ...one.subarray(6)));
});
