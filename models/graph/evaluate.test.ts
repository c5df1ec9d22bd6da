import { describe, expect, it } from 'vitest';
import { relativeError } from '../../test/helpers/relative-error.ts';
import { CASE_BATCH, buildCase, feedsOf, OPERATOR_CASES } from '../../test/helpers/operator-cases/index.ts';
import { runCase } from '../../test/helpers/run-case.ts';
import { evaluate } from './evaluate.ts';
import { BATCH, Erf, input, MatMul, Mul, normal, parameter, whole, Gather } from './index.ts';

describe('every operator, in float64 and as onnxruntime computes what is emitted', () => {
  for (const [operator, cases] of Object.entries(OPERATOR_CASES))
    it.each(cases)(`${operator}: $label`, async (one) => {
      const { inputs, outputs } = buildCase(one);
      const expected = evaluate(outputs, feedsOf(one), { batch: CASE_BATCH });
      const actual = await runCase(one, inputs, outputs);
      for (const [index, { data, shape }] of expected.entries()) {
        expect(actual[index]!.dims).toEqual(shape);
        // float32 keeps 6e-8 of the largest; convolutions and exponentials lose up to some hundred of those.
        expect(relativeError(actual[index]!.data, data)).toBeLessThan(1e-5);
      }
    });

  it('leaves none out', () => {
    for (const [operator, cases] of Object.entries(OPERATOR_CASES))
      expect(cases.length, operator).toBeGreaterThan(0);
  });
});

describe('evaluation', () => {
  it('agrees with tables where onnxruntime has only float32', () => {
    const x = input('x', [4]);
    const [y] = evaluate([Erf(x)], new Map([['x', [0.5, -1, 3, 8]]]));
    // Abramowitz and Stegun, table 7.1; erf 3 to 16 digits from erfc 3 = 2.209049699858544e-5.
    const expected = [0.5204998778130465, -0.8427007929497149, 0.9999779095030014, 1];
    for (const [place, value] of expected.entries()) expect(y!.data[place]).toBeCloseTo(value, 15);
  });

  it('takes parameters from the feeds, or gives them their first values', () => {
    const w = parameter('w', [1, 2], normal(1));
    const x = input('x', [BATCH, 1]);
    const feeds = new Map([['x', [1, 2]]]);
    const [once] = evaluate([MatMul(x, w)], feeds, { batch: 2, seed: 7 });
    const [again] = evaluate([MatMul(x, w)], feeds, { batch: 2, seed: 7 });
    const [other] = evaluate([MatMul(x, w)], feeds, { batch: 2, seed: 8 });
    expect(once).toEqual(again);
    expect(once).not.toEqual(other);
    const [fed] = evaluate([MatMul(x, w)], new Map([...feeds, ['w', [3, 4]]]), { batch: 2 });
    expect(fed).toEqual({ shape: [2, 2], data: Float64Array.of(3, 4, 6, 8) });
  });

  it('refuses what cannot be', () => {
    const x = input('x', [BATCH]);
    expect(() => evaluate([Mul(x, 2)], new Map(), { batch: 1 })).toThrow('x is fed undefined values, not 1');
    expect(() => evaluate([Mul(x, 2)], new Map([['x', [1, 2]]]), { batch: 1 })).toThrow(
      'fed 2 values, not 1',
    );
    expect(() => evaluate([Mul(x, 2)], new Map([['x', [1]]]))).toThrow('open batch');
    const beyond = Gather(input('y', [2]), whole([2]), 0);
    expect(() => evaluate([beyond], new Map([['y', [1, 2]]]))).toThrow('index 2 is outside of 2');
  });
});
