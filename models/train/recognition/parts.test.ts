import { expect, test } from 'vitest';
import { writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { type ClipStore, openClipStore, splitOf } from '../../data/clips/index.ts';
import { splitPeople } from './parts.ts';

const root = tempFolder('parts');
const LEARNT = Array.from({ length: 50 }, (_, k) => `${k}.jpg`).filter((name) => splitOf(name) === 'train');

const peopleOf = (parts: readonly { readonly store: ClipStore; readonly indices: readonly number[] }[]) =>
  new Set(parts.flatMap(({ store, indices }) => indices.map((index) => store.clips[index]!.subject)));

test('of two people whom the hash would both learn from, one is held out', () => {
  const people = LEARNT.slice(0, 2);
  writeWindows(`${root}/two`, 8, people);
  using store = openClipStore(`${root}/two`);
  const { training, validation } = splitPeople([store], []);
  expect([peopleOf(training).size, peopleOf(validation).size]).toEqual([1, 1]);
  expect(new Set([...peopleOf(training), ...peopleOf(validation)])).toEqual(new Set(people));
});

test('one person alone cannot be both learnt from and scored, and says so', () => {
  writeWindows(`${root}/one`, 4, LEARNT.slice(0, 1));
  using store = openClipStore(`${root}/one`);
  expect(() => splitPeople([store], [])).toThrow('There are no clips for validation');
});

test('people of given validation clips are not learnt from', () => {
  writeWindows(`${root}/more`, 16, LEARNT.slice(0, 4));
  writeWindows(`${root}/scored`, 8, LEARNT.slice(2, 5), { seed: 2 });
  using store = openClipStore(`${root}/more`);
  using scored = openClipStore(`${root}/scored`);
  const { training, validation } = splitPeople([store], [scored]);
  expect(peopleOf(training)).toEqual(new Set(LEARNT.slice(0, 2)));
  expect(peopleOf(validation)).toEqual(new Set(LEARNT.slice(2, 4)));
});
