import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openShellState } from './shell-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset shell '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const FIRST = { window: null, theme: 'system' };

test('what is changed is there at the next start, and nothing else is left behind', () => {
  const state = openShellState(folder);
  expect(state.value).toEqual(FIRST);
  state.change({ theme: 'dark' });
  const window = { x: 1, y: 2, width: 1000, height: 700, isMaximized: true, isFullScreen: false };
  state.change({ window });
  expect(openShellState(folder).value).toEqual({ window, theme: 'dark' });
  expect(readdirSync(folder)).toEqual(['shell.json']);
});

test.each(['', '{', 'null', '{"theme":"pink","window":null}', '{"theme":"dark","window":{"x":"left"}}'])(
  'a damaged file (%s) is a first start',
  (text) => {
    writeFileSync(join(folder, 'shell.json'), text);
    expect(openShellState(folder).value).toEqual(FIRST);
  },
);

test('a disk that takes nothing is told, and the change holds until the end', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  try {
    const state = openShellState(join(folder, 'nowhere'));
    state.change({ theme: 'dark' });
    expect(state.value.theme).toBe('dark');
    expect(said.mock.calls.flat().join()).toMatch(/shell\.json could not be written/);
  } finally {
    said.mockRestore();
  }
});
