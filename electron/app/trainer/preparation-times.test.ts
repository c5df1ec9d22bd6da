import { expect, test } from 'vitest';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { PreparationTimes } from './preparation-times.ts';

const root = tempFolder('preparation times');

test('what was measured last is kept by kind, and some clips are needed for it', () => {
  const logged: string[] = [];
  const open = () => new PreparationTimes(`${root}/times.json`, (line) => void logged.push(line));
  const times = open();
  expect(times.secondsOf('faces', 100)).toBeNull();
  times.note('faces', 200, 50);
  times.note('faces', 9, 100);
  expect(times.secondsOf('faces', 100)).toBe(25);
  times.note('faces', 200, 20);
  expect([open().secondsOf('faces', 100), open().secondsOf('set', 100)]).toEqual([10, null]);
  expect(logged).toEqual([]);
});
