import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSmic, makeSmicLong } from '../../../test/helpers/look-alikes/smic.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { type Discrepancy, guessSet, readSet } from './index.ts';

const top = tempFolder('smic');
const words = (list: readonly Discrepancy[]) =>
  list.map(({ kind, about, what }) => `${kind} ${about}: ${what}`);

test('folders are the labels; what is no micro-expression is not read', async () => {
  const folder = join(top, 'hs');
  await makeSmic(folder);
  expect(guessSet(folder)).toBe('smic-hs');
  const { samples, discrepancies, coding } = await readSet('smic-hs', folder);
  expect(coding).toBe('folders of SMIC_all_raw/HS');
  expect(
    samples.map(({ subject, name, emotion, onset, apex, offset, fps }) => [
      `${subject} ${name} ${emotion}`,
      [onset, apex, offset],
      fps,
    ]),
  ).toEqual([
    ['smic/1 s1_ne_01 negative', [85_893, null, 85_923], 100],
    ['smic/1 s1_po_02 positive', [85_993, null, 86_023], 100],
    ['smic/1 s1_sur_03 surprise', [86_093, null, 86_123], 100],
    ['smic/20 s20_ne_01 negative', [10_086_193, null, 10_086_223], 100],
    ['smic/20 s20_po_02 positive', [10_086_293, null, 10_086_323], 100],
    ['smic/20 s20_sur_03 surprise', [10_086_393, null, 10_086_423], 100],
  ]);
  expect(samples.every(({ aus }) => aus === null)).toBe(true);
  expect(words(discrepancies)).toEqual([
    expect.stringMatching(/^missing smic\/1 s1_ne_99: .*s1_ne_99 holds no pictures$/),
    expect.stringContaining('clips: 6 (published 164), subjects: 2 (published 16)'),
    expect.stringContaining('emotions: negative: 2 (published 70)'),
    expect.stringContaining('clips by subject: subject 1: 3 (published 6)'),
  ]);
});

test('each camera is read from the folder of all, or from its own', async () => {
  const folder = join(top, 'cameras');
  for (const camera of ['HS', 'VIS', 'NIR'] as const) await makeSmic(folder, { camera, quirks: false });
  await makeSmic(folder, { camera: 'HS', variant: 'cropped', quirks: false });
  const vis = await readSet('smic-vis', folder);
  expect([vis.coding, vis.samples.length, vis.samples[0]!.fps]).toEqual([
    'folders of SMIC_all_raw/VIS',
    6,
    25,
  ]);
  const nir = join(folder, 'SMIC_all_raw/NIR');
  expect(guessSet(nir)).toBe('smic-nir');
  expect((await readSet('smic-nir', nir)).samples).toHaveLength(6);
  expect(words((await readSet('smic-hs', folder)).discrepancies)).toContain(
    'left-out SMIC_all_cropped/HS: another copy of the clips: SMIC_all_raw/HS is read',
  );
  await expect(readSet('smic-hs', nir)).rejects.toMatchObject({ code: 'set-foreign' });
});

test('a clip in the wrong folder has the emotion of its name', async () => {
  const folder = join(top, 'moved');
  await makeSmic(folder, { quirks: false });
  const micro = join(folder, 'SMIC_all_raw/HS/s1/micro');
  renameSync(join(micro, 'negative/s1_ne_01'), join(micro, 'surprise/s1_ne_01'));
  const { samples, discrepancies } = await readSet('smic-hs', folder);
  expect(samples.find(({ name }) => name === 's1_ne_01')?.emotion).toBe('negative');
  expect(words(discrepancies)[0]).toBe('repaired smic/1 s1_ne_01: lies in "surprise": negative, by its name');
});

test('SMIC-E: long clips, second expressions, numbers that start anew, notes below the table', async () => {
  const folder = join(top, 'long');
  await makeSmicLong(folder);
  const { samples, longVideos, discrepancies, coding } = await readSet('smic-hs', folder);
  expect(samples).toEqual([]);
  expect(coding).toBe('SMIC-HS-E_annotation_2019.xlsx');
  expect(
    longVideos.map(({ subject, name, pictures, expressions }) => [
      `${subject} ${name}`,
      pictures.kind === 'pictures' ? pictures.files.length : 0,
      expressions.map(({ onset, offset, emotion }) => `${onset}–${offset} ${emotion}`),
    ]),
  ).toEqual([
    ['smic/1 s01_ne_01', 60, ['85910–85930 negative']],
    ['smic/18 s18_sur_03', 60, ['510–530 surprise', '540–550 surprise']],
    ['smic/20 s20_ne_06', 30, ['11–21 negative']],
  ]);
  expect(words(discrepancies)).toEqual([
    'missing smic/9 s09_sur_02 (long): its long clip is not among the folders',
    'left-out SMIC-HS-E_annotation_2019.xlsx row 8: "length of the expression" is no clip\'s name',
    'count SMIC-HS-E_annotation_2019.xlsx: long clips: 3 (published 157)',
  ]);
});

test('a folder without SMIC is refused', async () => {
  const folder = join(top, 'none');
  mkdirSync(join(folder, 'a'), { recursive: true });
  await expect(readSet('smic-hs', folder)).rejects.toMatchObject({
    code: 'set-foreign',
    facts: { reason: 'it holds no folder with subjects (s1, s2, …) up to 5 levels down' },
  });
  expect(guessSet(folder)).toBeNull();
});
