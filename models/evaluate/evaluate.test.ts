/** Against scikit-learn, numpy and scipy (test/oracles/evaluation.py), and against what was published. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { intervalOf, scoresOfDraws } from './bootstrap.ts';
import {
  addCounts,
  bootstrapBySubject,
  confusionBySubject,
  countSpotting,
  majorityFloor,
  mcNemar,
  overlapOf,
  type PairedPrediction,
  permutationBySubject,
  pooledConfusion,
  type Prediction,
  type ScoreName,
  spottingScores,
  tableScores,
} from './index.ts';

interface Oracle {
  readonly subject: readonly string[];
  readonly known: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly scores: Readonly<Record<'accuracy' | 'uf1' | 'uar' | 'weightedF1', number>> & {
    readonly f1: readonly number[];
  };
  readonly confusion: readonly (readonly number[])[];
  readonly draws: readonly (readonly number[])[];
  readonly drawn: Readonly<Record<ScoreName, readonly (number | null)[]>>;
  readonly intervals: Readonly<Record<ScoreName, readonly [number, number]>>;
  readonly permutation: Readonly<
    Record<'accuracy' | 'uf1', { readonly difference: number; readonly p: number }>
  >;
  readonly mcNemar: { readonly onlyFirst: number; readonly onlySecond: number; readonly p: number };
  readonly binomial: readonly { readonly few: number; readonly all: number; readonly p: number }[];
}

const oracle = JSON.parse(
  readFileSync(new URL('../../test/oracles/evaluation.json', import.meta.url), 'utf8'),
) as Oracle;
const CLASSES = ['negative', 'positive', 'surprise'];
const SCORES: readonly ScoreName[] = ['accuracy', 'uf1', 'uar'];

const pairs: readonly PairedPrediction[] = oracle.subject.map((subject, at) => ({
  subject,
  known: oracle.known[at]!,
  first: oracle.first[at]!,
  second: oracle.second[at]!,
}));
const predictions: readonly Prediction[] = pairs.map(({ subject, known, first }) => ({
  subject,
  known,
  said: first,
}));
const parts = confusionBySubject(predictions, CLASSES);
const pooled = pooledConfusion(parts.values(), CLASSES);

/** A network that always says the first class, of which there are so many of each. */
const alwaysFirst = (sizes: readonly number[]) => ({
  classes: sizes.map((_, at) => `class-${String(at)}`),
  counts: sizes.map((size) => sizes.map((_, column) => (column === 0 ? size : 0))),
});

