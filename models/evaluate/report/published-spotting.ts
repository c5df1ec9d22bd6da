/** Spotting beside what papers printed for the same set, and for both sets together. */
import { html, type Markup } from '../../../contract/markup.ts';
import {
  CONFIDENCE_MEANS,
  CONFIDENCE_WORDS,
  type PublishedSpotting,
  SPOT_THEN_RECOGNIZE,
  SPOTTING,
} from '../published/index.ts';
import { table } from './markdown-table.ts';
import { number, tableMarkup } from './page.ts';
import { sharePicture } from './pictures.ts';
import type { SpottingSummary } from './spotting-summary.ts';
import { printed, shareText } from './wording.ts';

type OfSet = SpottingSummary['bySet'][number];

const KINDS = ['macro', 'micro', 'all'] as const;

export function publishedSpottingBlock(own: OfSet): string[] {
  const rows = rowsOf(own.set);
  if (rows.length === 0) return [];
  return [
    `## ${own.set} beside what was published`,
    table(
      ['method', ...KINDS.map((kind) => `F1 ${kind}`), 'STRS', 'known from'],
      [
        [
          '**this run**',
          ...KINDS.map((kind) => `**${shareText(own.scores[kind].f1)}**`),
          shareText(own.strs),
          'measured',
        ],
        ...rows.map((row) => [
          methodOf(row),
          ...KINDS.map((kind) => printed(row.bySet[own.set]![kind])),
          '–',
          CONFIDENCE_WORDS[row.confidence],
        ]),
        ...strsOf(own.set).map(({ method, value, confidence }) => [
          method,
          '–',
          '–',
          '–',
          printed(value),
          CONFIDENCE_WORDS[confidence],
        ]),
      ],
    ),
    CONFIDENCE_MEANS,
  ];
}

export function publishedSpottingSection(own: OfSet): Markup | null {
  const rows = rowsOf(own.set);
  if (rows.length === 0) return null;
  return html`<section>
    <h2>${own.set} beside what was published</h2>
    ${tableMarkup(
      [
        { name: 'method' },
        ...KINDS.map((kind) => number(`F1 ${kind}`)),
        { name: 'F1 all', style: 'picture' },
        number('STRS'),
        { name: 'known from', style: 'why' },
      ],
      [
        {
          style: 'own',
          cells: [
            'this run',
            ...KINDS.map((kind) => shareText(own.scores[kind].f1)),
            sharePicture({ value: own.scores.all.f1, floor: null }),
            shareText(own.strs),
            'measured',
          ],
        },
        ...rows.map((row) => {
          const f1s = row.bySet[own.set]!;
          return {
            cells: [
              methodOf(row),
              ...KINDS.map((kind) => printed(f1s[kind])),
              f1s.all === null ? null : sharePicture({ value: f1s.all, floor: null }),
              '–',
              CONFIDENCE_WORDS[row.confidence],
            ],
          };
        }),
        ...strsOf(own.set).map(({ method, value, confidence }) => ({
          cells: [method, '–', '–', '–', null, printed(value), CONFIDENCE_WORDS[confidence]],
        })),
      ],
    )}
    <p class="quiet small-print">${CONFIDENCE_MEANS}</p>
  </section>`;
}

/** Counts of both sets added, where both of them and no other were run. */
export function overallBlock({ all, bySet }: SpottingSummary): string[] {
  const rows = overallRows(bySet);
  if (rows.length === 0) return [];
  return [
    `## ${OVERALL}`,
    table(
      ['method', 'F1 all', 'known from'],
      [['**this run**', `**${shareText(all.scores.all.f1)}**`, 'measured'], ...rows.map(overallCells)],
    ),
  ];
}

export function overallSection({ all, bySet }: SpottingSummary): Markup | null {
  const rows = overallRows(bySet);
  if (rows.length === 0) return null;
  return html`<section>
    <h2>${OVERALL}</h2>
    ${tableMarkup(
      [{ name: 'method' }, number('F1 all'), { name: 'known from', style: 'why' }],
      [
        { style: 'own', cells: ['this run', shareText(all.scores.all.f1), 'measured'] },
        ...rows.map((row) => ({ cells: overallCells(row) })),
      ],
    )}
  </section>`;
}

const OVERALL = 'Both sets together beside what was published';
const BOTH_SETS = ['casme-sq', 'samm-lv'];

const overallRows = (sets: SpottingSummary['bySet']): PublishedSpotting[] =>
  sets
    .map(({ set }) => set)
    .sort()
    .join() === BOTH_SETS.join()
    ? SPOTTING.filter(({ overall }) => overall !== null).sort((a, b) => b.overall! - a.overall!)
    : [];

const overallCells = (row: PublishedSpotting): string[] => [
  methodOf(row),
  printed(row.overall),
  CONFIDENCE_WORDS[row.confidence],
];

const rowsOf = (set: string): PublishedSpotting[] =>
  SPOTTING.filter(({ bySet }) => bySet[set] !== undefined).sort(
    (a, b) => (b.bySet[set]!.all ?? -1) - (a.bySet[set]!.all ?? -1),
  );

const strsOf = (set: string) =>
  SPOT_THEN_RECOGNIZE.flatMap(({ method, bySet, confidence }) =>
    bySet[set] === undefined ? [] : [{ method, value: bySet[set], confidence }],
  );

const methodOf = ({ method, remark }: PublishedSpotting): string =>
  remark === null ? method : `${method} (${remark})`;
