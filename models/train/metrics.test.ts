import { describe, expect, it } from 'vitest';
import { argmaxRows, countConfusion, countLabels, f1OfLabel, macroF1, scoreConfusion } from './index.ts';

const CLASSES = ['negative', 'positive', 'surprise'];

describe('scores over classes', () => {
  // Ten samples, counted by hand: negative 5 (4 right, 1 said surprise), positive 3 (1 right, 2 said negative),
  // surprise 2 (both right).
  const known = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
  const said = [0, 0, 0, 0, 2, 1, 0, 0, 2, 2];
  const confusion = countConfusion(known, said, CLASSES);

  it('count what is known in rows and what is said in columns', () => {
    expect(confusion.counts).toEqual([
      [4, 0, 1],
      [2, 1, 0],
      [0, 0, 2],
    ]);
  });

  it('are those worked out by hand', () => {
    const { accuracy, uf1, uar } = scoreConfusion(confusion);
    expect(accuracy).toBe(7 / 10);
    // F1: negative 8/(8+2+1), positive 2/(2+0+2), surprise 4/(4+1+0)
    expect(uf1).toBeCloseTo((8 / 11 + 2 / 4 + 4 / 5) / 3, 12);
    expect(uar).toBeCloseTo((4 / 5 + 1 / 3 + 1) / 3, 12);
  });

  it('punish naming the most frequent class always', () => {
    const constant = scoreConfusion(
      countConfusion(
        known,
        known.fill(0, 0, 0).map(() => 0),
        CLASSES,
      ),
    );
    expect(constant.accuracy).toBe(0.5);
    expect(constant.uar).toBeCloseTo(1 / 3, 12);
    expect(constant.uf1).toBeCloseTo(10 / 15 / 3, 12);
  });

  it('leave out samples without a class, and classes without a sample', () => {
    const scores = scoreConfusion(countConfusion([0, -1, 1], [0, 2, 1], CLASSES));
    expect(scores).toEqual({ accuracy: 1, uf1: 1, uar: 1 });
  });
});

describe('scores over labels', () => {
  // Two labels of four samples; logits, so 0 is the threshold.
  const known = [1, 0, 1, 0, 0, 0, 1, 0];
  const logits = [2, -1, -0.5, -3, 0, -2, 1, 4];

  it('count each label for itself', () => {
    expect(countLabels(known, logits, 2, 0)).toEqual([
      { truePositives: 2, falsePositives: 1, falseNegatives: 1 },
      { truePositives: 0, falsePositives: 1, falseNegatives: 0 },
    ]);
    expect(countLabels(known, logits, 2, 3)[0]).toEqual({
      truePositives: 0,
      falsePositives: 0,
      falseNegatives: 3,
    });
  });

  it('say nothing of what nobody coded', () => {
    const some = known.map((label, at) => (at === 0 || at === 7 ? -1 : label));
    expect(countLabels(some, logits, 2, 0)).toEqual([
      { truePositives: 1, falsePositives: 1, falseNegatives: 1 },
      { truePositives: 0, falsePositives: 0, falseNegatives: 0 },
    ]);
  });

  it('are F1 by label, and its mean over labels that occur', () => {
    const counts = countLabels(known, logits, 2, 0);
    expect(counts.map(f1OfLabel)).toEqual([4 / 6, 0]);
    expect(macroF1(counts)).toBeCloseTo(4 / 6, 12);
    expect(f1OfLabel({ truePositives: 0, falsePositives: 0, falseNegatives: 0 })).toBeNull();
  });
});

it('the largest of a row is the first of equal ones', () => {
  expect([...argmaxRows([0, 3, 1, 5, 5, 2], 3)]).toEqual([1, 0]);
});
