import { expect, test } from 'vitest';
import { fileNameOf } from './index.ts';

test.each([
  ['Interview 3', 'Interview 3'],
  ['Zoë "take 2" / <more>', 'Zoë _take 2_ _ _more_'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['..', 'session'],
  ['CON', 'session CON'],
  ['nul.txt', 'session nul.txt'],
  ['ends in dots...', 'ends in dots'],
  ['\u0000\n', '_'],
  ['x'.repeat(300), 'x'.repeat(80)],
])('a session called %j is a file called %j', (name, expected) => {
  expect(fileNameOf(name)).toBe(expected);
});
