import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../contract/channels/app.ts';
import { makeDataFolder } from './data-folder.ts';
import { SettingsFile } from './settings.ts';

let folder: string;
const logged: string[] = [];
const log = (line: string): void => void logged.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset settings '));
  logged.splice(0);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was set is there at the next start; nothing half-written is left beside it', () => {
  const settings = { ...DEFAULT_SETTINGS, theme: 'dark', rater: 'Anna', faces: 2 } as const;
  new SettingsFile(folder, log).set(settings);
  expect(new SettingsFile(folder, log).settings).toEqual(settings);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test.each(['', '{"theme": "dark"', '[]', '{"theme": "purple"}', '\0\0\0\0'])(
  'a file that says %j gives the defaults, is kept aside, and is told of',
  (text) => {
    writeFileSync(join(folder, 'settings.json'), text);
    const file = new SettingsFile(folder, log);
    expect(file.settings).toEqual(DEFAULT_SETTINGS);
    expect(existsSync(join(folder, 'settings.json.damaged'))).toBe(true);
    expect(logged.join()).toContain('settings.json.damaged');
    file.set(DEFAULT_SETTINGS);
    expect(new SettingsFile(folder, log).settings).toEqual(DEFAULT_SETTINGS);
  },
);

test('a write that fails says so and changes nothing', () => {
  const file = new SettingsFile(folder, log);
  mkdirSync(join(folder, 'settings.json'));
  expect(() => {
    file.set({ ...DEFAULT_SETTINGS, theme: 'dark' });
  }).toThrow(expect.objectContaining({ code: 'output-unwritable' }));
  expect(file.settings).toEqual(DEFAULT_SETTINGS);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('the data folder: the one given, then $ONSET_DATA, then the usual place', () => {
  expect(makeDataFolder(join(folder, 'given'), { ONSET_DATA: join(folder, 'other') })).toBe(
    join(folder, 'given'),
  );
  expect(makeDataFolder(null, { ONSET_DATA: join(folder, 'other') })).toBe(join(folder, 'other'));
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeDataFolder(join(folder, 'file', 'x'), {})).toThrow(
    expect.objectContaining({ code: 'output-unwritable' }),
  );
});

test.skipIf(process.platform !== 'linux')('on Linux: the XDG folder, which nobody else may look into', () => {
  const path = makeDataFolder(null, { XDG_DATA_HOME: folder });
  expect(path).toBe(join(folder, 'onset'));
  expect(statSync(join(path, 'media')).mode & 0o077).toBe(0);
});
