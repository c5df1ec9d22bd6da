import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import { megcClassOf } from './megc-class.ts';
import { videosIn } from './videos.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'onset long videos '))));
afterEach(() => rmSync(folder, { recursive: true }));

const moment = (frame: number) => ({ t_s: frame / 100, frame });

function writeLabels(name: string, changes: object = {}): void {
  const events = [
    {
      kind: 'micro',
      emotion: 'disgust',
      three: 'negative',
      onset: moment(10),
      apex: moment(20),
      offset: moment(30),
    },
    {
      kind: 'macro',
      emotion: 'none',
      three: 'none',
      onset: moment(50),
      apex: moment(90),
      offset: moment(150),
    },
  ];
  writeFileSync(
    join(folder, `${name}.labels.json`),
    JSON.stringify({ synthetic: true, fps: 100, portrait: 'a.jpg', events, ...changes }),
  );
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const failure: unknown = await promise.catch((error: unknown) => error);
  return failure instanceof OnsetError ? (failure as OnsetError).code : String(failure);
}

test('made clips are read with their labels, in order, and known by these', async () => {
  writeLabels('study-2-a');
  writeLabels('study-1-a');
  const { videos, isSynthetic, fingerprint } = await videosIn('made', folder);
  expect(isSynthetic).toBe(true);
  expect(videos.map(({ id }) => id)).toEqual(['made/a.jpg/study-1-a', 'made/a.jpg/study-2-a']);
  expect(videos[0]).toMatchObject({
    input: join(folder, 'study-1-a.mp4'),
    numbers: null,
    known: [
      { kind: 'micro', onset: 10, offset: 30, emotion: 'negative' },
      { kind: 'macro', onset: 50, offset: 150, emotion: null },
    ],
  });
  writeLabels('study-2-a', { events: [] });
  expect((await videosIn('made', folder)).fingerprint).not.toBe(fingerprint);
});

test('a folder that is not there, has no videos, or damaged labels', async () => {
  expect(await codeOf(videosIn('made', join(folder, 'none')))).toBe('input-not-found');
  expect(await codeOf(videosIn('made', folder))).toBe('spotting-without-videos');
  writeFileSync(join(folder, 'a.labels.json'), '{"fps":');
  expect(await codeOf(videosIn('made', folder))).toBe('set-labels-unreadable');
});

test("own videos are read with every row's expression", async () => {
  mkdirSync(join(folder, 'pictures'));
  for (let number = 7; number < 27; number++)
    writeFileSync(join(folder, 'pictures', `img${String(number)}.jpg`), '');
  writeFileSync(
    join(folder, 'labels.csv'),
    [
      'clip,subject,emotion,onset,apex,offset,fps,aus,type',
      'pictures,anna,happiness,9,10,12,30,12,micro',
      'pictures,anna,others,15,,25,30,,macro',
    ].join('\n'),
  );
  const { videos } = await videosIn('own', folder);
  expect(videos).toHaveLength(1);
  expect(videos[0]).toMatchObject({
    set: 'own',
    fps: 30,
    input: join(folder, 'pictures'),
    known: [
      { kind: 'micro', onset: 9, offset: 12, emotion: 'positive' },
      { kind: 'macro', onset: 15, offset: 25, emotion: null },
    ],
  });
  expect(videos[0]!.numbers).toEqual(Array.from({ length: 20 }, (_, at) => 7 + at));
});

test.each([
  ['happiness', 'positive'],
  ['repression', 'negative'],
  ['surprise', 'surprise'],
  ['negative', 'negative'],
  ['others', null],
  ['none', null],
  ['bewilderment', null],
])('%s is of the class %s', (emotion, wanted) => {
  expect(megcClassOf(emotion)).toBe(wanted);
});
