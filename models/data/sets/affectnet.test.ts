import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  makeAffectnetLists,
  makeAffectnetNpy,
  npyScalar,
} from '../../../test/helpers/look-alikes/affectnet.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { AFFECTNET_EMOTIONS } from './affectnet-classes.ts';
import { guessSet, readSet } from './index.ts';
import { readNpyScalar } from './npy-scalar.ts';

const top = tempFolder('affectnet');

test('the first release: lists with and without a header', async () => {
  const folder = join(top, 'lists');
  await makeAffectnetLists(folder);
  expect(guessSet(folder)).toBe('affectnet');
  const { pictures, discrepancies, coding } = await readSet('affectnet', folder);
  expect(coding).toBe('training.csv, validation.csv');
  for (const split of ['training', 'validation'])
    expect(pictures.filter((each) => each.split === split).map(({ emotion }) => emotion)).toEqual([
      ...AFFECTNET_EMOTIONS,
    ]);
  expect(pictures[0]).toMatchObject({
    path: join(folder, 'Manually_Annotated/Manually_Annotated_Images/1/training0.jpg'),
    box: { x: 1, y: 1, width: 6, height: 4 },
  });
  expect(discrepancies.map(({ kind, about, what }) => `${kind} ${about}: ${what}`)).toEqual([
    'left-out training.csv: 3 pictures: none, uncertain or no face (8 to 10) (the first is 1/training8.jpg)',
    'left-out training.csv: 1 picture: the box of the face is negative, empty or no number (the first is 1/training11.jpg)',
    expect.stringMatching(/^missing training.csv: 1 picture: no such file below .*1\/training12.jpg\)$/),
    expect.stringMatching(/^left-out validation.csv: 3/),
    expect.stringMatching(/^left-out validation.csv: 1/),
    expect.stringMatching(/^missing validation.csv: 1/),
    'left-out Automatically_Annotated: its labels were given by a network: not read',
    'count pictures: training 8 (published 287651, without contempt 283901), validation 8 (published 4000, without contempt 3500)',
  ]);
});

test('a list whose titles or values are others is refused', async () => {
  const folder = join(top, 'titles');
  await makeAffectnetLists(folder);
  const list = join(folder, 'Manually_Annotated_file_lists/training.csv');
  const text = readFileSync(list, 'utf8');
  writeFileSync(list, text.replace('expression', 'emotion'));
  await expect(readSet('affectnet', folder)).rejects.toMatchObject({
    code: 'set-column-missing',
    facts: { missing: '"expression"', path: list },
  });
  writeFileSync(list, text.replace(/^.*\r\n/, '').replaceAll(/,(\d+),(-?[\d.]+),0\.2/g, ',happy,$2,0.2'));
  await expect(readSet('affectnet', folder)).rejects.toMatchObject({ code: 'set-labels-unreadable' });
});

test('the later release: labels as numbers and as strings', async () => {
  const folder = join(top, 'npy');
  await makeAffectnetNpy(folder);
  expect(guessSet(folder)).toBe('affectnet');
  const { pictures, discrepancies } = await readSet('affectnet', folder);
  expect(pictures.slice(0, 8).map(({ emotion, split, box }) => [emotion, split, box])).toEqual(
    AFFECTNET_EMOTIONS.map((emotion) => [emotion, 'training', null]),
  );
  expect(discrepancies.map(({ kind, about, what }) => `${kind} ${about}: ${what}`)).toEqual([
    'unlabelled train_set: 1 picture: no _exp.npy (the first is 8.jpg)',
    'unlabelled val_set: 1 picture: no _exp.npy (the first is 8.jpg)',
    expect.stringMatching(/^count pictures: training 8 /),
  ]);
});

test.each([
  ['<U1', 1, '7'],
  ['<i8', 2, 7],
  ['<f8', 1, 7],
  ['>f4', 1, 7],
  ['|u1', 2, 7],
] as const)('a scalar of %s', (descr, version, value) => {
  expect(readNpyScalar(npyScalar(7, descr, version))).toBe(value);
});

/** Bytes that NumPy 2.4.6 wrote: np.save of np.array('3'), np.array(3), np.array(b'5'), np.array([1, 2]). */
test.each([
  ["<U1', 'fortran_order': False, 'shape': (), }", '33000000', '3'],
  ["<i8', 'fortran_order': False, 'shape': (), }", '0300000000000000', 3],
  ["|S1', 'fortran_order': False, 'shape': (), }", '35', '5'],
  ["<i8', 'fortran_order': False, 'shape': (2,), }", '01000000000000000200000000000000', null],
])('what NumPy writes: %s', (header, data, value) => {
  const text = `{'descr': '${header}`.padEnd(117) + '\n';
  const bytes = Buffer.concat([
    Buffer.from('934e554d505901007600', 'hex'),
    Buffer.from(text, 'latin1'),
    Buffer.from(data, 'hex'),
  ]);
  expect(readNpyScalar(bytes)).toBe(value);
});

test('what is no scalar is none', () => {
  expect(readNpyScalar(Buffer.from('no array at all'))).toBeNull();
  expect(readNpyScalar(npyScalar(7, '<i8', 1).subarray(0, -4))).toBeNull();
});
