import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { openClipStore, splitOf } from '../../models/data/clips/index.ts';
import { synth } from './synth.ts';
import { asksForWindows } from './synth-windows.ts';

/** Eileen Collins, NASA, public domain. */
const FACE = join(import.meta.dirname, '..', '..', 'native', 'testing', 'astronaut-face.pgm');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset synth windows '));
  mkdirSync(join(folder, 'faces'));
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('onset synth --preset windows makes a store to train on, also of one person, and says what that is worth', async () => {
  // A name that the hash puts among those to test with: alone, it is to train on all the same.
  const names = Array.from({ length: 50 }, (_, k) => `${String(k)}.png`);
  const name = names.find((each) => splitOf(each) === 'test')!;
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  copyFileSync(FACE, join(folder, 'faces', name));
  const call = [
    '--preset',
    'windows',
    '--faces',
    join(folder, 'faces'),
    '--out',
    join(folder, 'out'),
    '--count',
    '4',
  ];
  expect(await synth(call)).toBe(0);
  using store = openClipStore(join(folder, 'out', 'train'));
  expect([store.count, store.frames, store.sizePx]).toEqual([4, 16, 128]);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['portraits', 'train']);
  expect(said.mock.calls.join()).toContain('one face is learnt from alone');
});

test.each([
  [['--preset', 'windows', '--out', 'x']],
  [['--preset=windows', '--faces', 'x']],
  [['--preset', 'windows', '--faces', 'x', '--out', 'y', '--count', '0']],
  [['--preset', 'windows', '--faces', 'x', '--out', 'y', '--fps', '30']],
  [['--preset', 'windows', '--faces', 'x', '--out', 'y', 'z']],
])('the call %j is refused', async (argv) => {
  const failure = await synth(argv).catch((error: unknown) => error);
  expect(failure instanceof OnsetError && failure.code).toBe('usage');
  expect(existsSync('y')).toBe(false);
});

test('other presets are no windows', () => {
  expect(asksForWindows(['--preset', 'study', '--out', 'windows'])).toBe(false);
  expect(asksForWindows(['--preset=windows'])).toBe(true);
});
