import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { filesIn, setUpOpenedFiles } from './opened-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset opened '));
  writeFileSync(join(folder, 'interview.onset'), '');
  writeFileSync(join(folder, 'clip.mp4'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

class AppStandIn extends EventEmitter {
  readonly requestSingleInstanceLock = vi.fn<(data: unknown) => boolean>(() => true);
}
const standIn = (): AppStandIn & App => new AppStandIn() as unknown as AppStandIn & App;

test('arguments that name files are files; switches, addresses and the rest are not', () => {
  const argv = [
    '--inspect',
    'interview.onset',
    join(folder, 'clip.mp4'),
    'missing.mp4',
    '',
    'app://onset',
    '-psn_0_1',
  ];
  expect(filesIn(argv, folder)).toEqual([join(folder, 'interview.onset'), join(folder, 'clip.mp4')]);
  expect(filesIn(['a\0b'], folder)).toEqual([]);
});

test('files that came before anybody took them are kept, in order', () => {
  const app = standIn();
  const opened = setUpOpenedFiles(app, ['clip.mp4'], folder)!;
  const preventDefault = vi.fn();
  app.emit('open-file', { preventDefault }, '/from/finder.onset');
  const taken: (readonly string[])[] = [];
  opened.deliverTo((paths) => taken.push(paths));
  app.emit('open-file', { preventDefault }, '/later.mp4');
  expect(taken).toEqual([[join(folder, 'clip.mp4'), '/from/finder.onset'], ['/later.mp4']]);
  expect(preventDefault).toHaveBeenCalledTimes(2);
});

test('a second start hands its files over and ends; the first takes them, and shows itself without any', () => {
  const second = standIn();
  second.requestSingleInstanceLock.mockReturnValue(false);
  expect(setUpOpenedFiles(second, ['clip.mp4'], folder)).toBeNull();
  const data = second.requestSingleInstanceLock.mock.calls[0]![0];

  const first = standIn();
  const taken: (readonly string[])[] = [];
  setUpOpenedFiles(first, [], folder)!.deliverTo((paths) => taken.push(paths));
  first.emit('second-instance', {}, [], '/elsewhere', data);
  for (const nonsense of [null, undefined, 'x', { files: 'x' }, { files: [1] }]) {
    first.emit('second-instance', {}, [], '/elsewhere', nonsense);
  }
  expect(taken).toEqual([[join(folder, 'clip.mp4')], [], [], [], [], []]);
});
