/** A result beside what papers printed for the same protocol, classes and sets. */
import { html, type Markup } from '../../../contract/markup.ts';
import type { ScoreName } from '../bootstrap.ts';
import {
  CONFIDENCE_MEANS,
  CONFIDENCE_WORDS,
  floorOfSizes,
  type PublishedRecognition,
  type RecognitionScores,
  type RecognitionTask,
} from '../published/index.ts';
import { table } from './markdown-table.ts';
import { number, tableMarkup } from './page.ts';
import { markedShare, sharePicture } from './pictures.ts';
import type { Summary } from './summary.ts';
import { printed, samplesBeside, SCORES, shareText, short } from './wording.ts';

/** What Markdown and page have in common: rows in order, columns, remarks. */
interface Beside {
  readonly task: RecognitionTask;
  readonly scores: readonly ScoreName[];
  /** Sets that some row has scores of. */
  readonly sets: readonly string[];
  /** By the first score, the best first; rows without it last. */
  readonly rows: readonly PublishedRecognition[];
  /** Sentences before the table. */
  readonly notes: readonly string[];
  /** Remarks under the table, by number. */
  readonly remarks: readonly string[];
}

type Pair = Pick<RecognitionScores, 'uf1' | 'uar'>;

export function publishedBlock(summary: Summary): string[] {
  const beside = besideOf(summary);
  if (beside === null) return [];
  const { task, scores, sets, rows, notes, remarks } = beside;
  const floor = floorOfSizes(task.sizes);
  const { all } = summary;
  return [
    `## Beside what was published: ${task.title}`,
    ...notes,
    table(
      ['method', ...scores.map(short), ...sets.map(pairName), 'known from'],
      [
        [
          '**this run**',
          ...scores.map((name) => `**${shareText(all.scores[name])}**`),
          ...sets.map((set) => pair(ownPart(summary, set), shareText)),
          'measured',
        ],
        [
          FLOOR_NAME,
          ...scores.map((name) => shareText(floor[name])),
          ...sets.map((set) => pair(floorOfSizes(task.bySet[set]!), shareText)),
          'computed',
        ],
        ...rows.map((row) => [
          methodOf(row, remarks),
          ...scores.map((name) => printed(row.all[name])),
          ...sets.map((set) => pair(row.bySet[set], printed)),
          CONFIDENCE_WORDS[row.confidence],
        ]),
      ],
    ),
    ...(remarks.length === 0 ? [] : [remarks.map((text, at) => `${at + 1}. ${text}`).join('\n')]),
    CONFIDENCE_MEANS,
  ];
}

export function publishedSection(summary: Summary): Markup | null {
  const beside = besideOf(summary);
  if (beside === null) return null;
  const { task, scores, sets, rows, notes, remarks } = beside;
  const floor = floorOfSizes(task.sizes);
  const { all, result } = summary;
  const pictured = scores[0]!;
  return html`<section>
    <h2>Beside what was published: ${task.title}</h2>
    ${notes.map((note) => html`<p>${note}</p>`)}
    ${tableMarkup(
      [
        { name: 'method' },
        ...scores.map((name) => number(short(name))),
        { name: short(pictured), style: 'picture' },
        ...sets.map((set) => number(pairName(set))),
        { name: 'known from', style: 'why' },
      ],
      [
        {
          style: 'own',
          cells: [
            'this run',
            ...scores.map((name) => shareText(all.scores[name])),
            markedShare(pictured, all),
            ...sets.map((set) => pair(ownPart(summary, set), shareText)),
            'measured',
          ],
        },
        {
          style: 'floor-row',
          cells: [
            FLOOR_NAME,
            ...scores.map((name) => shareText(floor[name])),
            sharePicture({ value: null, floor: floor[pictured] }),
            ...sets.map((set) => pair(floorOfSizes(task.bySet[set]!), shareText)),
            'computed',
          ],
        },
        ...rows.map((row) => ({
          style: row.network === result.network ? 'same' : '',
          cells: [
            methodOf(row, remarks),
            ...scores.map((name) => printed(row.all[name])),
            row.all[pictured] === null
              ? null
              : sharePicture({ value: row.all[pictured], floor: floor[pictured] }),
            ...sets.map((set) => pair(row.bySet[set], printed)),
            CONFIDENCE_WORDS[row.confidence],
          ],
        })),
      ],
    )}
    ${
      remarks.length === 0
        ? null
        : html`<ol class="footnotes">
            ${remarks.map((text) => html`<li>${text}</li>`)}
          </ol>`
    }
    <p class="quiet small-print">${CONFIDENCE_MEANS}</p>
  </section>`;
}

const FLOOR_NAME = 'most frequent class always';

function besideOf({ published: task, all }: Summary): Beside | null {
  if (task === null) return null;
  const scores = SCORES.filter((name) => task.rows.some((row) => row.all[name] !== null));
  const [first] = scores;
  const rows = task.rows.toSorted((a, b) => (b.all[first!] ?? -1) - (a.all[first!] ?? -1));
  const notes = [task.remark, samplesBeside(task, all)].filter((note) => note !== null);
  return {
    task,
    scores,
    sets: Object.keys(task.bySet).filter((set) => rows.some(({ bySet }) => bySet[set] !== undefined)),
    rows,
    notes,
    remarks: [...new Set(rows.flatMap(({ remark }) => (remark === null ? [] : [remark])))],
  };
}

const methodOf = ({ method, remark }: PublishedRecognition, remarks: readonly string[]): string =>
  remark === null ? method : `${method} [${remarks.indexOf(remark) + 1}]`;

const ownPart = ({ bySet }: Summary, set: string): Pair | undefined =>
  bySet.find((one) => one.set === set)?.scores;

const pairName = (set: string): string => `${set} UF1 / UAR`;

const pair = (scores: Pair | undefined, text: (value: number | null) => string): string =>
  scores === undefined ? '–' : `${text(scores.uf1)} / ${text(scores.uar)}`;
