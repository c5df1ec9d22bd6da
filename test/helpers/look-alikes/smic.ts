/** Folders that look like SMIC and SMIC-E. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LookAlikeOptions } from './options.ts';
import { flatPainter, writePictures } from './pictures.ts';
import { writeWorkbook } from './workbook.ts';

const EMOTIONS = { ne: 'negative', po: 'positive', sur: 'surprise' } as const;
/** What a movement of each emotion shows; SMIC codes no units. */
const AUS = { ne: [4], po: [12], sur: [1, 2] } as const;
const FPS = { HS: 100, VIS: 25, NIR: 25 } as const;

/** One camera of SMIC, raw or cropped: `non_micro` beside `micro`, frames of six and of eight digits. */
export async function makeSmic(
  folder: string,
  options: LookAlikeOptions & {
    readonly camera?: keyof typeof FPS;
    readonly variant?: 'raw' | 'cropped';
  } = {},
): Promise<void> {
  const {
    camera = 'HS',
    variant = 'raw',
    painter = flatPainter,
    people = 2,
    clipsEach = 3,
    quirks = true,
  } = options;
  const top = join(folder, `SMIC_all_${variant}`, camera);
  for (let i = 0; i < people * clipsEach; i++) {
    const subject = [1, 20, 3, 4, 5, 6, 8, 9, 11, 12][Math.floor(i / clipsEach)]!;
    const code = (Object.keys(EMOTIONS) as (keyof typeof EMOTIONS)[])[i % 3]!;
    const person = `s${subject}`;
    const onset = (subject === 20 ? 10_085_893 : 85_893) + 100 * i;
    const clip = {
      fps: FPS[camera],
      first: onset,
      last: onset + (camera === 'HS' ? 30 : 8),
      onset,
      offset: onset + (camera === 'HS' ? 30 : 8),
      aus: AUS[code],
      person: subject,
    };
    const name = `${person}_${code}_${String(1 + (i % clipsEach)).padStart(2, '0')}`;
    const prefix = variant === 'raw' ? 'image' : 'reg_image';
    await writePictures(
      join(top, person, 'micro', EMOTIONS[code], name),
      clip,
      'bmp',
      (frame) => `${prefix}${String(frame).padStart(6, '0')}`,
      painter,
    );
  }
  if (!quirks) return;
  mkdirSync(join(top, 's1', 'non_micro', 's1_nm_01'), { recursive: true });
  mkdirSync(join(top, 's1', 'micro', 'negative', 's1_ne_99'), { recursive: true });
}

/** SMIC-E's long clips with their workbook: a second expression, `FirstF`, and notes below the table. */
export async function makeSmicLong(folder: string, painter = flatPainter): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const titles = [
    'Subject',
    'Filename',
    null,
    'OnsetF',
    'OffsetF',
    'Onset2F',
    'Offset2F',
    null,
    'FirstF',
    'LastF',
  ];
  await writeWorkbook(join(folder, 'SMIC-HS-E_annotation_2019.xlsx'), {
    HS: [
      [...titles, 'TotalMF1', 'TotalMF2', 'TotalVL', 'Emotion'],
      ['s01', 's01_ne_01', null, 85_910, 85_930, null, null, null, 85_893, 85_952, 21, null, 60, 'negative'],
      // The emotion of this one disagrees with its name.
      [18, 's18_sur_03', null, 510, 530, 540, 550, null, 500, 559, 21, 11, 60, 'negative'],
      // Pictures of this one are counted from 1.
      [
        's20',
        's20_ne_06',
        null,
        10_000_010,
        10_000_020,
        null,
        null,
        null,
        10_000_000,
        10_000_029,
        11,
        null,
        30,
        'negative',
      ],
      ['s09', 's09_sur_02', null, 10, 20, null, null, null, 1, 30, 11, null, 30, 'surprise'],
      [null],
      ['Notes: s09_sur_02 lies in another long clip'],
      ['MF', 'length of the expression'],
    ],
    VIS: [[null]],
  });
  const write = (person: string, name: string, first: number, last: number) =>
    writePictures(
      join(folder, 'HS_long', 'SMIC_HS_E', person, name),
      { fps: 100, first, last, onset: first, offset: last, aus: [] },
      'jpg',
      (frame) => `image${String(frame).padStart(6, '0')}`,
      painter,
    );
  await write('s01', 's1_ne_01', 85_893, 85_952);
  await write('s18', 's18_sur_03', 500, 559);
  await write('s20', 's20_ne_06', 1, 30);
}
