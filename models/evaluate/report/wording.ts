/** What a report says in words, in Markdown and on the page alike. */
import type { EvaluationResult, Protocol } from '../../../contract/evaluation.ts';
import type { Interval, ScoreName } from '../bootstrap.ts';
import type { RecognitionTask } from '../published/index.ts';
import type { TableScores } from '../scores.ts';
import { isSynthetic, type Summary } from './summary.ts';

export const PROTOCOL_NAMES: Readonly<Record<Protocol, string>> = {
  loso: 'one subject left out',
  lovo: 'one clip left out',
  cde: 'composite of sets, one subject left out',
  cross: 'learnt from one set, tested on another',
  holdout: 'some subjects held out',
};

export const SCORE_NAMES: Readonly<Record<ScoreName, string>> = {
  uf1: 'UF1 (macro F1)',
  uar: 'UAR (mean recall)',
  accuracy: 'accuracy',
};
/** The order in which tables print them. */
export const SCORES: readonly ScoreName[] = ['uf1', 'uar', 'accuracy'];

export interface Procedure {
  readonly heading: string;
  readonly meaning: string;
}

/** Procedures of published code that let the test be seen: figures by them stand under their own heading. */
export const PROCEDURES: Readonly<Record<Exclude<EvaluationResult['procedure'], 'honest'>, Procedure>> = {
  'best-epoch-on-test': {
    heading: 'By the procedure "best epoch on test"',
    meaning:
      'In each fold the epoch was kept that scored best on the tested samples themselves. Such figures are higher than what the network would get on people it was not chosen by; they are made to be compared with papers that did the same.',
  },
  'generated-in-test': {
    heading: 'By the procedure "generated pictures in the test"',
    meaning:
      'Generated pictures were counted among the tested ones, and the epoch was kept that scored best on them. Such figures do not say how real clips are recognized; they are made to be compared with code that did the same.',
  },
};

export interface Notice {
  readonly kind: 'synthetic' | 'partial' | 'dependent' | 'procedure';
  readonly title: string;
  readonly text: string;
}

/** What must be known before any number is read. */
export function noticesOf(result: EvaluationResult): Notice[] {
  const { folds, foldCount, isSubjectDependent, procedure } = result;
  const notices: Notice[] = [];
  if (isSynthetic(result))
    notices.push({
      kind: 'synthetic',
      title: 'Made clips.',
      text: 'The clips were made by a program that sets still portraits in motion. These figures compare networks with each other; they say nothing about people.',
    });
  if (folds.length < foldCount)
    notices.push({
      kind: 'partial',
      title: 'Not finished.',
      text: `${folds.length} of ${foldCount} folds are done. All numbers are of these alone and will change.`,
    });
  if (isSubjectDependent)
    notices.push({
      kind: 'dependent',
      title: 'Subject-dependent.',
      text: 'Clips of the same people were learnt from and tested. Figures on people who were never seen are lower.',
    });
  if (procedure !== 'honest')
    notices.push({
      kind: 'procedure',
      title: `${PROCEDURES[procedure].heading}.`,
      text: PROCEDURES[procedure].meaning,
    });
  return notices;
}

export const titleOf = ({ network, preset }: EvaluationResult): string =>
  preset === '' ? network : `${network} (${preset})`;

export function subtitleOf({ result, all, samples }: Summary): string {
  const sets = result.sets.map(({ name }) => name).join(', ');
  return `${sets}: ${PROTOCOL_NAMES[result.protocol]}, ${result.classes.length} classes; ${counted(samples.length, 'sample')} of ${counted(all.subjects, 'subject')}.`;
}

/** How the result's samples differ from those of the papers; null where they do not, or nothing is known. */
export function samplesBeside({ sizes }: RecognitionTask, { scores }: Summary['all']): string | null {
  const own = scores.byClass
    .map(({ truePositives, falseNegatives }) => truePositives + falseNegatives)
    .sort((a, b) => b - a);
  if (own.join() === sizes.join()) return null;
  const text = (list: readonly number[]): string => `${sum(list)} (${list.join(', ')})`;
  return `The samples are not the same: there ${text(sizes)}, here ${text(own)}.`;
}

/** Why a mean over the classes is not there. */
export function undefinedWhy({ byClass }: TableScores): string | null {
  const absent = byClass.filter(({ recall }) => recall === null).map(({ name }) => name);
  return absent.length === 0 ? null : `no sample of ${absent.join(' or ')}`;
}

export function apexSentence({ apexes: { coded, midpoint, estimated } }: EvaluationResult): string {
  const parts = [
    [coded, 'as coded'],
    [midpoint, 'the midpoint of onset and offset'],
    [estimated, 'estimated from the pictures'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, how]) => `${how} in ${count}`);
  return said.length === 0 ? 'No apex was used.' : `The apex is ${said.join(', ')}.`;
}

/** Ends of an interval; a dash where too few draws could be scored. */
export const intervalText = ({ low, high }: Interval): string =>
  low === null || high === null ? '–' : `${shareText(low)} to ${shareText(high)}`;

/** For the head of a column. */
export const short = (name: ScoreName): string => (name === 'accuracy' ? 'accuracy' : name.toUpperCase());

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Three decimals: a clip more or less named right changes the second or third in every public set. */
export const shareText = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** What a set was used for. */
export const roleOf = ({ protocol }: EvaluationResult, name: string, tested: readonly string[]): string =>
  protocol !== 'cross' ? 'learnt from and tested, in turn' : tested.includes(name) ? 'tested' : 'learnt from';

/** As many digits as were printed. */
export const printed = (value: number | null): string =>
  value === null ? '–' : value.toFixed(Math.max(3, Math.min(4, String(value).length - 2)));

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
