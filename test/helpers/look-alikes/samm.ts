/** A folder that looks like SAMM: a legend above the header, and units written in every way the real sheet has. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LookAlikeOptions } from './options.ts';
import { flatPainter, writePictures } from './pictures.ts';
import { type Rows, writeWorkbook } from './workbook.ts';

export interface SammRow {
  readonly subject: number;
  readonly task: number;
  /** Number of the expression in its video, and in its name. */
  readonly k: number;
  readonly onset: number;
  readonly apex: number;
  readonly offset: number;
  readonly aus: string | number;
  readonly emotion: string;
  readonly objective: string;
}

export const sammName = ({ subject, task, k }: Pick<SammRow, 'subject' | 'task' | 'k'>): string =>
  `${String(subject).padStart(3, '0')}_${task}_${k}`;

/** `subjects`: numbers or texts in their column. `headerRow`: 14 in the release, 1 in re-saved copies. */
export async function makeSamm(
  folder: string,
  options: LookAlikeOptions & { readonly subjects?: 'text' | 'number'; readonly headerRow?: 1 | 14 } = {},
): Promise<void> {
  const { quirks = true, subjects = 'text', headerRow = 14, painter = flatPainter } = options;
  const rows = [...(quirks ? SAMM_QUIRKS : []), ...regular(options)];
  mkdirSync(folder, { recursive: true });
  await writeWorkbook(join(folder, 'SAMM_Micro_FACS_Codes_v2.xlsx'), {
    MICRO_ONLY: [...LEGEND.slice(0, headerRow - 1), ...sammCodes(rows, subjects)],
  });
  for (const row of rows) {
    const { subject, onset, offset, aus } = row;
    const person = String(subject).padStart(3, '0');
    // The release holds the clip from onset to offset; the last frames of 028_4_1 are not in it.
    const last = sammName(row) === '028_4_1' ? offset - 3 : offset;
    const units = (String(aus).match(/\d+/g) ?? []).map(Number);
    const clip = { fps: 200, first: onset, last, onset, offset, aus: units, person: subject };
    const digits = subject === 11 ? 4 : 5;
    await writePictures(
      join(folder, 'SAMM', person, sammName(row)),
      clip,
      'jpg',
      (frame) => `${person}_${String(frame).padStart(digits, '0')}`,
      greyOf(painter),
    );
  }
}

/** SAMM's pictures have one channel: three equal ones, as decoders give them. */
function greyOf(painter: typeof flatPainter): typeof flatPainter {
  return function* (clip, seed) {
    for (const { rgb, widthPx, heightPx } of painter(clip, seed)) {
      const grey = new Uint8Array(rgb.length);
      for (let i = 0; i < rgb.length; i += 3)
        // BT.601's luma
        grey.fill(0.299 * rgb[i]! + 0.587 * rgb[i + 1]! + 0.114 * rgb[i + 2]!, i, i + 3);
      yield { rgb: grey, widthPx, heightPx };
    }
  };
}

const LEGEND: Rows = [
  ['SAMM micro-movements'],
  [null, 'Inducement Code'],
  ...Array.from({ length: 11 }, (_, i) => [i + 1, `made legend line ${i + 1}`]),
];

function sammCodes(rows: readonly SammRow[], subjects: 'text' | 'number'): Rows {
  const titles = ['Subject', 'Filename', 'Inducement Code', 'Onset Frame', 'Apex Frame', 'Offset Frame'];
  return [
    [...titles, 'Duration', 'Micro', 'Action Units', 'Estimated Emotion', 'Objective Classes', 'Notes'],
    ...rows.map((row) => [
      subjects === 'text' ? String(row.subject).padStart(3, '0') : row.subject,
      sammName(row),
      row.task,
      row.onset,
      row.apex,
      row.offset,
      row.offset - row.onset + 1,
      'Micro - 1',
      row.aus,
      row.emotion,
      row.objective,
      null,
    ]),
  ];
}

const clip = { onset: 5562, apex: 5566, offset: 5570 };
export const SAMM_QUIRKS: readonly SammRow[] = [
  { subject: 6, task: 1, k: 2, ...clip, aus: 4, emotion: 'Anger', objective: 'III' },
  { subject: 6, task: 1, k: 3, ...clip, aus: '12+15 ', emotion: 'Happiness', objective: 'VII' },
  { subject: 7, task: 6, k: 1, ...clip, aus: '(R6 or R12)+R15', emotion: 'Contempt', objective: 'VII' },
  { subject: 7, task: 6, k: 2, ...clip, aus: 'ref(7B)', emotion: 'Other', objective: 'VII' },
  { subject: 11, task: 4, k: 2, ...clip, aus: '10A/B', emotion: 'Disgust', objective: 'IV' },
  { subject: 11, task: 4, k: 3, ...clip, aus: 'A/L12', emotion: 'Others', objective: 'I' },
  { subject: 14, task: 5, k: 2, ...clip, aus: 'L12 or L14', emotion: 'Contempt', objective: 'I' },
  { subject: 14, task: 5, k: 3, ...clip, aus: 'soft focus', emotion: 'Surprise', objective: 'VII' },
  { subject: 28, task: 4, k: 1, ...clip, apex: 5569, aus: '4B+7B+43E', emotion: 'Anger', objective: 'VII' },
  { subject: 32, task: 3, k: 1, ...clip, apex: 5590, aus: 'A9+12', emotion: 'Disgust', objective: 'VII' },
];

function regular({ people = 0, clipsEach = 3 }: LookAlikeOptions): SammRow[] {
  const kinds = [
    { aus: 12, emotion: 'Happiness', objective: 'I' },
    { aus: 4, emotion: 'Anger', objective: 'III' },
    { aus: '1+2', emotion: 'Surprise', objective: 'II' },
  ];
  return Array.from({ length: people * clipsEach }, (_, i) => ({
    subject: 40 + Math.floor(i / clipsEach),
    task: 1,
    k: (i % clipsEach) + 1,
    onset: 990,
    apex: 1020,
    offset: 1050,
    ...kinds[i % kinds.length]!,
  }));
}
