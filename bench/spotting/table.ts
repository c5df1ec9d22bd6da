/** The rows as the Markdown table of `docs/spotting.md`. */
import type { ConditionResult, Score } from './tally.ts';

export function markdownTable(rows: readonly ConditionResult[]): string {
  const head = [
    'clips',
    'n',
    'F1',
    'micro found',
    ...(rows[0]?.recallBySize ?? []).map(({ pctIod }) => `${pctIod} %`),
    'apex error',
    'false a minute',
    'macro found',
    'macro false',
  ];
  const body = rows.map(({ condition, clips, micro, recallBySize, apexErrorMs, falsePerMinute, macro }) => [
    condition,
    String(clips),
    micro.true > 0 ? micro.f1.toFixed(2) : '–',
    ofTrue(micro),
    ...recallBySize.map(ofTrue),
    apexErrorMs === null ? '–' : `${apexErrorMs.toFixed(0)} ms`,
    falsePerMinute.toFixed(1),
    ofTrue(macro),
    String(macro.falseEvents),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? '---' : '--:'))), ...body.map(line)].join('\n');
}

const ofTrue = ({ hits, true: of }: Pick<Score, 'hits' | 'true'>): string =>
  of > 0 ? `${String(hits)} of ${String(of)}` : '–';
