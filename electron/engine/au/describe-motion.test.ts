import { expect, test } from 'vitest';
import type { Side } from '../../../contract/au.ts';
import { AU_COLUMNS } from './dictionary.ts';
import { describeMotion } from './describe-motion.ts';

const ROWS = AU_COLUMNS[0]!.vector.length;
const column = (au: number, side: Side) =>
  AU_COLUMNS.find((each) => each.au === au && each.side === side)!.vector;

test('nothing moves, nothing is named', () => {
  expect(describeMotion(new Float32Array(ROWS))).toEqual([]);
});

test('the strongest comes first, with its own sides', () => {
  const motion = Float32Array.from(
    { length: ROWS },
    (_, i) => 0.5 * column(12, 'left')[i]! + 0.5 * column(12, 'right')[i]! + 0.3 * column(4, 'right')[i]!,
  );
  const [first, second] = describeMotion(motion);
  expect(first).toMatchObject({ au: 12 });
  expect(first!.left).toBeGreaterThan(2);
  expect(first!.right).toBeGreaterThan(2);
  expect(second).toMatchObject({ au: 4 });
  expect(second!.right).toBeGreaterThan(1.2);
  expect(second!.left).toBeLessThan(0.1);
});

test('intensities end at 5; a jaw has no side', () => {
  const motion = column(26, 'both').map((value) => 4 * value);
  expect(describeMotion(motion)[0]).toEqual({ au: 26, left: 5, right: 5 });
});

test('a later call does not change what an earlier one returned', () => {
  const first = describeMotion(column(12, 'left'));
  const copy = structuredClone(first);
  describeMotion(column(4, 'right'));
  expect(first).toEqual(copy);
});
