import { expect, test } from 'vitest';
import { SMALL, SMALL_AUS, writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import {
  type ClipStore,
  ClipStoreWriter,
  EMOTION_CLASSES,
  openClipStore,
  splitOf,
} from '../../data/clips/index.ts';
import { describeParts, splitPeople } from './parts.ts';

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

/** Clips of a generator: whose face, and whose movement. */
function writeGenerated(folder: string, clips: readonly (readonly [face: string, movement: string])[]): void {
  const { frames, sizePx, planes } = SMALL;
  using writer = new ClipStoreWriter(folder);
  for (const [seed, [subject, conditionSubject]] of clips.entries())
    writer.add(
      {
        frames: new Uint8Array(frames * planes * sizePx ** 2).fill(seed),
        neutral: new Uint8Array(planes * sizePx ** 2),
      },
      { subject, conditionSubject, seed, emotion: 0, aus: [4], peakPctIod: 2, moves: [] },
    );
  const names = { recipe: 'rigid-256-1', made: {}, aus: SMALL_AUS, emotions: EMOTION_CLASSES };
  writer.finish({ synthetic: true, ...SMALL, ...names });
}

test('a generated clip is of two people, and chooses no epoch beside clips that no generator made', () => {
  const [a, b, c] = LEARNT as [string, string, string];
  const held = Array.from({ length: 50 }, (_, k) => `${k}.jpg`).find(
    (name) => splitOf(name) === 'validation',
  )!;
  writeWindows(`${root}/real`, 16, [a, b, c, held]);
  writeGenerated(`${root}/generated`, [
    [a, b],
    [a, held],
    [held, a],
    [b, c],
  ]);
  using real = openClipStore(`${root}/real`);
  using generated = openClipStore(`${root}/generated`);
  const { training, validation } = splitPeople([real, generated], []);
  expect(training.map(({ indices }) => indices.length)).toEqual([12, 2]);
  expect(training[1]!.indices).toEqual([0, 3]);
  expect(validation.map(({ indices }) => indices.length)).toEqual([4, 0]);
  expect(describeParts(training, null)).toBe('12 made and 2 generated clips of 3 people');
  // Where there is nothing else, they are all that a score can be of.
  const alone = splitPeople([generated], []);
  expect(alone.validation[0]!.indices).toEqual([2]);
});
