import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { readCasme2Aus } from './aus-casme2.ts';
import { classesOf, type ClassOptions, type SchemeName } from './classes.ts';
import { findMegcList, readMegcList } from './megc-list.ts';
import { objectiveClassOf } from './objective-classes.ts';
import type { SetName, SetSample } from './sample.ts';

const folder = tempFolder('classes');

const sample = (
  set: SetName,
  subject: number,
  name: string,
  emotion: string,
  more: Partial<SetSample> = {},
): SetSample => ({
  set,
  subject: `${set.startsWith('smic') ? 'smic' : set}/${subject}`,
  name,
  fps: 200,
  pictures: { kind: 'video', path: '' },
  onset: 0,
  apex: null,
  offset: 10,
  aus: null,
  emotion,
  objective: null,
  ...more,
});

/** As many clips of each emotion as a set has. */
const many = (set: SetName, emotions: Readonly<Record<string, number>>): SetSample[] =>
  Object.entries(emotions).flatMap(([emotion, clips]) =>
    Array.from({ length: clips }, (_, i) => sample(set, 40 + (i % 7), `${emotion}${i}`, emotion)),
  );

/** CASME II, with the two clips that MEGC2019 left out. */
const CASME2 = [
  ...many('casme2', {
    others: 99,
    disgust: 61,
    happiness: 32,
    repression: 27,
    surprise: 25,
    sadness: 7,
    fear: 2,
  }),
  sample('casme2', 4, 'EP12_01f', 'disgust'),
  sample('casme2', 5, 'EP09_05f', 'disgust'),
];
const SAMM = many('samm', {
  anger: 57,
  others: 26,
  happiness: 26,
  surprise: 15,
  contempt: 12,
  disgust: 9,
  fear: 8,
  sadness: 6,
});
const SMIC = many('smic-hs', { negative: 70, positive: 51, surprise: 43 });

function counts(scheme: SchemeName, samples: SetSample[], options?: ClassOptions) {
  const { classes, of } = classesOf(scheme, samples, options);
  return classes.map((name, index) => `${name} ${samples.filter((each) => of(each) === index).length}`);
}

test('MEGC2019 by rule: 250, 109 and 83 clips, 442 together', () => {
  expect(counts('megc2019', [...CASME2, ...SAMM, ...SMIC])).toEqual([
    'negative 250',
    'positive 109',
    'surprise 83',
  ]);
  expect(counts('megc2019', CASME2)).toEqual(['negative 88', 'positive 32', 'surprise 25']);
  const { leftOut, notes } = classesOf('megc2019', [...CASME2, ...SAMM, ...SMIC]);
  expect(leftOut).toHaveLength(255 + 159 + 164 - 442);
  expect(leftOut.at(-1 - 26)).toMatchObject({
    sample: { name: 'EP09_05f' },
    reason: 'its apex is its onset: MEGC2019 left it out',
  });
  expect(notes).toEqual([
    expect.stringContaining('not its own list'),
    '136 clips are left out by class: others is neither negative, positive nor surprise (125); sadness of CASME II is ' +
      'left out (7); fear of CASME II is left out (2); its apex is not coded: MEGC2019 left it out (1); its apex is ' +
      'its onset: MEGC2019 left it out (1).',
  ]);
});

test('the 2019 coding has three more surprises than MEGC2019: said, not hidden', () => {
  const later = [...CASME2, ...many('casme2', { surprise: 3 })];
  expect(classesOf('megc2019', later).notes).toContain(
    'casme2 gives 88/32/28 clips by class, where 88/32/25 are published.',
  );
});

