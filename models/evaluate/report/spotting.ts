/** A spotting result as CSV, Markdown and a page. */
import { html, type Markup } from '../../../contract/markup.ts';
import type { EvaluatedVideo } from '../../../contract/spotting-evaluation.ts';
import type { SpottingCounts } from '../spotting.ts';
import { csv } from './csv.ts';
import { table } from './markdown-table.ts';
import { number, page, tableMarkup } from './page.ts';
import { sharePicture } from './pictures.ts';
import {
  overallBlock,
  overallSection,
  publishedSpottingBlock,
  publishedSpottingSection,
} from './published-spotting.ts';
import { hitsOf, type SpottedSummary, type SpottingSummary, summaryOf } from './spotting-summary.ts';
import { timelinePicture } from './spotting-timeline.ts';
import { counted, duration, type Notice, shareText } from './wording.ts';

const KINDS = ['micro', 'macro', 'all'] as const satisfies readonly (keyof SpottingCounts)[];
const KIND_NAMES = { micro: 'micro-expressions', macro: 'macro-expressions', all: 'both' } as const;

const MEANING =
  'An event found is right if it has at least half of its frames in common with a known one of its kind (intersection over union); each known one is found once. Counts are added over all videos before there is a score. All events of the engine count; no threshold was chosen on these videos.';

/** One row for each known and each found expression; a known one with the one found for it. */
export function expressionsCsv({ result }: SpottingSummary): string {
  const head = [
    'video',
    'kind',
    'known_onset',
    'known_offset',
    'known_emotion',
    'found_onset',
    'found_apex',
    'found_offset',
    'found_emotion',
    'score',
    'aus',
    'cautions',
  ];
  const rows = result.videos.flatMap((video) => {
    const hits = (['micro', 'macro'] as const).flatMap((kind) => hitsOf(video, kind));
    const knownRows = video.known.map((known) => ({
      known,
      found: hits.find((hit) => hit.known === known)?.found,
    }));
    const falseRows = video.found
      .filter((found) => !hits.some((hit) => hit.found === found))
      .map((found) => ({ known: undefined, found }));
    return [...knownRows, ...falseRows].map(({ known, found }) => [
      video.video,
      (known ?? found).kind,
      known?.onset ?? null,
      known?.offset ?? null,
      known?.emotion ?? null,
      found?.onset ?? null,
      found?.apex ?? null,
      found?.offset ?? null,
      found?.emotion ?? null,
      found?.score ?? null,
      found?.aus.join(' ') ?? null,
      found?.cautions.join(' ') ?? null,
    ]);
  });
  return csv([head, ...rows]);
}

export function videosCsv({ result }: SpottingSummary): string {
  const head = [
    'video',
    'set',
    'subject',
    'fps',
    'frames',
    ...(['micro', 'macro'] as const).flatMap((kind) =>
      ['found', 'false', 'missed'].map((what) => `${kind}_${what}`),
    ),
    'wall_s',
  ];
  const rows = result.videos.map((video) => {
    const { counts } = summaryOf([video]);
    const of = ({ truePositives, falsePositives, falseNegatives }: SpottingCounts['all']): number[] => [
      truePositives,
      falsePositives,
      falseNegatives,
    ];
    return [
      video.video,
      video.set,
      video.subject,
      video.fps,
      video.frames,
      ...of(counts.micro),
      ...of(counts.macro),
      video.wallS,
    ];
  });
  return csv([head, ...rows]);
}

