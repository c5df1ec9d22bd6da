import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EvaluationResult } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { madeEvaluation } from '../../../test/helpers/made-evaluation.ts';
import { tableScores } from '../index.ts';
import {
  benchmarkTable,
  compareResults,
  summarize,
  unitScores,
  writeComparison,
  writeReports,
} from './index.ts';

interface Oracle {
  readonly subject: readonly string[];
  readonly known: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly permutation: Readonly<Record<'accuracy' | 'uf1', { readonly p: number }>>;
  readonly mcNemar: { readonly p: number };
  readonly units: {
    readonly known: readonly (readonly (0 | 1 | -1)[])[];
    readonly logits: readonly (readonly number[])[];
    readonly f1: readonly (number | null)[];
    readonly floor: readonly (number | null)[];
    readonly mean: number;
  };
  readonly restricted: Readonly<
    Record<string, { readonly accuracy: number; readonly uf1: number | null; readonly uar: number | null }>
  >;
}
const oracle = JSON.parse(
  readFileSync(new URL('../../../test/oracles/evaluation.json', import.meta.url), 'utf8'),
) as Oracle;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'onset reports '))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Null on both sides, or equal but for rounding. */
function expectSame(found: number | null, wanted: number | null): void {
  expect(found === null).toBe(wanted === null);
  expect(found ?? 0).toBeCloseTo(wanted ?? 0, 12);
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The stored predictions; the first three people are of one set, the rest of another. */
function stored(network: 'first' | 'second'): EvaluationResult {
  const set = (subject: string): string => (Number(subject.slice(1)) < 3 ? 'samm' : 'casme2');
  const predictions = oracle.subject.map((subject, at) => ({
    sample: `${set(subject)}/${subject}/clip${at}`,
    subject,
    known: oracle.known[at]!,
    said: oracle[network][at]!,
    probabilities: null,
    aus: null,
  }));
  const [fold] = madeEvaluation().folds;
  const folds = [{ ...fold!, predictions }];
  return { ...madeEvaluation(), network, aus: [], folds, foldCount: 1 };
}

test("restricted scores are scikit-learn's of the same predictions, and undefined where a class is missing", () => {
  const { bySet } = summarize(stored('first'));
  expect(bySet.map(({ set }) => set).sort()).toEqual(Object.keys(oracle.restricted).sort());
  for (const { set, scores } of bySet)
    for (const name of ['accuracy', 'uf1', 'uar'] as const)
      expectSame(scores[name], oracle.restricted[set]![name]);
  expect(Object.values(oracle.restricted).some(({ uf1 }) => uf1 === null)).toBe(true);
});

test("action units' F1 is scikit-learn's, where they were coded", () => {
  const { known, logits, f1, floor, mean } = oracle.units;
  const samples = known.map((row, at) => ({
    sample: `own/a/${at}`,
    subject: 'own/a',
    known: 0,
    said: 0,
    probabilities: null,
    aus: row.map((value, unit) => ({ known: value === -1 ? null : value, logit: logits[at]![unit]! })),
  }));
  const numbers = f1.map((_, unit) => unit + 1);
  const found = unitScores(samples, numbers);
  for (const [unit, one] of found.entries()) {
    expectSame(one.f1, f1[unit]!);
    expectSame(one.floor, floor[unit]!);
  }
  expect(f1).toContain(null);
  expect(found.some(({ coded }) => coded < samples.length)).toBe(true);
  const result = { ...stored('first'), aus: numbers };
  const [fold] = result.folds;
  expect(summarize({ ...result, folds: [{ ...fold!, predictions: samples }] }).meanUnitF1).toBeCloseTo(
    mean,
    12,
  );
});

test('two networks are compared on the samples that both named, with the stored p', () => {
  const found = compareResults(stored('first'), stored('second'));
  expect(found.samples).toBe(oracle.known.length);
  for (const score of ['accuracy', 'uf1'] as const)
    expect(found.scores[score].test.p).toBeCloseTo(oracle.permutation[score].p, 12);
  expect(found.mcNemar.p / oracle.mcNemar.p).toBeCloseTo(1, 10);
});

test('samples that only one named, or that are labelled otherwise, are left out and counted', () => {
  const [first, second] = [stored('first'), stored('second')];
  const changed = second.folds[0]!.predictions.slice(3).map((one, at) =>
    at === 0 ? { ...one, known: (one.known + 1) % 3 } : one,
  );
  const found = compareResults(first, { ...second, folds: [{ ...second.folds[0]!, predictions: changed }] });
  expect([found.samples, found.leftOut]).toEqual([oracle.known.length - 4, 4]);
});

test('results of other classes, or of no common sample, are not compared', () => {
  const refused = (second: EvaluationResult): unknown => {
    try {
      return compareResults(stored('first'), second);
    } catch (error) {
      return error instanceof OnsetError ? error.code : error;
    }
  };
  expect(refused({ ...stored('second'), classes: ['a', 'b', 'c'] })).toBe('results-unlike');
  expect(refused(madeEvaluation())).toBe('results-unlike');
});

test('all files are written whole, and the numbers in them are those of the predictions', async () => {
  const result = madeEvaluation();
  const paths = await writeReports(result, folder);
  expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
    'samples.csv',
    'folds.csv',
    'classes.csv',
    'units.csv',
    'report.md',
    'report.html',
  ]);
  const { all } = summarize(result);
  expect(tableScores(all.confusion)).toEqual(all.scores);
  const uf1 = all.scores.uf1!.toFixed(3);
  expect(read('report.md')).toContain(`| UF1 (macro F1) | **${uf1}** |`);
  expect(read('report.html')).toContain(`<div class="value">${uf1}</div>`);
  const lines = read('samples.csv').trimEnd().split('\r\n');
  expect(lines).toHaveLength(443);
  expect(lines[0]).toContain('p_negative,p_positive,p_surprise,au1_known,au1_logit');
  // Nobody codes units in SMIC.
  const smic = lines.find((line) => line.startsWith('smic-hs/'))!.split(',');
  expect(smic[lines[0]!.split(',').indexOf('au1_known')]).toBe('');
  const right = read('folds.csv')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => Number(line.split(',')[4]));
  expect(right.reduce((a, b) => a + b, 0)).toBe(
    all.confusion.counts.reduce((sum, row, at) => sum + row[at]!, 0),
  );
});

