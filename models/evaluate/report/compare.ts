/** Whether one network is better than another on the samples that both named. */
import type { EvaluatedSample, EvaluationResult } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { html, type Markup } from '../../../contract/markup.ts';
import type { ScoreName } from '../bootstrap.ts';
import { pooledConfusion, confusionBySubject } from '../predictions.ts';
import { majorityFloor, tableScores } from '../scores.ts';
import {
  mcNemar,
  type McNemar,
  type PairedPrediction,
  type Permutation,
  permutationBySubject,
} from '../significance.ts';
import { table } from './markdown-table.ts';
import { page, tableMarkup } from './page.ts';
import { isSynthetic } from './summary.ts';
import { counted, noticesOf, type Notice, SCORE_NAMES, SCORES, shareText, titleOf } from './wording.ts';

export interface ComparedScore {
  readonly first: number | null;
  readonly second: number | null;
  readonly floor: number | null;
  readonly test: Permutation;
}

export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly classes: readonly string[];
  /** Named by both. */
  readonly samples: number;
  readonly subjects: number;
  /** Named by one alone, or known otherwise in the two: these are left out. */
  readonly leftOut: number;
  readonly scores: Readonly<Record<ScoreName, ComparedScore>>;
  readonly mcNemar: McNemar;
  readonly notices: readonly Notice[];
}

/** Throws `results-unlike` where the classes differ, or no sample is in both. */
export function compareResults(first: EvaluationResult, second: EvaluationResult): Comparison {
  const [one, two] = namesOf(first, second);
  const refuse = (reason: string): never => {
    throw new OnsetError('results-unlike', { one, two, reason });
  };
  const { classes, seed } = first;
  if (classes.join() !== second.classes.join())
    refuse(`their classes are ${classes.join(', ')} and ${second.classes.join(', ')}`);
  const others = new Map(samplesOf(second).map((sample) => [sample.sample, sample]));
  const pairs = samplesOf(first).flatMap(({ sample, subject, known, said }): PairedPrediction[] => {
    const other = others.get(sample);
    return other?.known === known ? [{ subject, known, first: said, second: other.said }] : [];
  });
  if (pairs.length === 0) refuse('no sample is in both with the same label');
  const all = new Set([...samplesOf(first), ...samplesOf(second)].map(({ sample }) => sample));
  const counts = (network: 'first' | 'second') =>
    pooledConfusion(
      confusionBySubject(
        pairs.map((pair) => ({ ...pair, said: pair[network] })),
        classes,
      ).values(),
      classes,
    );
  const [a, b, floor] = [
    tableScores(counts('first')),
    tableScores(counts('second')),
    majorityFloor(counts('first')),
  ];
  const compared = (score: ScoreName): ComparedScore => ({
    first: a[score],
    second: b[score],
    floor: floor[score],
    test: permutationBySubject(pairs, classes, { score, seed }),
  });
  return {
    first: one,
    second: two,
    classes,
    samples: pairs.length,
    subjects: new Set(pairs.map(({ subject }) => subject)).size,
    leftOut: all.size - pairs.length,
    scores: { accuracy: compared('accuracy'), uf1: compared('uf1'), uar: compared('uar') },
    mcNemar: mcNemar(pairs),
    notices: noticesOfBoth(first, second, one, two),
  };
}

export function comparisonMarkdown(comparison: Comparison): string {
  const blocks = [
    `# ${comparison.first} and ${comparison.second}`,
    sampleSentence(comparison),
    ...comparison.notices.map(({ title, text }) => `> **${title}** ${text}`),
    table(['', comparison.first, comparison.second, 'difference', 'p', 'floor'], rowsOf(comparison)),
    PERMUTATION_MEANS,
    mcNemarSentence(comparison),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function comparisonPage(comparison: Comparison): string {
  return page({
    title: `${comparison.first} and ${comparison.second}`,
    subtitle: sampleSentence(comparison),
    notices: comparison.notices,
    sections: [comparisonSection(comparison)],
  });
}

function comparisonSection(comparison: Comparison): Markup {
  const columns = ['', comparison.first, comparison.second, 'difference', 'p', 'floor'];
  return html`<section>
    <h2>Scores on the same samples</h2>
    ${tableMarkup(
      columns.map((name, at) => ({ name, isNumber: at > 0 })),
      rowsOf(comparison).map((cells) => ({ cells })),
    )}
    <p>${PERMUTATION_MEANS}</p>
    <p class="quiet">${mcNemarSentence(comparison)}</p>
  </section>`;
}

const PERMUTATION_MEANS =
  'p is the share of ways to exchange the two networks for whole subjects in which the scores differ at least as much: a small one says that the difference is hardly an accident of who was filmed.';

const sampleSentence = ({ samples, subjects, leftOut }: Comparison): string =>
  `${counted(samples, 'sample')} of ${counted(subjects, 'subject')} that both named${leftOut === 0 ? '' : `; ${leftOut} are left out, because only one named them or their labels differ`}.`;

const mcNemarSentence = ({ first, second, mcNemar: { onlyFirst, onlySecond, p } }: Comparison): string =>
  `McNemar's test, as papers print it: ${onlyFirst} named right by ${first} alone, ${onlySecond} by ${second} alone, p = ${probability(p)}. It takes clips of one subject for independent and is too sure of itself.`;

const rowsOf = ({ scores }: Comparison): string[][] =>
  SCORES.map((name) => {
    const { first, second, floor, test } = scores[name];
    const p = test.p === null ? '–' : `${probability(test.p)}${test.isExact ? ', all ways' : ''}`;
    const difference =
      test.difference === null
        ? '–'
        : `${test.difference < 0 ? '−' : '+'}${shareText(Math.abs(test.difference))}`;
    return [SCORE_NAMES[name], shareText(first), shareText(second), difference, p, shareText(floor)];
  });

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Two runs of one network are told apart by number. */
function namesOf(first: EvaluationResult, second: EvaluationResult): readonly [string, string] {
  const [one, two] = [titleOf(first), titleOf(second)];
  return one === two ? [`${one} (first)`, `${two} (second)`] : [one, two];
}

function noticesOfBoth(
  first: EvaluationResult,
  second: EvaluationResult,
  one: string,
  two: string,
): Notice[] {
  const named = (result: EvaluationResult, name: string): Notice[] =>
    noticesOf(result)
      .filter(({ kind }) => kind !== 'synthetic')
      .map((notice) => ({ ...notice, title: `${name}: ${notice.title}` }));
  const made = [first, second].find(isSynthetic);
  return [
    ...(made === undefined ? [] : noticesOf(made).filter(({ kind }) => kind === 'synthetic')),
    ...named(first, one),
    ...named(second, two),
  ];
}

const samplesOf = ({ folds }: EvaluationResult): EvaluatedSample[] =>
  folds.flatMap(({ predictions }) => predictions);