export function spottingMarkdown(summary: SpottingSummary): string {
  const { all, bySet } = summary;
  const blocks = [
    '# Spotting in long videos',
    subtitleOf(summary),
    ...noticesOf(summary).map(({ title, text }) => `> **${title}** ${text}`),
    '## Scores',
    scoresTable(all),
    MEANING,
    ...recognizedText(all),
    ...(bySet.length < 2
      ? []
      : bySet.flatMap((one) => [`## ${one.set}`, scoresTable(one), ...recognizedText(one)])),
    ...bySet.flatMap((one) => publishedSpottingBlock(one)),
    ...overallBlock(summary),
    '## Videos',
    table(
      ['video', 'length', ...VIDEO_COLUMNS],
      all.videos.map((video) => [video.video, lengthOf(video), ...videoCells(video)]),
    ),
    ...leftOutText(summary),
    setupText(summary),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function spottingPage(summary: SpottingSummary): string {
  const { all, bySet } = summary;
  return page({
    title: 'Spotting in long videos',
    subtitle: subtitleOf(summary),
    notices: noticesOf(summary),
    sections: [
      html`<section aria-label="Scores">
        <div class="cards">${KINDS.map((kind) => card(kind, all))}</div>
        <p class="quiet">${MEANING}</p>
        ${recognizedText(all).map((text) => html`<p>${text}</p>`)}
      </section>`,
      bySet.length < 2 ? null : setsSection(bySet),
      html`${bySet.map((one) => publishedSpottingSection(one))}`,
      overallSection(summary),
      videosSection(all.videos),
      html`${leftOutText(summary).map((text) => html`<p>${text}</p>`)}
        <p class="quiet">${setupText(summary)}</p>`,
    ],
  });
}

function card(kind: keyof SpottingCounts, { scores, counts }: SpottedSummary): Markup {
  const { truePositives, falsePositives, falseNegatives } = counts[kind];
  const { f1, precision, recall } = scores[kind];
  return html`<div class="card">
    <h3>F1, ${KIND_NAMES[kind]}</h3>
    <div class="value">${shareText(f1)}</div>
    ${sharePicture({ value: f1, floor: null })}
    <p><b>${truePositives}</b> of ${truePositives + falseNegatives} found, <b>${falsePositives}</b> false</p>
    <p>precision ${shareText(precision)}, recall ${shareText(recall)}</p>
  </div>`;
}

function setsSection(sets: SpottingSummary['bySet']): Markup {
  return html`<section>
    <h2>Each set</h2>
    ${tableMarkup(
      [
        { name: 'set' },
        number('videos'),
        number('minutes'),
        ...KINDS.map((kind) => number(`F1 ${kind}`)),
        { name: 'F1, both', style: 'picture' },
      ],
      sets.map((one) => ({
        cells: [
          one.set,
          one.videos.length,
          one.minutes.toFixed(1),
          ...KINDS.map((kind) => shareText(one.scores[kind].f1)),
          sharePicture({ value: one.scores.all.f1, floor: null }),
        ],
      })),
    )}
  </section>`;
}

function videosSection(videos: readonly EvaluatedVideo[]): Markup {
  return html`<section>
    <h2>Videos</h2>
    <p class="quiet">
      Above what is known, below what was found; high bars are micro-, low ones macro-expressions.
      <span class="key hit">found</span> <span class="key missed">missed</span>
      <span class="key false">false</span>
    </p>
    ${videos.map((video) => {
      const [micro, macro] = [countsText(video, 'micro'), countsText(video, 'macro')];
      return html`<figure class="video">
        <figcaption>
          <b>${video.video}</b> ${lengthOf(video)}; micro ${micro.found}, ${micro.wrong} false; macro
          ${macro.found}, ${macro.wrong} false
        </figcaption>
        ${timelinePicture(video)}
      </figure>`;
    })}
  </section>`;
}

const VIDEO_COLUMNS = ['micro found', 'micro false', 'macro found', 'macro false'];

function videoCells(video: EvaluatedVideo): string[] {
  return (['micro', 'macro'] as const).flatMap((kind) => {
    const { found, wrong } = countsText(video, kind);
    return [found, wrong];
  });
}

function countsText(
  video: EvaluatedVideo,
  kind: 'micro' | 'macro',
): { readonly found: string; readonly wrong: string } {
  const { truePositives, falsePositives, falseNegatives } = summaryOf([video]).counts[kind];
  return { found: `${truePositives} of ${truePositives + falseNegatives}`, wrong: String(falsePositives) };
}

const lengthOf = ({ frames, fps }: EvaluatedVideo): string => duration(frames / fps);

function scoresTable({ counts, scores }: SpottedSummary): string {
  return table(
    ['', 'F1', 'precision', 'recall', 'found', 'missed', 'false'],
    KINDS.map((kind) => [
      KIND_NAMES[kind],
      `**${scores[kind].f1.toFixed(4)}**`,
      shareText(scores[kind].precision),
      shareText(scores[kind].recall),
      String(counts[kind].truePositives),
      String(counts[kind].falseNegatives),
      String(counts[kind].falsePositives),
    ]),
  );
}

function recognizedText({ recognized, strs, scores }: SpottedSummary): string[] {
  if (recognized === null || strs === null) return [];
  const { samples, precision, recall, f1 } = recognized;
  return [
    `Spotted, then recognized: F1 ${shareText(f1)} (mean precision ${shareText(precision)}, mean recall ${shareText(recall)}) over ${counted(samples, 'micro-expression')} that were found and have one of the three classes; times the F1 of spotting, ${shareText(scores.micro.f1)}: STRS ${strs.toFixed(4)}.`,
  ];
}

function subtitleOf({ result, all }: SpottingSummary): string {
  const expressions = all.videos.reduce((sum, { known }) => sum + known.length, 0);
  const sets = result.sets.map(({ name }) => name);
  return `${[...new Set(sets)].join(', ')}: ${counted(all.videos.length, 'video')}, ${all.minutes.toFixed(1)} minutes, ${counted(expressions, 'expression')}.`;
}

function noticesOf({ result }: SpottingSummary): Notice[] {
  const notices: Notice[] = [];
  if (result.sets.some(({ isSynthetic }) => isSynthetic))
    notices.push({
      kind: 'synthetic',
      title: 'Made clips.',
      text: 'These videos were made by a program that sets still portraits in motion. That is kinder than life; these figures say nothing about people.',
    });
  if (result.videos.length < result.videoCount)
    notices.push({
      kind: 'partial',
      title: 'Not all videos.',
      text: `${result.videos.length} of ${result.videoCount} videos are done. All numbers are of these alone.`,
    });
  return notices;
}

const leftOutText = ({ result }: SpottingSummary): string[] =>
  result.leftOut.map(({ video, reason }) => `${video} is left out: ${reason}`);

function setupText({ result: { onset, landmarks, model, sets } }: SpottingSummary): string {
  const read = sets.map(
    ({ name, coding, fingerprint, videos }) =>
      `${name}: ${coding}, ${counted(videos, 'video')}, fingerprint ${fingerprint}`,
  );
  return `Onset ${onset}, landmarks ${landmarks}, ${model === null ? 'no recognizer' : `recognizer ${model}`}. ${read.join('; ')}.`;
}
