/** A folder that looks like CAS(ME)²: a sheet without titles, and two that say what its numbers mean. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Painter } from './pictures.ts';
import { flatPainter, writePictures } from './pictures.ts';
import { type Rows, writeWorkbook } from './workbook.ts';

export async function makeCasmeSq(
  folder: string,
  options: { readonly painter?: Painter; readonly rules?: boolean; readonly codes?: Rows } = {},
): Promise<void> {
  const { painter = flatPainter, rules = true, codes = CODES } = options;
  mkdirSync(folder, { recursive: true });
  await writeWorkbook(join(folder, 'CAS(ME)^2code_final.xlsx'), {
    CASFEcode_final: codes,
    ...(rules
      ? {
          'naming rule1': [
            [15, 's15', 1],
            [16, 's16', 2],
          ],
          'naming rule2': [
            ['0101', 'disgust1'],
            ['0401', 'anger1'],
            [502, 'happy1'],
          ],
        }
      : {}),
  });
  for (const [person, video] of [
    ['s15', '15_0101disgustingteeth'],
    ['s15', '15_0502funnyinnovations'],
    ['s16', '16_0401girlcrashing'],
  ] as const)
    await writePictures(
      join(folder, 'rawpic', 'rawpic', person, video),
      { fps: 30, first: 1, last: 120, onset: 20, offset: 30, aus: [12] },
      'jpg',
      (frame) => `img${String(frame).padStart(3, '0')}`,
      painter,
    );
}

const CODES: Rows = [
  [1, 'disgust1_1', 20, 24, 30, '4+10or11', 'negative', 'micro-expression', 'disgust'],
  [1, 'disgust1_2', 50, 70, 0, 'NULL', 'negative', 'macro-expression', 'disgust'],
  [1, 'happy1_1', 40, 0, 52, '12', 'positive', 'micro-expression', 'happiness'],
  [2, 'anger1_1', 30, 44, 41, '4,7', 'others', 'micro-expression', 'anger'],
  [2, 'anger1_2', 80, 90, 125, 4, 'negative', 'macro-expression', 'anger'],
  [2, 'happy1_1', 10, 12, 20, 'R12+45', 'positive', 'macro-expression', 'happiness'],
  [null],
];
