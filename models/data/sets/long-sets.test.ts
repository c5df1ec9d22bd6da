import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCasmeSq } from '../../../test/helpers/look-alikes/casme-sq.ts';
import { makeSammLv } from '../../../test/helpers/look-alikes/samm-lv.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { type Discrepancy, guessSet, type LongVideo, readSet } from './index.ts';

const top = tempFolder('long sets');
const words = (list: readonly Discrepancy[]) =>
  list.map(({ kind, about, what }) => `${kind} ${about}: ${what}`);
const told = (videos: readonly LongVideo[]) =>
  videos.map(({ subject, name, expressions }) => [
    `${subject} ${name}`,
    expressions.map(
      ({ kind, onset, apex, offset, emotion }) => `${kind} ${onset} ${apex} ${offset} ${emotion}`,
    ),
  ]);

test('CAS(ME)²: a sheet without titles, joined with the names of people and videos', async () => {
  const folder = join(top, 'casme-sq');
  await makeCasmeSq(folder);
  expect(guessSet(folder)).toBe('casme-sq');
  const { longVideos, discrepancies, coding, samples } = await readSet('casme-sq', folder);
  expect([coding, samples]).toEqual(['CAS(ME)^2code_final.xlsx, pictures of rawpic/rawpic', []]);
  expect(told(longVideos)).toEqual([
    ['casme-sq/15 15_0101disgustingteeth', ['micro 20 24 30 negative', 'macro 50 70 70 negative']],
    ['casme-sq/15 15_0502funnyinnovations', ['micro 40 null 52 positive']],
    ['casme-sq/16 16_0401girlcrashing', ['micro 30 null 41 others', 'macro 80 90 120 negative']],
  ]);
  expect(longVideos[0]!.expressions[0]!.aus?.map(({ au, isAmbiguous }) => `${au} ${isAmbiguous}`)).toEqual([
    '4 false',
    '10 true',
    '11 true',
  ]);
  const sheet = 'CAS(ME)^2code_final.xlsx';
  expect(words(discrepancies)).toEqual([
    `repaired casme-sq/15 disgust1_2 (${sheet} row 2): its offset was not seen: its apex 70 stands for it`,
    `repaired casme-sq/15 happy1_1 (${sheet} row 3): its apex 0 lies outside 40 to 52: taken as not coded`,
    `repaired casme-sq/16 anger1_1 (${sheet} row 4): its apex 44 lies outside 30 to 41: taken as not coded`,
    `repaired casme-sq/16 anger1_2 (${sheet} row 5): its offset 125 has no picture (1 to 120): 120 is taken`,
    expect.stringMatching(/^missing casme-sq\/16 happy1_1 .*: no video 16\/0502 in /),
    expect.stringContaining(
      'videos 3 (published 87 or 97 or 98), subjects 2 (published 22), micro-expressions 3 (published 57), macro-expressions 3 (published 300)',
    ),
  ]);
});

test('CAS(ME)²: without the sheets of names those that are published, and it is said', async () => {
  const folder = join(top, 'casme-sq without rules');
  await makeCasmeSq(folder, { rules: false });
  const { longVideos, discrepancies } = await readSet('casme-sq', folder);
  expect(longVideos.flatMap(({ expressions }) => expressions)).toHaveLength(5);
  expect(words(discrepancies).filter((each) => each.startsWith('repaired naming'))).toHaveLength(2);
});

test('CAS(ME)²: a sheet of another form is refused, a row that cannot be read is named', async () => {
  const folder = join(top, 'casme-sq other');
  await makeCasmeSq(folder, {
    codes: [
      ['video', 'onset'],
      ['a', 1],
    ],
  });
  await expect(readSet('casme-sq', folder)).rejects.toMatchObject({
    code: 'set-labels-unreadable',
    exitStatus: 3,
  });
  await makeCasmeSq(folder, {
    codes: [
      ['participant', 'video', 'onset', 'apex', 'offset', 'AUs', 'emotion', 'type'],
      [1, 'disgust1_1', 20, 24, 30, '4', 'Negative', 'Micro-expression'],
      [1, 'disgust9_1', 20, 24, 30, '4', 'negative', 'micro-expression'],
    ],
  });
  const { longVideos, discrepancies } = await readSet('casme-sq', folder);
  expect(longVideos[0]!.expressions).toMatchObject([{ onset: 20, emotion: 'negative' }]);
  expect(words(discrepancies)).toContain(
    'left-out CAS(ME)^2code_final.xlsx row 3: its video is "disgust9_1", none of disgust1, anger1, happy1',
  );
});

test('SAMM Long Videos: emotions from the micro sheet, an onset before the first picture', async () => {
  const folder = join(top, 'samm-lv');
  await makeSammLv(folder);
  expect(guessSet(folder)).toBe('samm-lv');
  const { longVideos, discrepancies, coding } = await readSet('samm-lv', folder);
  expect(coding).toBe(
    'SAMM_LongVideos_V2_Release.xlsx, SAMM_Micro_FACS_Codes_v2.xlsx, pictures of SAMM_longvideos',
  );
  expect(told(longVideos)).toEqual([
    ['samm/6 006_1', ['macro 1 20 60 null', 'micro 70 80 100 anger', 'micro 102 108 118 surprise']],
    ['samm/6 006_2', ['macro 10 null 40 null']],
    ['samm/8 008_1', ['macro 10 20 40 null']],
  ]);
  expect(words(discrepancies)).toEqual([
    'repaired samm/006_1_1 (Macro): its onset 0 has no picture (1 to 120): 1 is taken',
    'repaired samm/006_2_1 (Macro): its apex -1 lies outside 10 to 40: taken as not coded',
    'missing samm/009_1_1: no pictures of its video (1 expressions in it)',
    expect.stringContaining('videos 3 (published 147)'),
  ]);
});

test('SAMM Long Videos without the micro sheet: no emotions, and it is said', async () => {
  const folder = join(top, 'samm-lv alone');
  await makeSammLv(folder, { emotions: false });
  const { longVideos, discrepancies } = await readSet('samm-lv', folder);
  expect(longVideos[0]!.expressions.map(({ emotion }) => emotion)).toEqual([null, null, null]);
  expect(words(discrepancies)[0]).toMatch(/^missing SAMM_Micro_FACS_Codes_v2.xlsx: is not there/);
});
