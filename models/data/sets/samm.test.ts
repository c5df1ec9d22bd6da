import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSamm } from '../../../test/helpers/look-alikes/samm.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { guessSet, readSet } from './index.ts';

const top = tempFolder('samm');

test('every oddity of the sheet is read, or named', async () => {
  const folder = join(top, 'release');
  await makeSamm(folder);
  expect(guessSet(folder)).toBe('samm');
  const { samples, discrepancies, coding } = await readSet('samm', folder);
  expect(coding).toBe('SAMM_Micro_FACS_Codes_v2.xlsx, pictures of SAMM');
  expect(samples).toHaveLength(10);
  expect(samples.map(({ name, emotion, objective }) => `${name} ${emotion} ${objective}`)).toEqual([
    '006_1_2 anger 3',
    '006_1_3 happiness 7',
    '007_6_1 contempt 7',
    '007_6_2 others 7',
    '011_4_2 disgust 4',
    '011_4_3 others 1',
    '014_5_2 contempt 1',
    '014_5_3 surprise 7',
    '028_4_1 anger 7',
    '032_3_1 disgust 7',
  ]);
  expect(samples.map(({ apex, offset }) => [apex, offset]).slice(-2)).toEqual([
    [5567, 5567],
    [null, 5570],
  ]);
  // Padded to four digits in one subject, to five in others: numbers are what counts.
  expect(samples[4]).toMatchObject({
    subject: 'samm/11',
    onset: 5562,
    fps: 200,
    aus: [{ au: 10, intensity: 'A/B' }],
  });
  expect(samples[7]!.aus).toBeNull();
  expect(
    discrepancies
      .filter(({ kind }) => kind !== 'count')
      .map(({ kind, about, what }) => `${kind} ${about}: ${what}`),
  ).toEqual([
    'repaired samm/14 014_5_3: "soft focus" in its action units is taken for a comment',
    'repaired samm/28 028_4_1: its offset 5570 has no picture (5562 to 5567): 5567 is taken',
    'repaired samm/28 028_4_1: its apex 5569 has no picture (5562 to 5567): 5567 is taken',
    'repaired samm/32 032_3_1: its apex 5590 lies outside 5562 to 5570: taken as not coded',
  ]);
});

test('subjects may be numbers, the header in the first row, the top folder doubled', async () => {
  const folder = join(top, 'copy');
  await makeSamm(join(folder, 'SAMM', 'SAMM'), { subjects: 'number', headerRow: 1 });
  const { samples } = await readSet('samm', folder);
  expect(samples.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['samm/6', 'samm/7', 'samm/11', 'samm/32']),
  );
});