test('the page asks nothing of any other place and runs nothing; what is in it is text', async () => {
  const made = madeEvaluation();
  const departures = ['<script>alert(1)</script> & "more"'];
  await writeReports({ ...made, departures, network: 'a<b' }, folder);
  const page = read('report.html');
  expect(page).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain('a&lt;b');
});

test('published numbers stand beside the same task only', async () => {
  const sentence = 'Beside what was published';
  await writeReports(madeEvaluation(), folder);
  expect(read('report.md')).toContain(sentence);
  expect(read('report.html')).toContain('class="own"');
  const made = madeEvaluation();
  const others: Partial<EvaluationResult>[] = [
    { protocol: 'loso' },
    { scheme: 'five' },
    { sets: made.sets.map((set) => ({ ...set, isSynthetic: true })) },
    { folds: made.folds.filter(({ held }) => held.startsWith('samm')) },
  ];
  for (const changes of others) {
    await writeReports(madeEvaluation({ changes }), folder);
    expect(read('report.md')).not.toContain(sentence);
    expect(read('report.html')).not.toContain(sentence);
  }
});

test('other samples of the same task are named', async () => {
  const made = madeEvaluation();
  await writeReports({ ...made, folds: made.folds.slice(1) }, folder);
  expect(read('report.md')).toMatch(/The samples are not the same: there 442 \(250, 109, 83\), here \d+ \(/);
});

test('made clips, unfinished folds and people on both sides are said before any number', async () => {
  const made = madeEvaluation();
  const sets = made.sets.map((set) => ({ ...set, isSynthetic: true }));
  await writeReports({ ...made, sets, isSubjectDependent: true, folds: made.folds.slice(0, 9) }, folder);
  for (const [name, first] of [
    ['report.md', '## Scores'],
    ['report.html', 'class="cards"'],
  ] as const) {
    const before = read(name).slice(0, read(name).indexOf(first));
    for (const said of ['Made clips.', 'say nothing about people', '9 of 68 folds', 'Subject-dependent.'])
      expect(before).toContain(said);
  }
});

test('a procedure that saw the test is never the headline', async () => {
  await writeReports(madeEvaluation({ changes: { procedure: 'best-epoch-on-test' } }), folder);
  expect(read('report.html')).not.toContain('class="cards"');
  expect(read('report.html')).toContain('<h2>By the procedure &quot;best epoch on test&quot;</h2>');
  expect(read('report.md')).not.toContain('## Scores');
  expect(
    benchmarkTable([madeEvaluation(), madeEvaluation({ changes: { procedure: 'generated-in-test' } })]),
  ).toMatch(/### .*3 classes\n[^]*### .*By the procedure/);
});

test('a class without a sample makes the mean undefined, and is named', async () => {
  const made = madeEvaluation();
  const folds = made.folds.map((fold) => ({
    ...fold,
    predictions: fold.predictions.filter(({ known }) => known !== 2),
  }));
  await writeReports({ ...made, folds }, folder);
  expect(read('report.html')).toContain('undefined: no sample of surprise');
  expect(read('report.md')).toContain('undefined: no sample of surprise');
});

test('several networks are one table where their samples are the same, the best first', () => {
  const weak = { ...madeEvaluation({ seed: 2, right: 0.1 }), network: 'elrcn' };
  const text = benchmarkTable([weak, madeEvaluation()]);
  expect(text.match(/^### /gm)).toHaveLength(1);
  expect(text.indexOf('| stst-net')).toBeLessThan(text.indexOf('| elrcn'));
  expect(text).toContain('| most frequent class always | 0.241 |');
  const [set, ...rest] = weak.sets;
  const other = benchmarkTable([
    { ...weak, sets: [{ ...set!, fingerprint: 'other' }, ...rest] },
    madeEvaluation(),
  ]);
  expect(other.match(/^### /gm)).toHaveLength(2);
});

test('a comparison is written in words and as a page', async () => {
  await writeComparison(compareResults(stored('first'), stored('second')), folder);
  for (const name of ['comparison.md', 'comparison.html'])
    expect(read(name)).toContain(`p = ${oracle.mcNemar.p.toFixed(3)}`);
});

test('what cannot be written is told, and nothing is left', async () => {
  writeFileSync(join(folder, 'file'), '');
  const failure: unknown = await writeReports(madeEvaluation(), join(folder, 'file', 'inside')).catch(
    (error: unknown) => error,
  );
  expect(failure instanceof OnsetError && failure.code).toBe('output-unwritable');
  expect(existsSync(join(folder, 'file', 'inside'))).toBe(false);
});
