/** Against scikit-learn's LinearSVC (test/oracles/linear_svm.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decideLinearSvm, trainLinearSvm } from './linear-svm.ts';
import { argmaxRows } from './metrics.ts';

interface Oracle {
  readonly x: readonly number[];
  readonly labels: readonly number[];
  readonly fresh: readonly number[];
  readonly cases: readonly {
    readonly loss: 'hinge' | 'squared-hinge';
    readonly c: number;
    readonly weights: readonly number[];
    readonly decisions: readonly number[];
    readonly said: readonly number[];
  }[];
}

const oracle = JSON.parse(
  readFileSync(new URL('../../test/oracles/linear-svm.json', import.meta.url), 'utf8'),
) as Oracle;
const [x, fresh] = [oracle.x, oracle.fresh].map((values) => Float32Array.from(values)) as [
  Float32Array,
  Float32Array,
];

describe('a linear support vector machine', () => {
  it.each(oracle.cases)('has the weights that LIBLINEAR finds: $loss, C = $c', ({ loss, c, ...wanted }) => {
    const svm = trainLinearSvm(x, oracle.labels, 3, { loss, c, tolerance: 1e-9, passes: 100_000 });
    expect(svm.isConverged).toBe(true);
    for (const [at, weight] of wanted.weights.entries()) expect(svm.weights[at]).toBeCloseTo(weight, 6);
    const decisions = decideLinearSvm(svm, fresh);
    for (const [at, value] of wanted.decisions.entries()) expect(decisions[at]).toBeCloseTo(value, 6);
    expect([...argmaxRows(decisions, 3)]).toEqual(wanted.said);
  });

  it('ends near the same place whatever the order, and says when it did not get there', () => {
    const [one, two] = [1, 2].map((seed) => trainLinearSvm(x, oracle.labels, 3, { seed }));
    expect([...one!.weights]).not.toEqual([...two!.weights]);
    for (const [at, weight] of one!.weights.entries()) expect(two!.weights[at]).toBeCloseTo(weight, 3);
    expect(trainLinearSvm(x, oracle.labels, 3, { passes: 1 }).isConverged).toBe(false);
    expect(trainLinearSvm(x, oracle.labels, 3)).toEqual(trainLinearSvm(x, oracle.labels, 3));
  });

  it('wants samples of one length', () => {
    expect(() => trainLinearSvm(x.subarray(1), oracle.labels, 3)).toThrow(
      'internal: samples of different lengths',
    );
  });
});
