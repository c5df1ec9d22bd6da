/** A folder that looks like SAMM Long Videos, with SAMM's own sheet beside it for the emotions. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Painter } from './pictures.ts';
import { flatPainter, writePictures } from './pictures.ts';
import { writeWorkbook } from './workbook.ts';

export async function makeSammLv(
  folder: string,
  options: { readonly painter?: Painter; readonly emotions?: boolean } = {},
): Promise<void> {
  const { painter = flatPainter, emotions = true } = options;
  mkdirSync(folder, { recursive: true });
  const titles = ['Subject', 'Filename', 'Inducement Code', 'Onset', 'Apex', 'Offset', 'Duration', 'Type'];
  await writeWorkbook(join(folder, 'SAMM_LongVideos_V2_Release.xlsx'), {
    FACS_Movement_Only: [
      ...Array.from({ length: 10 }, (_, i) => [`made legend line ${i + 1}`]),
      [...titles, 'Action Units', 'Notes'],
      ['006', '006_1_1', 1, 0, 20, 60, 61, 'Macro', '12C+ref(6B)', null],
      ['006', '006_1_2', 1, 70, 80, 100, 31, 'Micro - 1', 4, null],
      ['006', '006_1_2', 1, 102, 108, 118, 17, 'Micro - 2', '1+2', null],
      ['006', '006_2_1', 2, 10, -1, 40, 31, 'Macro', '4', null],
      [8, '008_1_1', 1, 10, 20, 40, 31, 'Macro', '4', 'a subject whom SAMM does not have'],
      ['009', '009_1_1', 1, 10, 20, 40, 31, 'Micro - 1', '4', null],
    ],
  });
  if (emotions)
    await writeWorkbook(join(folder, 'SAMM_Micro_FACS_Codes_v2.xlsx'), {
      MICRO_ONLY: [
        [
          'Subject',
          'Filename',
          'Onset Frame',
          'Apex Frame',
          'Offset Frame',
          'Micro',
          'Action Units',
          'Estimated Emotion',
          'Objective Classes',
        ],
        ['006', '006_1_2', 2070, 2080, 2100, 'Micro - 1', 4, 'Anger', 'III'],
        ['006', '006_1_2', 2102, 2108, 2118, 'Micro - 2', '1+2', 'Surprise', 'II'],
      ],
    });
  for (const video of ['006_1', '006_2', '008_1'])
    await writePictures(
      join(folder, 'SAMM_longvideos', video),
      { fps: 200, first: 1, last: 120, onset: 70, offset: 100, aus: [4] },
      'jpg',
      (frame) => `${video}_${String(frame).padStart(4, '0')}`,
      painter,
    );
}