describe('scores', () => {
  it("are scikit-learn's", () => {
    expect(pooled.counts).toEqual(oracle.confusion);
    const found = tableScores(pooled);
    for (const name of ['accuracy', 'uf1', 'uar', 'weightedF1'] as const)
      expect(found[name]).toBeCloseTo(oracle.scores[name], 12);
    for (const [at, f1] of oracle.scores.f1.entries()) expect(found.byClass[at]!.f1).toBeCloseTo(f1, 12);
  });

  it("are kept for each person, and a person's clips add up", () => {
    expect([...parts.keys()]).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9']);
    const own = predictions.filter(({ subject }) => subject === 's5');
    expect(tableScores(parts.get('s5')!).samples).toBe(own.length);
    expect(tableScores(pooled).samples).toBe(predictions.length);
  });

  it.each<[string, readonly number[], number, number, number]>([
    ['MEGC 2019, all', [250, 109, 83], 0.5656, 0.2408, 1 / 3],
    ['its SMIC part', [70, 51, 43], 0.4268, 0.1994, 1 / 3],
    ['its CASME II part', [88, 32, 25], 0.6069, 0.2518, 1 / 3],
    ['its SAMM part', [92, 26, 15], 0.6917, 0.2726, 1 / 3],
    ['CASME II, five classes', [99, 63, 32, 27, 25], 0.4024, 0.1148, 0.2],
    ['CASME II, seven classes', [99, 63, 32, 27, 25, 7, 2], 0.3882, 0.0799, 1 / 7],
    ['SAMM, eight classes', [57, 26, 26, 15, 12, 9, 8, 6], 0.3585, 0.066, 0.125],
    ['SAMM, five classes', [57, 26, 26, 15, 12], 0.4191, 0.1181, 0.2],
    ['MEGC 2018, CDE', [119, 49, 34, 28, 23], 0.4704, 0.128, 0.2],
    ['CAS(ME)³, four classes', [457, 187, 161, 55], 0.5314, 0.1735, 0.25],
  ])(
    'are the published floor where the most frequent class is always named: %s',
    (_, sizes, accuracy, uf1, uar) => {
      const floor = majorityFloor(alwaysFirst(sizes));
      expect(floor).toEqual(tableScores(alwaysFirst(sizes)));
      // As many digits as were published.
      expect(Math.abs(floor.accuracy! - accuracy)).toBeLessThan(6e-5);
      expect(Math.abs(floor.uf1! - uf1)).toBeLessThan(6e-5);
      expect(floor.uar).toBeCloseTo(uar, 12);
    },
  );

  it('find the most frequent class whatever its place and whatever was said', () => {
    const counts = [
      [0, 0, 3],
      [1, 4, 4],
      [1, 0, 0],
    ];
    expect(majorityFloor({ classes: CLASSES, counts }).accuracy).toBe(9 / 13);
  });

  it('are undefined, not of fewer classes, where a class has no sample', () => {
    const one = tableScores({
      classes: CLASSES,
      counts: [
        [3, 0, 1],
        [0, 2, 0],
        [0, 0, 0],
      ],
    });
    expect([one.uf1, one.uar, one.accuracy]).toEqual([null, null, 5 / 6]);
    expect(one.byClass[2]).toMatchObject({ f1: 0, recall: null, falsePositives: 1 });
    expect(
      tableScores({
        classes: CLASSES,
        counts: [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
    ).toMatchObject({
      accuracy: null,
      weightedF1: null,
    });
  });
});

describe('intervals', () => {
  it.each(SCORES)("score the people that were drawn, and end where numpy's percentiles do: %s", (name) => {
    const scores = scoresOfDraws([...parts.values()], CLASSES, oracle.draws)[name];
    for (const [at, wanted] of oracle.drawn[name].entries()) {
      expect(scores[at] === null).toBe(wanted === null);
      expect(scores[at] ?? 0).toBeCloseTo(wanted ?? 0, 12);
    }
    const { low, high, undefinedDraws } = intervalOf(null, scores, 0.9);
    expect(undefinedDraws).toBe(oracle.drawn[name].filter((score) => score === null).length);
    expect(low).toBeCloseTo(oracle.intervals[name][0], 12);
    expect(high).toBeCloseTo(oracle.intervals[name][1], 12);
  });

  it('have draws without a class in the case that they are checked on', () => {
    expect(oracle.drawn.uf1.filter((score) => score === null).length).toBeGreaterThan(0);
  });

  it('are the same for the same seed, about the score, and wider for a higher level', () => {
    const of = (seed: number, level: number) =>
      bootstrapBySubject(predictions, CLASSES, { seed, level, draws: 300 });
    expect(of(1, 0.95)).toEqual(of(1, 0.95));
    expect(of(1, 0.95)).not.toEqual(of(2, 0.95));
    const [wide, narrow] = [of(1, 0.95).uar, of(1, 0.5).uar];
    expect(wide.value).toBe(tableScores(pooled).uar);
    expect(wide.low!).toBeLessThan(narrow.low!);
    expect(wide.high!).toBeGreaterThan(narrow.high!);
    expect(narrow.low!).toBeLessThan(wide.value!);
    expect(narrow.high!).toBeGreaterThan(wide.value!);
  });

  it('say nothing where too few draws had a score', () => {
    expect(intervalOf(0.5, [0.4, null, 0.6], 0.95)).toEqual({
      value: 0.5,
      low: null,
      high: null,
      undefinedDraws: 1,
    });
  });
});

describe('whether one network is better', () => {
  it("McNemar's test, exactly", () => {
    const found = mcNemar(pairs);
    expect(found).toMatchObject({
      onlyFirst: oracle.mcNemar.onlyFirst,
      onlySecond: oracle.mcNemar.onlySecond,
    });
    expect(found.p / oracle.mcNemar.p).toBeCloseTo(1, 10);
  });

  it.each(oracle.binomial)('$few of $all', ({ few, all, p }) => {
    const made = Array.from({ length: all }, (_, at) => ({
      subject: 's',
      known: 1,
      first: at < few ? 1 : 0,
      second: at < few ? 0 : 1,
    }));
    expect(mcNemar(made).p / p).toBeCloseTo(1, 9);
  });

  it('is 1 where they never differ', () => {
    expect(mcNemar([{ subject: 's', known: 0, first: 1, second: 2 }]).p).toBe(1);
  });

  it.each(['accuracy', 'uf1'] as const)("swapping people, all ways, as scipy's: %s", (score) => {
    const found = permutationBySubject(pairs, CLASSES, { score, seed: 1 });
    expect(found.isExact).toBe(true);
    expect(found.difference).toBeCloseTo(oracle.permutation[score].difference, 12);
    expect(found.p).toBeCloseTo(oracle.permutation[score].p, 12);
  });

  it('comes near to that where there are too many ways, and is the same for the same seed', () => {
    // The first's clips of each person twice under two names: 20 people.
    const many = pairs.flatMap((pair) => [pair, { ...pair, subject: `${pair.subject}-again` }]);
    const of = (seed: number) =>
      permutationBySubject(many, CLASSES, { score: 'accuracy', seed, draws: 2000 });
    expect(of(1)).toEqual(of(1));
    expect(of(1).isExact).toBe(false);
    expect(of(1).p!).toBeLessThan(oracle.permutation.accuracy.p);
    expect(Math.abs(of(1).p! - of(2).p!)).toBeLessThan(0.02);
    const same = pairs.map((pair) => ({ ...pair, second: pair.first }));
    expect(permutationBySubject(same, CLASSES, { score: 'uf1', seed: 1 })).toMatchObject({
      difference: 0,
      p: 1,
    });
  });

  it('is not said where a class has no sample', () => {
    const two = pairs.filter(({ known }) => known !== 2);
    expect(permutationBySubject(two, CLASSES, { score: 'uar', seed: 1 })).toMatchObject({
      difference: null,
      p: null,
    });
  });
});

describe('spotting', () => {
  // True and false positives and what was missed, as the challenge's own baseline (MDMD, 2020) printed them.
  it.each<[string, number, number, number, number]>([
    ['CAS(ME)², macro', 109, 1414, 191, 0.1196],
    ['CAS(ME)², micro', 21, 5014, 36, 0.0082],
    ['SAMM Long Videos, macro', 22, 334, 321, 0.0629],
    ['SAMM Long Videos, micro', 29, 1407, 130, 0.0364],
  ])(
    'has the published F1 of the published counts: %s',
    (_, truePositives, falsePositives, falseNegatives, f1) => {
      const found = spottingScores({ truePositives, falsePositives, falseNegatives });
      expect(Math.abs(found.f1 - f1)).toBeLessThan(6e-5);
    },
  );

  it.each<[string, readonly number[], readonly number[], number]>([
    ['CAS(ME)²', [109, 1414, 191], [21, 5014, 36], 0.0376],
    ['SAMM Long Videos', [22, 334, 321], [29, 1407, 130], 0.0445],
  ])('adds counts of both kinds, not F1s: %s', (_, macro, micro, f1) => {
    const counts = [macro, micro].map(([truePositives, falsePositives, falseNegatives]) => ({
      truePositives: truePositives!,
      falsePositives: falsePositives!,
      falseNegatives: falseNegatives!,
    }));
    expect(Math.abs(spottingScores(addCounts(counts)).f1 - f1)).toBeLessThan(6e-5);
  });

  const none = { micro: [], macro: [] };
  const at = (onset: number, offset: number) => ({ onset, offset });

  it('counts both ends of an interval', () => {
    expect(overlapOf(at(1, 10), at(1, 10))).toBe(1);
    expect(overlapOf(at(1, 10), at(11, 20))).toBe(0);
    // 5 shared of 15.
    expect(overlapOf(at(1, 10), at(6, 15))).toBeCloseTo(1 / 3, 12);
    // One frame more or less decides: 5 of 10 is enough, 5 of 11 is not.
    const counts = (offset: number) =>
      countSpotting([{ found: { ...none, micro: [at(1, 5)] }, known: { ...none, micro: [at(1, offset)] } }])
        .micro;
    expect(counts(10).truePositives).toBe(1);
    expect(counts(11)).toEqual({ truePositives: 0, falsePositives: 1, falseNegatives: 1 });
  });

  it('finds each true interval once, and never by one of the other kind', () => {
    const twice = countSpotting([
      { found: { ...none, micro: [at(1, 10), at(2, 11)] }, known: { ...none, micro: [at(1, 10)] } },
    ]);
    expect(twice.micro).toEqual({ truePositives: 1, falsePositives: 1, falseNegatives: 0 });
    const crossed = countSpotting([
      { found: { ...none, macro: [at(1, 10)] }, known: { ...none, micro: [at(1, 10)] } },
    ]);
    expect(crossed.all).toEqual({ truePositives: 0, falsePositives: 1, falseNegatives: 1 });
  });

  it('adds videos up before it scores', () => {
    const right = { found: { ...none, micro: [at(1, 10)] }, known: { ...none, micro: [at(1, 10)] } };
    const wrong = { found: { ...none, micro: [at(1, 10), at(50, 60), at(70, 80)] }, known: none };
    const { all } = countSpotting([right, wrong]);
    expect(spottingScores(all)).toEqual({ precision: 0.25, recall: 1, f1: 0.4 });
    expect(spottingScores(countSpotting([]).all)).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});
