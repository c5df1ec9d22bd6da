import { expect, test } from 'vitest';

import { assign } from './assignment.ts';

/** The least total by trying every assignment, real pairs first. */
function bruteForce(costs: readonly (readonly number[])[]): { pairs: number; total: number } {
  let best = { pairs: 0, total: 0 };
  const walk = (row: number, used: Set<number>, pairs: number, total: number): void => {
    if (row === costs.length) {
      if (pairs > best.pairs || (pairs === best.pairs && total < best.total)) best = { pairs, total };
      return;
    }
    walk(row + 1, used, pairs, total);
    for (const [column, cost] of costs[row]!.entries()) {
      if (used.has(column) || !Number.isFinite(cost)) continue;
      walk(row + 1, new Set([...used, column]), pairs + 1, total + cost);
    }
  };
  walk(0, new Set(), 0, 0);
  return best;
}

/** Small multiplicative congruential generator (Lehmer, 16807 mod 2³¹ − 1): the same numbers on every machine. */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 16807) % 2147483647;
    yield state / 2147483647;
  }
}

test('it finds the least total of 400 random problems, forbidden pairs among them', () => {
  const random = randoms(7);
  const next = (): number => random.next().value;
  for (let problem = 0; problem < 400; problem++) {
    const [rows, columns] = [Math.floor(next() * 6), Math.floor(next() * 6)];
    const costs = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (next() < 0.25 ? Infinity : next() * 10 - 2)),
    );
    const chosen = assign(costs);
    const pairs = chosen.flatMap((column, row) => (column < 0 ? [] : [costs[row]![column]!]));
    expect(new Set(chosen.filter((column) => column >= 0)).size).toBe(pairs.length);
    const total = pairs.reduce((sum, cost) => sum + cost, 0);
    const best = bruteForce(costs);
    expect(pairs.length).toBe(best.pairs);
    expect(total).toBeCloseTo(best.total, 9);
  }
});

test('nothing to assign is no assignment', () => {
  expect(assign([])).toEqual([]);
  expect(assign([[], []])).toEqual([-1, -1]);
});
