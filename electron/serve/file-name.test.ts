import { expect, test } from 'vitest';
import { safeFileName } from './file-name.ts';

test.each([
  ['clip.mp4', 'clip.mp4'],
  ['Zoë, "take 2" & <more>.mp4', 'Zoë, take 2 & more.mp4'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\x.avi', 'x.avi'],
  ['/', 'video'],
  ['..', 'video'],
  ['...mp4', 'mp4'],
  ['', 'video'],
  ['.mp4', 'mp4'],
  ['a\0b\n.mp4', 'ab.mp4'],
  ['C:evil.mp4', 'Cevil.mp4'],
  ['clip.mp4::$DATA', 'clip.mp4$DATA'],
  ['con.mp4', 'video.mp4'],
  ['COM1', 'video'],
  ['clip. . ', 'clip'],
  ['gpj\u202e4pm.exe', 'gpj4pm.exe'],
  ['-rf', '-rf'],
])('%j becomes %j', (given, name) => {
  expect(safeFileName(given)).toBe(name);
});

test('long names are cut, and keep what they end in', () => {
  const name = safeFileName(`${'x'.repeat(5000)}.mkv`);
  expect(name).toBe(`${'x'.repeat(100)}.mkv`);
  expect(safeFileName(`a.${'y'.repeat(5000)}`).length).toBeLessThan(20);
});
