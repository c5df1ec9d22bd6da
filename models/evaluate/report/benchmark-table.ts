/** Several networks in one table, wherever they were tested on the same samples. */
import type { EvaluationResult } from '../../../contract/evaluation.ts';
import { table } from './markdown-table.ts';
import { summarize, type Summary } from './summary.ts';
import {
  counted,
  duration,
  intervalText,
  noticesOf,
  PROCEDURES,
  PROTOCOL_NAMES,
  shareText,
  titleOf,
} from './wording.ts';

/**
 * Markdown: a heading and a table for each protocol, classes and samples among the results, best UF1 first; figures by
 * procedures that saw the test have tables of their own.
 */
export function benchmarkTable(results: readonly EvaluationResult[]): string {
  const groups = Map.groupBy(results, (result) =>
    JSON.stringify([
      result.protocol,
      result.classes,
      result.procedure,
      result.sets.map(({ name, fingerprint }) => [name, fingerprint]),
    ]),
  );
  return `${[...groups.values()].map(groupBlock).join('\n\n')}\n`;
}

function groupBlock(results: readonly EvaluationResult[]): string {
  const summaries = results
    .map(summarize)
    .sort((a, b) => (b.all.scores.uf1 ?? -1) - (a.all.scores.uf1 ?? -1));
  const [{ result, samples, all }] = summaries as [Summary];
  const sets = result.sets.map(({ name }) => name).join(', ');
  const procedure = result.procedure === 'honest' ? '' : `. ${PROCEDURES[result.procedure].heading}`;
  const common = noticesOf(result).filter(({ kind }) => kind !== 'partial');
  const floor = [
    'most frequent class always',
    shareText(all.floor.uf1),
    '',
    shareText(all.floor.uar),
    shareText(all.floor.accuracy),
    '',
    '',
    '',
  ];
  return [
    `### ${sets}: ${PROTOCOL_NAMES[result.protocol]}, ${result.classes.length} classes${procedure}`,
    `${counted(samples.length, 'sample')} of ${counted(all.subjects, 'subject')}; ${result.classes.join(', ')}.`,
    ...common.map(({ title, text }) => `> **${title}** ${text}`),
    table(
      ['network', 'UF1', '95 % of draws', 'UAR', 'accuracy', 'AU F1', 'folds', 'time'],
      [...summaries.map(rowOf), floor],
    ),
  ].join('\n\n');
}

function rowOf({ result, all: { scores, intervals }, meanUnitF1 }: Summary): string[] {
  const { folds, foldCount } = result;
  return [
    titleOf(result),
    shareText(scores.uf1),
    intervalText(intervals.uf1),
    shareText(scores.uar),
    shareText(scores.accuracy),
    shareText(meanUnitF1),
    folds.length < foldCount ? `${folds.length} of ${foldCount}` : String(foldCount),
    duration(folds.reduce((sum, { wallS }) => sum + wallS, 0)),
  ];
}
