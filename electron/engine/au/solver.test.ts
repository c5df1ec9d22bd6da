import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { randomFloats } from '../../../test/helpers/random.ts';
import { AU_COLUMNS, type AuColumn } from './dictionary.ts';
import { AuSolver } from './solver.ts';

const ROWS = AU_COLUMNS[0]!.vector.length;

/** The motion that the given shares of the product's columns make together. */
const motionOf = (shares: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: ROWS }, (_, row) =>
    AU_COLUMNS.reduce((sum, { vector }, j) => sum + shares[j]! * vector[row]!, 0),
  );

const name = ({ au, side }: AuColumn): string => `${au} ${side}`;

describe('one action unit at a time', () => {
  test.each(AU_COLUMNS.map((column, at) => [name(column), at] as const))(
    '%s at half its maximum is found, alone and on its side',
    (_, at) => {
      const shares = new AuSolver().solve(motionOf(AU_COLUMNS.map((_, j) => (j === at ? 0.5 : 0))));
      // The cost of every unit takes some of it: 0.05 of the weakest column.
      expect(shares[at]).toBeGreaterThan(0.44);
      expect(shares[at]).toBeLessThanOrEqual(0.5 + 1e-6);
      expect(Math.max(...shares.filter((_, j) => j !== at))).toBeLessThan(0.03);
    },
  );
});

test('left and right of different units at once are told apart', () => {
  const solver = new AuSolver();
  const wanted: Readonly<Record<string, number>> = { '12 left': 0.6, '4 right': 0.4 };
  const shares = solver.solve(motionOf(AU_COLUMNS.map((column) => wanted[name(column)] ?? 0)));
  const found = Object.fromEntries(AU_COLUMNS.map((column, j) => [name(column), shares[j]!]));
  expect(found['12 left']).toBeCloseTo(0.6, 1);
  expect(found['4 right']).toBeCloseTo(0.4, 1);
  expect(found['12 right']).toBeLessThan(0.02);
  expect(found['4 left']).toBeLessThan(0.02);
});

test('no motion and noise of a tenth of a percent of IOD give no unit above a trace', () => {
  const solver = new AuSolver();
  expect([...solver.solve(new Float32Array(ROWS))].every((share) => share === 0)).toBe(true);
  for (let seed = 1; seed <= 50; seed++) {
    const noise = randomFloats(ROWS, seed, -0.001, 0.001);
    // A trace is FACS A, 1 of 5; half of it is 0.1 of the maximum.
    expect(Math.max(...solver.solve(noise))).toBeLessThan(0.1);
  }
});

test('a motion opposite to every pull of a unit does not give that unit: muscles do not push', () => {
  const solver = new AuSolver();
  for (const [at, column] of AU_COLUMNS.entries()) {
    const shares = solver.solve(column.vector.map((value) => -0.5 * value));
    expect(shares[at], name(column)).toBe(0);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  }
});

test("solutions are SciPy's for a dictionary made by a formula", () => {
  const oracle = JSON.parse(
    readFileSync(new URL('../../../test/oracles/au-nnls.json', import.meta.url), 'utf8'),
  ) as { readonly solutions: readonly (readonly number[])[] };
  const numbers = linearCongruential(7);
  const columns = Array.from({ length: 8 }, (_, j): AuColumn => ({
    au: 1,
    side: j % 2 === 0 ? 'left' : 'right',
    vector: Float32Array.from({ length: 20 }, () => 0.2 * numbers()),
  }));
  const solver = new AuSolver(columns);
  for (const solution of oracle.solutions) {
    const shares = solver.solve(Float32Array.from({ length: 20 }, () => 0.05 * numbers()));
    // Six decimals are stored; the solver stops at steps of 1e-5.
    for (const [j, value] of solution.entries()) expect(shares[j]).toBeCloseTo(value, 3);
  }
  expect(oracle.solutions.flat().filter((value) => value > 0).length).toBeGreaterThan(10);
});

test('the solution satisfies the conditions of a minimum on mixed, noisy motions', () => {
  const solver = new AuSolver();
  for (let seed = 1; seed <= 20; seed++) {
    const mixed = motionOf(randomFloats(AU_COLUMNS.length, seed, -2, 0.5).map((v) => Math.max(0, v)));
    const noise = randomFloats(ROWS, 100 + seed, -0.004, 0.004);
    const motion = mixed.map((value, row) => value + noise[row]!);
    const shares = Float64Array.from(solver.solve(motion));
    const costs = solver.costs(motion);
    const left = motion.map((value, row) => value - motionOf(shares)[row]!);
    for (const [j, { vector }] of AU_COLUMNS.entries()) {
      // Karush, Kuhn and Tucker: the slope D'(m − Dx) − λ is zero for units in use and not positive for the others.
      const slope = vector.reduce((sum, value, row) => sum + value * left[row]!, 0) - costs[j]!;
      expect(slope).toBeLessThan(2e-6);
      expect(shares[j] === 0 || slope > -2e-6).toBe(true);
    }
  }
});

/** As in test/oracles/au_nnls.py. */
function linearCongruential(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (1103515245n * state + 12345n) % 2n ** 31n;
    return Number(state >> 16n) / 32768 - 0.5;
  };
}
