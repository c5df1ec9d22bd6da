/** The report as Markdown: the same numbers as on the page, for a repository or a letter. */
import type { Confusion } from '../../../contract/training.ts';
import { table } from './markdown-table.ts';
import { publishedBlock } from './published.ts';
import type { Scored, Summary } from './summary.ts';
import { testedSets } from './summary.ts';
import {
  apexSentence,
  counted,
  duration,
  intervalText,
  noticesOf,
  PROCEDURES,
  roleOf,
  SCORE_NAMES,
  SCORES,
  shareText,
  short,
  subtitleOf,
  titleOf,
  undefinedWhy,
} from './wording.ts';

export function markdownReport(summary: Summary): string {
  const { result } = summary;
  const blocks = [
    `# ${titleOf(result)}`,
    subtitleOf(summary),
    ...noticesOf(result).map(({ title, text }) => `> **${title}** ${text}`),
    `## ${result.procedure === 'honest' ? 'Scores' : PROCEDURES[result.procedure].heading}`,
    scoresTable(summary.all),
    'Predictions of all folds are counted together before there is a score. The interval has 95 % of 2,000 draws of subjects with replacement. The floor is what naming the most frequent class always gets.',
    ...setsBlock(summary),
    ...publishedBlock(summary),
    '## Classes',
    classesTable(summary.all),
    confusionTable(summary.all.confusion),
    ...unitsBlock(summary),
    ...foldsBlock(summary),
    ...setupBlock(summary),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function scoresTable({ scores, intervals, floor }: Scored): string {
  return table(
    ['', 'score', '95 % of draws', 'floor'],
    SCORES.map((name) => [
      SCORE_NAMES[name],
      scores[name] === null
        ? `undefined: ${undefinedWhy(scores) ?? 'no sample'}`
        : `**${shareText(scores[name])}**`,
      intervalText(intervals[name]),
      shareText(floor[name]),
    ]),
  );
}

function setsBlock({ bySet }: Summary): string[] {
  if (bySet.length === 0) return [];
  return [
    '## Each set, of the same predictions',
    table(
      ['set', 'samples', 'subjects', ...SCORES.flatMap((name) => [short(name), 'floor'])],
      bySet.map(({ set, subjects, scores, floor }) => [
        set,
        String(scores.samples),
        String(subjects),
        ...SCORES.flatMap((name) => [shareText(scores[name]), shareText(floor[name])]),
      ]),
    ),
    ...bySet.flatMap(({ set, scores }) => {
      const why = undefinedWhy(scores);
      return why === null ? [] : [`${set} has no mean over the classes: ${why}.`];
    }),
  ];
}

function classesTable({ scores, floor }: Scored): string {
  return table(
    ['class', 'samples', 'recall', 'F1', 'floor'],
    scores.byClass.map(({ name, truePositives, falseNegatives, recall, f1 }, at) => [
      name,
      String(truePositives + falseNegatives),
      shareText(recall),
      shareText(f1),
      shareText(floor.byClass[at]!.f1),
    ]),
  );
}

function confusionTable({ classes, counts }: Confusion): string {
  return table(
    ['known ↓ said →', ...classes],
    classes.map((name, row) => [name, ...counts[row]!.map(String)]),
  );
}

function unitsBlock({ units, meanUnitF1 }: Summary): string[] {
  if (units.length === 0) return [];
  return [
    '## Action units',
    `Counted where a unit was coded. Mean F1 of the units that occur: ${shareText(meanUnitF1)}. The floor is what always saying yes gets.`,
    table(
      ['unit', 'coded', 'positives', 'F1', 'floor'],
      units.map(({ au, coded, positives, f1, floor }) => [
        `AU${au}`,
        String(coded),
        String(positives),
        shareText(f1),
        shareText(floor),
      ]),
    ),
  ];
}

function foldsBlock({ result: { folds, foldCount } }: Summary): string[] {
  return [
    '## Folds',
    `${folds.length} of ${foldCount}. A fold's own accuracy is of few samples; only all together are scored.`,
    table(
      ['held out', 'learnt from', 'tested', 'right', 'epochs', 'time'],
      folds.map(({ held, trainSamples, predictions, epochs, wallS }) => [
        held,
        String(trainSamples),
        String(predictions.length),
        String(predictions.filter(({ known, said }) => known === said).length),
        String(epochs),
        duration(wallS),
      ]),
    ),
  ];
}

function setupBlock({ result }: Summary): string[] {
  const tested = testedSets(result);
  return [
    '## Set-up',
    table(
      ['set', 'role', 'labels read from', 'samples', 'subjects', 'fingerprint'],
      result.sets.map(({ name, coding, samples, subjects, fingerprint, isSynthetic }) => [
        `${name}${isSynthetic ? ' (made clips)' : ''}`,
        roleOf(result, name, tested),
        coding,
        String(samples),
        String(subjects),
        `\`${fingerprint}\``,
      ]),
    ),
    `${apexSentence(result)} Seed ${result.seed}.`,
    ...(result.departures.length === 0
      ? []
      : [
          `What differs from the paper (${counted(result.departures.length, 'point')}):`,
          result.departures.map((one) => `- ${one}`).join('\n'),
        ]),
    `Options: \`${JSON.stringify(result.options)}\``,
  ];
}
