/** A folder that looks like CASME II: invented rows with every oddity of the real codings. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeClip } from '../make-clip.ts';
import type { LookAlikeOptions } from './options.ts';
import { flatPainter, writePictures } from './pictures.ts';
import { type Rows, writeWorkbook } from './workbook.ts';

export interface Casme2Options extends LookAlikeOptions {
  /** The later coding has numbers for subjects, and no `?`. */
  readonly coding?: '2014' | '2019';
  readonly variant?: 'raw' | 'selected' | 'cropped' | 'video';
  readonly objectiveClasses?: boolean;
}

interface Row {
  readonly subject: number;
  readonly name: string;
  readonly onset: number;
  readonly apex: number | '/';
  readonly offset: number;
  readonly aus: string | number;
  readonly emotion: string;
  readonly objective: number;
}

export async function makeCasme2(folder: string, options: Casme2Options = {}): Promise<void> {
  const { coding = '2014', variant = 'raw', objectiveClasses = true, quirks = true } = options;
  const rows = [...(quirks ? QUIRKS : []), ...regular(options)];
  mkdirSync(folder, { recursive: true });
  await writeWorkbook(
    join(folder, coding === '2014' ? 'CASME2-coding-20140508.xlsx' : 'CASME2-coding-20190701.xlsx'),
    { Sheet1: codingRows(rows, coding), Sheet2: [[]], Sheet3: [[]] },
  );
  if (objectiveClasses)
    await writeWorkbook(join(folder, 'CASME2-ObjectiveClasses.xlsx'), {
      Sheet1: [
        ['Subject', 'Filename', 'Objective Class'],
        ...rows.map(({ subject, name, objective }) => [subject, name, objective]),
      ],
      Sheet2: [
        [null, null],
        [null, 'III'],
      ],
    });
  const extra = quirks ? [{ ...QUIRKS[0]!, name: 'EP02_02f', subject: 2 }] : [];
  for (const row of [...rows.filter(({ name }) => name !== 'EP09f'), ...extra])
    await writeClip(folder, row, variant, options);
}

const VARIANTS = {
  raw: { path: 'CASME2-RAW', prefix: 'img' },
  selected: { path: 'CASME2_RAW_selected/CASME2_RAW_selected', prefix: 'img' },
  cropped: { path: 'CASME2_preprocessed_Li Xiaobai/Cropped', prefix: 'reg_img' },
  video: { path: 'CASME2_Compressed video/CASME2_compressed', prefix: '' },
};

async function writeClip(
  folder: string,
  { subject, name, onset, offset, aus }: Row,
  variant: keyof typeof VARIANTS,
  { painter = flatPainter }: Casme2Options,
): Promise<void> {
  const { path, prefix } = VARIANTS[variant];
  const place = join(folder, path, `sub${String(subject).padStart(2, '0')}`);
  if (variant === 'video') {
    mkdirSync(place, { recursive: true });
    makeClip(join(place, `${name}.avi`), { video: [{ frames: offset + 2, encoder: 'mpeg4' }] });
    return;
  }
  // The raw release has neutral frames around the movement; the last of EP08_1 is missing.
  const margin = variant === 'raw' ? 3 : 0;
  const last = name === 'EP08_1' ? offset - 2 : offset + margin;
  const clip = {
    fps: 200,
    first: Math.max(1, onset - margin),
    last,
    onset,
    offset,
    aus: unitsOf(aus),
    person: subject,
  };
  await writePictures(join(place, name), clip, 'jpg', (frame) => `${prefix}${frame}`, painter);
}

const unitsOf = (aus: string | number): number[] => (String(aus).match(/\d+/g) ?? []).map(Number);

function codingRows(rows: readonly Row[], coding: '2014' | '2019'): Rows {
  const titles = [
    'Subject',
    'Filename',
    null,
    'OnsetFrame',
    'ApexFrame',
    'OffsetFrame',
    null,
    'Action Units',
  ];
  return [
    [...titles, 'Estimated Emotion'],
    ...rows.map(({ subject, name, onset, apex, offset, aus, emotion }) => [
      coding === '2014' ? String(subject).padStart(2, '0') : subject,
      name,
      null,
      onset,
      apex,
      offset,
      null,
      coding === '2019' && aus === '?' ? 4 : aus,
      emotion,
    ]),
  ];
}

/** One row for each oddity; EP02_01f stands under two subjects, EP09f has no pictures, EP08_1 lacks its last. */
const QUIRKS: readonly Row[] = [
  {
    subject: 1,
    name: 'EP02_01f',
    onset: 7,
    apex: 10,
    offset: 14,
    aus: 12,
    emotion: 'happiness',
    objective: 1,
  },
  {
    subject: 1,
    name: 'EP01_2',
    onset: 98,
    apex: 100,
    offset: 104,
    aus: 'L12',
    emotion: 'happiness',
    objective: 1,
  },
  {
    subject: 2,
    name: 'EP02_01f',
    onset: 5,
    apex: 8,
    offset: 12,
    aus: '4+L10',
    emotion: 'disgust',
    objective: 4,
  },
  { subject: 2, name: 'EP08_1', onset: 5, apex: 8, offset: 12, aus: '?', emotion: 'others', objective: 7 },
  {
    subject: 4,
    name: 'EP12_01f',
    onset: 5,
    apex: '/',
    offset: 12,
    aus: '17',
    emotion: 'disgust',
    objective: 7,
  },
  { subject: 4, name: 'EP09f', onset: 5, apex: 7, offset: 12, aus: '1+2', emotion: 'surprise', objective: 2 },
  {
    subject: 5,
    name: 'EP09_05f',
    onset: 5,
    apex: 5,
    offset: 12,
    aus: 'R14',
    emotion: 'disgust',
    objective: 7,
  },
  {
    subject: 5,
    name: 'EP06_02_01',
    onset: 9,
    apex: 12,
    offset: 12,
    aus: 1,
    emotion: 'sadness',
    objective: 5,
  },
];

/** Movements of 0.3 s, of three emotions in turn: what a network can learn. */
function regular({ people = 0, clipsEach = 3 }: Casme2Options): Row[] {
  const kinds = [
    { aus: '12', emotion: 'happiness', objective: 1 },
    { aus: '4', emotion: 'disgust', objective: 3 },
    { aus: '1+2', emotion: 'surprise', objective: 2 },
  ];
  return Array.from({ length: people * clipsEach }, (_, i) => ({
    subject: 20 + Math.floor(i / clipsEach),
    name: `EP${String((i % clipsEach) + 1).padStart(2, '0')}_01`,
    onset: 10,
    apex: 40,
    offset: 70,
    ...kinds[i % kinds.length]!,
  }));
}
