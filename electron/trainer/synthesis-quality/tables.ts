/** What was measured, as text. */
import { ASKED_INTENSITIES } from './measure-control.ts';
import type { SynthesisQuality } from './quality.ts';

const COLUMNS = [
  ['ssimWithRest', 'SSIM with rest'],
  ['ssimWithApex', 'SSIM with apex'],
  ['sharpness', 'sharpness'],
  ['identityDistance', 'distance to own rest'],
  ['identityKept', 'nearest to own rest'],
  ['changeInPlace', 'change inside / outside'],
  ['nearestTraining', 'nearest training picture'],
  ['frechet', 'Fréchet distance'],
] as const;

export function qualityTables({ model, data, pairs, people, reference, makers }: SynthesisQuality): string {
  const head = ['', ...COLUMNS.map(([, title]) => title)];
  const rows = makers.map(({ name, scores }) => [name, ...COLUMNS.map(([key]) => shown(scores[key]))]);
  const controls = makers.flatMap(({ name, controls: own }) =>
    own.map(({ control, au, correlation, measured }) => [
      name,
      control,
      `AU${String(au)}`,
      shown(correlation),
      ...measured.map((value) => shown(value)),
    ]),
  );
  return [
    `# Synthesis by ${model}`,
    '',
    `${String(pairs)} held-out pairs of ${String(people)} people, ${data}.`,
    '',
    table([head, ...rows]),
    '',
    `Textures of different people lie ${shown(reference.otherPeople)} apart outside the places that action units move;`,
    `pictures of one training person ${shown(reference.samePersonTraining)} (shrunk to 32 × 32, whole faces).`,
    'A made picture that is nearer to a training picture than that is remembered, not made.',
    'The Fréchet distance is over the logits that the shipped recognizer gives to a movement from rest to the picture.',
    '',
    '## What was asked for, and what the analysis measured',
    '',
    table([
      ['', 'asked', 'measured', 'r', ...ASKED_INTENSITIES.map((level) => `at ${String(level)}`)],
      ...controls,
    ]),
    '',
    'Intensities are 0 to 5, less those at rest; r is over people and asked intensities, rest among them.',
    '',
  ].join('\n');
}

const shown = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value.toFixed(Math.abs(value) < 10 ? 3 : 1);

const table = ([head, ...rows]: readonly (readonly string[])[]): string =>
  [head!, head!.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
