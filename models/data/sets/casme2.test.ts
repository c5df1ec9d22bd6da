import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCasme2 } from '../../../test/helpers/look-alikes/casme2.ts';
import { writeWorkbook } from '../../../test/helpers/look-alikes/workbook.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { type Discrepancy, guessSet, readSet } from './index.ts';

const top = tempFolder('casme2');
const about = (what: readonly Discrepancy[]) =>
  what.map(({ kind, about: thing, what: words }) => `${kind} ${thing}: ${words}`);

test('every oddity of the coding is read, or named', async () => {
  const folder = join(top, 'raw');
  await makeCasme2(folder);
  const index = await readSet('casme2', folder);
  expect(guessSet(folder)).toBe('casme2');
  expect(index.coding).toBe(
    'CASME2-coding-20140508.xlsx (2014 coding), CASME2-ObjectiveClasses.xlsx, pictures of CASME2-RAW',
  );
  expect(
    index.samples.map(({ subject, name, onset, apex, offset, emotion, objective, fps }) => [
      `${subject} ${name}`,
      [onset, apex, offset],
      emotion,
      objective,
      fps,
    ]),
  ).toEqual([
    ['casme2/1 EP02_01f', [7, 10, 14], 'happiness', 1, 200],
    ['casme2/1 EP01_2', [98, 100, 104], 'happiness', 1, 200],
    ['casme2/2 EP02_01f', [5, 8, 12], 'disgust', 4, 200],
    ['casme2/2 EP08_1', [5, 8, 10], 'others', 7, 200],
    ['casme2/4 EP12_01f', [5, null, 12], 'disgust', 7, 200],
    ['casme2/5 EP09_05f', [5, 5, 12], 'disgust', 7, 200],
    ['casme2/5 EP06_02_01', [9, 12, 12], 'sadness', 5, 200],
  ]);
  expect(index.samples.map(({ aus }) => aus?.map(({ au, side }) => `${side} ${au}`) ?? null)).toEqual([
    ['both 12'],
    ['left 12'],
    ['both 4', 'left 10'],
    null,
    ['both 17'],
    ['right 14'],
    ['both 1'],
  ]);
  const { pictures } = index.samples[1]!;
  expect(pictures).toMatchObject({ kind: 'pictures' });
  // Not padded: 99 comes before 100.
  expect(pictures.kind === 'pictures' ? pictures.files.map(([number]) => number) : []).toEqual([
    95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107,
  ]);
  expect(about(index.discrepancies.filter(({ kind }) => kind !== 'count'))).toEqual([
    'repaired casme2/2 EP08_1: its offset 12 has no picture (2 to 10): 10 is taken',
    'repaired casme2/4 EP12_01f: its apex is "/": taken as not coded',
    'missing casme2/4 EP09f: no pictures at CASME2-RAW/sub04/EP09f',
    expect.stringContaining('unlabelled casme2/2 EP02_02f: '),
  ]);
  expect(about(index.discrepancies.filter(({ kind }) => kind === 'count'))[0]).toBe(
    'count CASME2-coding-20140508.xlsx: clips and subjects: clips: 8 (published 255), subjects: 4 (published 26)',
  );
});

test('subjects may be numbers, top folders doubled, the pictures cropped or a video', async () => {
  for (const variant of ['selected', 'cropped', 'video'] as const) {
    const folder = join(top, variant);
    await makeCasme2(join(folder, 'CASME II'), { variant, coding: '2019' });
    const { samples, coding } = await readSet('casme2', folder);
    expect(samples).toHaveLength(7);
    expect(coding).toContain('CASME2-coding-20190701.xlsx');
  }
  const { samples } = await readSet('casme2', join(top, 'video'));
  // A video's first frame is 0, the coding's first picture 1.
  expect(samples[0]).toMatchObject({ pictures: { kind: 'video' }, onset: 6, apex: 9, offset: 13 });
});

