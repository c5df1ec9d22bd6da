import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeOwn } from '../../../test/helpers/look-alikes/own.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { guessSet, readSet } from './index.ts';

const top = tempFolder('own');
const HEADER = 'clip,subject,emotion,onset,apex,offset,fps,aus';

/** A folder with empty videos of these names and these labels. */
function folderOf(name: string, clips: readonly string[], labels: string): string {
  const folder = join(top, name);
  mkdirSync(join(folder, 'in'), { recursive: true });
  for (const clip of clips) writeFileSync(join(folder, clip), '');
  writeFileSync(join(folder, 'labels.csv'), labels);
  return folder;
}

test('folders of pictures', async () => {
  const folder = join(top, 'pictures');
  await makeOwn(folder);
  expect(guessSet(folder)).toBe('own');
  const { samples, longVideos, coding, discrepancies } = await readSet('own', folder);
  expect([coding, longVideos, discrepancies]).toEqual(['labels.csv', [], []]);
  expect(samples.map(({ subject, name, apex }) => `${subject} ${name} ${apex}`)).toEqual([
    'own/p1 p1/clip1 20',
    'own/p1 p1/clip2 null',
    'own/p1 p1/clip3 20',
    'own/p2 p2/clip1 null',
    'own/p2 p2/clip2 20',
    'own/p2 p2/clip3 null',
  ]);
  expect(samples[0]).toMatchObject({ set: 'own', fps: 100, onset: 10, offset: 30, emotion: 'happiness' });
  expect(samples[0]!.pictures).toMatchObject({ kind: 'pictures', folder: join(folder, 'p1/clip1') });
});

test('videos, with the marks that spreadsheet programs leave', async () => {
  const rows = [
    'Clip;Subject;Emotion;Onset;Apex;Offset;FPS;AUs',
    'a.mp4;01;Happiness;3;;9;29,97;L12B',
    'in\\b.mp4;01;Other;3;5;9;30;?',
    '"c.mp4";02;none;;;;30;',
  ];
  const folder = folderOf(
    'videos',
    ['a.mp4', 'in/b.mp4', 'c.mp4', 'd.mp4'],
    `\uFEFF${rows.join('\r\n')}\r\n`,
  );
  const { samples, discrepancies } = await readSet('own', folder);
  expect(samples).toMatchObject([
    { subject: 'own/01', name: 'a.mp4', fps: 29.97, emotion: 'happiness', apex: null },
    { subject: 'own/01', name: 'in/b.mp4', emotion: 'others', aus: null, pictures: { kind: 'video' } },
  ]);
  expect(samples[0]!.aus).toMatchObject([{ au: 12, side: 'left', intensity: 'B' }]);
  expect(discrepancies).toEqual([
    { kind: 'unlabelled', about: 'd.mp4', what: 'has no row in the labels: not read' },
  ]);
});

test('a column "type" makes long videos of the clips; macro-expressions are no samples', async () => {
  const rows = [
    `${HEADER},type`,
    'a.mp4,1,surprise,50,,70,100,1+2,micro',
    'a.mp4,1,happiness,5,20,45,100,12,macro',
    'a.mp4,1,disgust,80,,95,100,4,micro',
    'c.mp4,2,none,,,,100,,',
  ];
  const { samples, longVideos } = await readSet('own', folderOf('long', ['a.mp4', 'c.mp4'], rows.join('\n')));
  expect(samples.map(({ name }) => name)).toEqual(['a.mp4 from 50', 'a.mp4 from 80']);
  expect(
    longVideos.map(({ name, expressions }) => [
      name,
      expressions.map(({ kind, onset }) => `${kind} ${onset}`),
    ]),
  ).toEqual([
    ['a.mp4', ['macro 5', 'micro 50', 'micro 80']],
    ['c.mp4', []],
  ]);
});

test('rows that cannot be read are named, and the others read', async () => {
  const rows = [
    HEADER,
    'a.mp4,1,surprise,50,10,70,100,1+zwei',
    'b.mp4,,surprise,5,,7,100,1',
    'c.mp4,1,surprise,5,,7,fast,1',
    'd.mp4,1,surprise,9,,7,100,1',
    'e.mp4,1,surprise,x,,7,100,1',
    'f.mp4,1,surprise,5,,7,100,1',
    'g.mp4,1,surprise,5,,7,100,1',
    'g.mp4,2,surprise,15,,17,100,1',
  ];
  const clips = ['a.mp4', 'b.mp4', 'c.mp4', 'd.mp4', 'e.mp4', 'g.mp4'];
  const { samples, discrepancies } = await readSet('own', folderOf('odd', clips, rows.join('\n')));
  expect(samples).toMatchObject([{ name: 'a.mp4', apex: null, aus: null }]);
  expect(discrepancies.map(({ kind, about, what }) => `${kind} ${about}: ${what}`)).toEqual([
    'left-out b.mp4: has no subject: its fold would not be known',
    'left-out c.mp4: its fps is "fast", not a frame rate',
    'missing f.mp4: there is neither a video nor a folder of pictures at f.mp4',
    'left-out g.mp4: its rows name several subjects',
    'repaired a.mp4 (labels.csv row 2): its apex 10 lies outside 50 to 70: taken as not coded',
    'repaired a.mp4 (labels.csv row 2): its units "1+zwei" cannot be read: unknown',
    'left-out d.mp4 (labels.csv row 5): its onset 9 comes after its offset 7',
    'left-out e.mp4 (labels.csv row 6): its onset is "x", not a frame number',
  ]);
});

test('without labels, or without a clip, the folder is refused', async () => {
  const folder = folderOf('refused', [], `${HEADER}\na.mp4,1,surprise,5,,7,100,1`);
  await expect(readSet('own', folder)).rejects.toMatchObject({
    code: 'set-empty',
    facts: { first: 'a.mp4, but there is neither a video nor a folder of pictures at a.mp4' },
  });
  writeFileSync(join(folder, 'labels.csv'), 'clip,person,emotion,onset,apex,offset,fps,aus\n');
  await expect(readSet('own', folder)).rejects.toMatchObject({
    code: 'set-column-missing',
    facts: { missing: '"subject"' },
  });
  rmSync(join(folder, 'labels.csv'));
  await expect(readSet('own', folder)).rejects.toMatchObject({ code: 'set-labels-missing' });
});

test('pictures are in the order of their numbers, whatever stands before; of two with one number the first is read; those between are counted', async () => {
  const folder = folderOf('order', [], `${HEADER}\nin,1,surprise,2,,11,100,1`);
  for (const name of ['b2.png', 'a10.png', 'c11.png', 'a011.png', 'notes.txt', '._b2.png'])
    writeFileSync(join(folder, 'in', name), '');
  const { samples, discrepancies } = await readSet('own', folder);
  const { pictures } = samples[0]!;
  expect(pictures.kind === 'pictures' ? pictures.files : []).toEqual([
    [2, 'b2.png'],
    [10, 'a10.png'],
    [11, 'a011.png'],
  ]);
  expect(discrepancies).toEqual([
    { kind: 'left-out', about: 'in', what: 'c11.png: another picture has its number' },
    {
      kind: 'missing',
      about: 'in (labels.csv row 2)',
      what: '7 of the 10 pictures from its onset 2 to its offset 11 are not there',
    },
  ]);
});