test("MEGC2019 by the organisers' list", () => {
  const path = join(folder, 'combined_3class_gt.csv');
  writeFileSync(
    path,
    'casme2,sub04,EP12_01f,2\r\nsmic,s01,s01_ne_01,0\r\n,,,\r\nsamm,6,006_1_2,1\r\nsamm,7,007_9_9,1\r\n\r\n',
  );
  expect([findMegcList(folder), findMegcList(import.meta.dirname)]).toEqual([path, null]);
  const list = readMegcList(path);
  expect(list).toHaveLength(4);
  const samples = [
    sample('casme2', 4, 'EP12_01f', 'disgust'),
    sample('casme2', 5, 'EP09_05f', 'disgust'),
    sample('smic-hs', 1, 's1_ne_01', 'negative'),
    sample('samm', 6, '006_1_2', 'anger'),
  ];
  const { of, leftOut, notes } = classesOf('megc2019', samples, { megcList: list });
  expect(samples.map(of)).toEqual([2, null, 0, 1]);
  expect(leftOut).toEqual([{ sample: samples[1], reason: "it is not in MEGC2019's list" }]);
  expect(notes).toEqual(
    expect.arrayContaining([
      'The list has 4 clips, the published one 442.',
      'Clips of the list that are not here: samm/7 007_9_9.',
    ]),
  );
  writeFileSync(path, 'casme2,sub04,EP12_01f,2\ncasme2,sub04,EP12_01f,happy\n');
  expect(() => readMegcList(path)).toThrow(/line 2 is "casme2,sub04,EP12_01f,happy"/);
});

test('three classes of CASME II: 156 with every negative emotion, 147 with disgust and repression', () => {
  const size = (scheme: SchemeName) => 255 - classesOf(scheme, CASME2).leftOut.length;
  expect([size('three'), size('three-narrow'), size('megc2019')]).toEqual([156, 147, 145]);
});

test('five classes and all', () => {
  expect(counts('five', CASME2)).toEqual([
    'happiness 32',
    'surprise 25',
    'disgust 63',
    'repression 27',
    'others 99',
  ]);
  expect(counts('five', SAMM)).toEqual([
    'anger 57',
    'contempt 12',
    'happiness 26',
    'others 26',
    'surprise 15',
  ]);
  expect(classesOf('five', SAMM).leftOut).toHaveLength(159 - 136);
  expect(classesOf('all', CASME2).classes).toHaveLength(7);
  expect(classesOf('all', SAMM).classes).toHaveLength(8);
  expect(classesOf('all', SMIC).classes).toEqual(['negative', 'positive', 'surprise']);
  // Classes do not depend on which clips are there: a fold without fear still has the class.
  expect(classesOf('all', CASME2.slice(0, 3)).classes).toEqual(classesOf('all', CASME2).classes);
  expect(classesOf('all', many('own', { smirk: 1, awe: 2 })).classes).toEqual(['awe', 'smirk']);
});

test("MEGC2018: the set's own class first, the rule where there is none", () => {
  const aus = (text: string) => readCasme2Aus(text).aus;
  const samples = [
    sample('samm', 6, 'a', 'anger', { objective: 2, aus: aus('4') }),
    sample('samm', 6, 'b', 'anger', { aus: aus('4+L7') }),
    sample('samm', 6, 'c', 'anger', { aus: aus('4+10') }),
    sample('samm', 6, 'd', 'anger', { objective: 7 }),
    sample('samm', 6, 'e', 'anger'),
  ];
  const { of, leftOut, notes } = classesOf('megc2018', samples);
  expect(samples.map(of)).toEqual([1, 2, 3, null, null]);
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    'class VII is not evaluated',
    'it has neither an objective class nor action units',
  ]);
  expect(notes[0]).toContain(
    'of 2 clips follows from their action units by rule, 40 in its class IV read as 10',
  );
  const { of: printed } = classesOf('megc2018', samples, { treat40As10: false });
  expect(samples.map(printed)).toEqual([1, 2, null, null, null]);
});

test('objective classes by rule', () => {
  const of = (text: string, treat40As10?: boolean) => objectiveClassOf(readCasme2Aus(text).aus!, treat40As10);
  expect(['6+12', '25+26', '4+7', '7+10', '15+17', '20', '14', '1+12'].map((text) => of(text))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 7,
  ]);
  expect([of('L12+R6'), of('4+40'), of('4+40', false), of('4+5+10'), of('4+5+10', false)]).toEqual([
    1, 4, 4, 4, 7,
  ]);
});