test('of two codings and two copies of the pictures, one is read, and it is said which', async () => {
  const folder = join(top, 'both');
  await makeCasme2(folder, { coding: '2019', variant: 'cropped' });
  await makeCasme2(folder, { coding: '2014' });
  const index = await readSet('casme2', folder);
  expect(index.coding).toContain('20140508');
  expect(about(index.discrepancies)).toEqual(
    expect.arrayContaining([
      'left-out CASME2-coding-20190701.xlsx: another label file: CASME2-coding-20140508.xlsx is read',
      'left-out CASME2_preprocessed_Li Xiaobai/Cropped: another copy of the clips (7 of those labelled): CASME2-RAW (7) is read',
    ]),
  );
  const other = await readSet('casme2', folder, { labels: '2019', pictures: 'Cropped' });
  expect(other.coding).toContain('CASME2-coding-20190701.xlsx');
  expect(other.coding).toContain('pictures of Cropped');
});

test('an extra subject is named; folders may be written otherwise', async () => {
  const folder = join(top, 'variant');
  await makeCasme2(folder);
  renameSync(join(folder, 'CASME2-RAW/sub01'), join(folder, 'CASME2-RAW/Sub1'));
  mkdirSync(join(folder, 'CASME2-RAW/sub27/EP01_01'), { recursive: true });
  const { samples, discrepancies } = await readSet('casme2', folder);
  expect(samples).toHaveLength(7);
  expect(about(discrepancies)).toContain(
    'unlabelled casme2/27: a subject without a label for any of its clips (1): not read',
  );
});

test('columns may stand in another order, their titles be written otherwise, the header lower', async () => {
  const folder = join(top, 'titles');
  await makeCasme2(folder);
  await writeWorkbook(join(folder, 'CASME2-coding-20140508.xlsx'), {
    Sheet1: [
      ['CASME II'],
      [],
      [
        'estimated emotion',
        'Offset_Frame',
        'APEXFRAME',
        ' Onset Frame',
        'file name',
        'Action Units',
        'Subject ',
      ],
      ['Happiness', 14, 10, 7, 'ep02_01F', '12', 'sub01'],
    ],
  });
  // A file of any name, where it is named.
  renameSync(join(folder, 'CASME2-coding-20140508.xlsx'), join(folder, 'my table.xlsx'));
  const { samples } = await readSet('casme2', folder, { labels: 'my table' });
  expect(samples).toMatchObject([
    { subject: 'casme2/1', name: 'ep02_01F', onset: 7, apex: 10, offset: 14, emotion: 'happiness' },
  ]);
});

test('what cannot be read is refused with the reason', async () => {
  const folder = join(top, 'refused');
  await makeCasme2(folder);
  const labels = join(folder, 'CASME2-coding-20140508.xlsx');
  await writeWorkbook(labels, {
    Sheet1: [
      ['Subject', 'Filename', 'First', 'ApexFrame', 'OffsetFrame', 'Action Units', 'Estimated Emotion'],
      ['01', 'EP02_01f', 7, 10, 14, 12, 'happiness'],
    ],
  });
  await expect(readSet('casme2', folder)).rejects.toMatchObject({
    code: 'set-column-missing',
    exitStatus: 3,
    facts: {
      missing: '"OnsetFrame" or "Onset"',
      found:
        '"Subject", "Filename", "First", "ApexFrame", "OffsetFrame", "Action Units", "Estimated Emotion"',
    },
  });
  writeFileSync(labels, 'no workbook');
  await expect(readSet('casme2', folder)).rejects.toMatchObject({ code: 'set-labels-unreadable' });
  rmSync(labels);
  const old = join(folder, 'CASME2_label_Ver_2.xls');
  writeFileSync(old, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  await expect(readSet('casme2', folder)).rejects.toMatchObject({
    code: 'set-labels-old-excel',
    facts: { path: old },
  });
  rmSync(old);
  await expect(readSet('casme2', folder)).rejects.toMatchObject({
    code: 'set-labels-missing',
    facts: { wanted: expect.stringContaining('(there is CASME2-ObjectiveClasses.xlsx)') as string },
  });
  await expect(readSet('casme2', join(top, 'nowhere'))).rejects.toMatchObject({ code: 'input-not-found' });
  await makeCasme2(folder);
  renameSync(join(folder, 'CASME2-RAW'), join(top, 'elsewhere'));
  await expect(readSet('casme2', folder)).rejects.toMatchObject({ code: 'set-foreign' });
  mkdirSync(join(folder, 'CASME2-RAW/sub01/EP99'), { recursive: true });
  await expect(readSet('casme2', folder)).rejects.toMatchObject({
    code: 'set-empty',
    facts: { clips: 8, first: 'CASME2-RAW/sub01/EP02_01f' },
  });
});
