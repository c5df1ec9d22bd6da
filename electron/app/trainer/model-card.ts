/** The first text of a trained model's card: what is known of it, and what nobody has checked. */
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RecognizerCard } from '../../../contract/model.ts';

export function firstCard(run: Run, card: RecognizerCard | null, data: readonly TrainerData[]): string {
  const { order } = run;
  const rows: [string, string][] = [
    ['network', `${order.network}, preset \`${order.preset}\``],
    ['size', run.parameters === null ? 'not told' : `${run.parameters.toLocaleString('en')} parameters`],
    ...(card === null ? [] : cardRows(card)),
    ['learnt', `${run.trainSamples ?? 0} clips, scored on ${run.validationSamples ?? 0} of other people`],
    ['training', trainingOf(run)],
    ['made', `${run.endedAt ?? run.madeAt} with Onset, in ${Math.round(run.wallS)} s`],
  ];
  return [
    `# ${run.name}`,
    '',
    statementOf(data),
    '',
    '|  |  |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`),
    '',
    '## Data',
    '',
    ...data.map(describeData),
    '',
    '## Figures on the clips it was chosen by',
    '',
    ...figuresOf(run),
    '',
    '## Known failures',
    '',
    'Nobody has written any down yet.',
    '',
  ].join('\n');
}

function cardRows({
  emotions,
  aus,
  frames,
  sizePx,
  windowS,
  recipe,
  sha256,
}: RecognizerCard): [string, string][] {
  return [
    ['classes', emotions.join(', ')],
    ['action units', aus.length === 0 ? 'none' : aus.join(', ')],
    ['input', `${frames} frames of ${sizePx} × ${sizePx} px over ${windowS} s; crop recipe ${recipe}`],
    ['sha256', `\`${sha256}\``],
  ];
}

function trainingOf({ order, epoch, best }: Run): string {
  const { batch, learningRate, seed } = order;
  const kept = best === null ? '' : `, the parameters of epoch ${best.epoch} kept`;
  return `${epoch} of ${order.epochs} epochs${kept}; batch ${batch}, learning rate ${learningRate}, seed ${seed}`;
}

/** What must stand above every figure. */
function statementOf(data: readonly TrainerData[]): string {
  const isMade = data.some(({ content }) => content?.isSynthetic === true);
  return isMade
    ? '**It has not been validated on spontaneous micro-expressions.** It has learnt from clips that were drawn over still portraits, and every figure below is of made clips. What it says of a person is a suggestion to look, and never what that person feels.'
    : '**It has not been validated on other people, cameras or situations than those below.** What it says of a person is a suggestion to look, and never what that person feels.';
}

function describeData({ name, kind, content, rights, path }: TrainerData): string {
  const counts = content === null ? '' : `: ${content.clips} clips of ${content.subjects} people`;
  const made = content?.isSynthetic === true ? ', drawn (synthetic)' : '';
  const by = rights === null ? '' : `; faces used by: ${rights}`;
  // The folder's name alone: cards are passed on.
  return `- ${cell(name)} (${kind}, from ${cell(path.split(/[\\/]/).at(-1) ?? '')})${counts}${made}${by}`;
}

function figuresOf({ best, metrics }: Run): string[] {
  const figures = Object.entries(best?.metrics ?? metrics ?? {});
  if (figures.length === 0) return ['None: nothing was scored.'];
  return [
    '| measure | value |',
    '| --- | --- |',
    ...figures.map(([name, value]) => `| ${name} | ${value.toFixed(3)} |`),
    '',
    'The epoch was chosen by these very clips, so they flatter it. Evaluate by a protocol for figures that can be quoted.',
  ];
}

/** Names that a person typed must not end a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
