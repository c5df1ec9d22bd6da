/** From a data set as it is unpacked to a table: look-alikes with drawn faces, read, prepared, evaluated. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { EvaluationResult } from '../contract/evaluation.ts';
import { makeCasme2 } from './helpers/look-alikes/casme2.ts';
import { makeCasmeSq } from './helpers/look-alikes/casme-sq.ts';
import { editWorkbook } from './helpers/look-alikes/change.ts';
import { facePainter } from './helpers/look-alikes/pictures.ts';
import { makeSmic } from './helpers/look-alikes/smic.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const ONSET = join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts');
const top = tempFolder('evaluate sets');
const [casme2, smic] = [join(top, 'CASME II'), join(top, 'SMIC')];

beforeAll(async () => {
  const made = { painter: await facePainter(), quirks: false, people: 2, clipsEach: 3 };
  await makeCasme2(casme2, made);
  await makeSmic(smic, made);
});

const BOTH = ['--data', `casme2=${casme2}`, '--data', `smic-hs=${smic}`];

function evaluate(name: string, ...call: string[]): EvaluationResult {
  const out = join(top, name);
  const files = ['--cache', join(top, 'prepared'), '--out', out];
  const run = spawnSync(process.execPath, [ONSET, 'evaluate', 'lbp-top', ...files, ...call], {
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as EvaluationResult;
}

const tested = ({ folds }: EvaluationResult): string[] =>
  folds.flatMap(({ predictions }) => predictions.map(({ sample }) => sample)).sort();

test('CASME II learnt from and SMIC tested, and the other way round', () => {
  const result = evaluate('cross', '--protocol', 'cross', ...BOTH);
  expect(tested(result)).toEqual(
    [
      ...[20, 21].flatMap((person) => [1, 2, 3].map((i) => `casme2/${person}/EP0${i}_01`)),
      ...[1, 20].flatMap((person) =>
        ['ne_01', 'po_02', 'sur_03'].map((name) => `smic-hs/${person}/s${person}_${name}`),
      ),
    ].sort(),
  );
  expect(result.classes).toEqual(['negative', 'positive', 'surprise']);
  // What is said of each set: the look-alikes are smaller than what was published.
  for (const said of [
    'casme2 is not as published: clips and subjects: clips: 6 (published 255)',
    'smic-hs is not as published: clips and subjects: clips: 6 (published 164)',
  ])
    expect(JSON.stringify(result)).toContain(said);
});

test('clips that are not read and classes that are left out are counted in the result', async () => {
  const folder = join(top, 'changed');
  cpSync(casme2, folder, { recursive: true });
  rmSync(join(folder, 'CASME2-RAW/sub21/EP03_01'), { recursive: true });
  await editWorkbook(join(folder, 'CASME2-coding-20140508.xlsx'), ({ Sheet1: rows }) => {
    rows![1]![8] = 'others';
  });
  const result = JSON.stringify(evaluate('changed', '--protocol', 'loso', '--data', `casme2=${folder}`));
  expect(result).toContain('casme2 as it was read: 1 missing; \\"onset data\\" names each.');
  expect(result).toContain(
    '1 clip is left out by class: others is neither negative, positive nor surprise (1).',
  );
});

test('a set of long videos has nothing for a recognizer', async () => {
  const folder = join(top, 'long');
  await makeCasmeSq(folder);
  const run = spawnSync(
    process.execPath,
    [
      ONSET,
      'evaluate',
      'lbp-top',
      '--data',
      `casme-sq=${folder}`,
      '--protocol',
      'loso',
      '--out',
      join(top, 'no'),
    ],
    { encoding: 'utf8' },
  );
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('has no clip with a single expression');
});

test("the composite of MEGC2019 takes the organisers' list where it lies beside a set", () => {
  const rows = [
    'casme2,sub20,EP01_01,1',
    'casme2,sub21,EP02_01,0',
    'casme2,sub21,EP03_01,2',
    'smic,s01,s01_ne_01,0',
  ];
  writeFileSync(join(casme2, 'combined_3class_gt.csv'), `${rows.join('\r\n')}\r\n,,,\r\n`);
  const result = evaluate('cde', '--protocol', 'cde', ...BOTH);
  expect(tested(result)).toEqual([
    'casme2/20/EP01_01',
    'casme2/21/EP02_01',
    'casme2/21/EP03_01',
    'smic-hs/1/s1_ne_01',
  ]);
  expect(JSON.stringify(result)).toContain('The list has 4 clips, the published one 442.');
});
