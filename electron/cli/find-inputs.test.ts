import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findInputs } from './find-inputs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset inputs '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function make(...paths: readonly string[]): string[] {
  return paths.map((path) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
    return join(folder, path);
  });
}

const names = (paths: readonly string[]): string[] => findInputs(paths).inputs.map(({ name }) => name);

test('a file is named without its extension, whatever the extension is', () => {
  expect(names(make('clip.mp4', 'odd.xyz', 'none'))).toEqual(['clip', 'odd', 'none']);
});

test('a folder of videos is each of them in natural order; a cover picture is none', () => {
  make('in/b10.mp4', 'in/b9.MOV', 'in/cover.jpg', 'in/notes.txt', 'in/.hidden.mp4');
  expect(names([join(folder, 'in')])).toEqual(['b9', 'b10']);
});

test('a folder of images is one input, named as the folder', () => {
  make('EP02_01f/img2.jpg', 'EP02_01f/img10.jpg');
  expect(findInputs([join(folder, 'EP02_01f')]).inputs).toEqual([
    { path: join(folder, 'EP02_01f'), name: 'EP02_01f' },
  ]);
});

test('the same base name is told apart, first by extension, then by folder', () => {
  const [a, b, c, d] = make('x/clip.mp4', 'x/clip.mov', 'y/Clip.mp4', 'z/other.mp4');
  expect(names([a!, b!])).toEqual(['clip.mp4', 'clip.mov']);
  expect(names([a!, c!, d!])).toEqual(['x-clip.mp4', 'y-Clip.mp4', 'other']);
  const [e, f] = make('p/x/clip.mp4', 'q/x/clip.mp4');
  expect(new Set(names([a!, e!, f!])).size).toBe(3);
});

test('an input given twice is one, also through a link', () => {
  const [clip] = make('clip.mp4');
  const link = join(folder, 'link.mp4');
  symlinkSync(clip!, link);
  const { inputs, repeated } = findInputs([clip!, clip!, link]);
  expect(inputs).toEqual([{ path: clip, name: 'clip' }]);
  expect(repeated).toEqual([clip, link]);
});

test('what is not there and what holds nothing is told, and the rest goes on', () => {
  const [clip] = make('clip.mp4', 'texts/a.txt');
  const { inputs, failures } = findInputs([join(folder, 'no'), join(folder, 'texts'), clip!]);
  expect(failures.map(({ error }) => error.code)).toEqual(['input-not-found', 'input-empty-folder']);
  expect(inputs).toHaveLength(1);
});
