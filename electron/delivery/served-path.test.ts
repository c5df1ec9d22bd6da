import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servedPath } from './served-path.ts';

const ROOT = join('/', 'somewhere', 'out', 'renderer');

test('plain names lead to files below the root', () => {
  expect(servedPath(ROOT, '/')).toBe(join(ROOT, 'index.html'));
  expect(servedPath(ROOT, '/assets/main-a1b2.js')).toBe(join(ROOT, 'assets', 'main-a1b2.js'));
  expect(servedPath(ROOT, '/a%20name.svg')).toBe(join(ROOT, 'a name.svg'));
  expect(servedPath(ROOT, '/.well-known')).toBe(join(ROOT, '.well-known'));
});

test.each([
  '',
  'assets/main.js',
  '//etc/passwd',
  '/..',
  '/../secret',
  '/assets/../../secret',
  '/%2e%2e/secret',
  '/%2E%2e/secret',
  '/.%2e/secret',
  '/%252e%252e/secret',
  '/..%2fsecret',
  '/assets%2f..%2f..%2fsecret',
  '/..%5csecret',
  '/..\\secret',
  '/%c0%ae%c0%ae/secret', // ".." in overlong UTF-8
  '/file%00.html',
  '/C:/Windows',
  '/index.html::$DATA',
  '/index.html.', // Windows drops the dot
  '/index.html%20',
  '/./index.html',
  '/assets//main.js',
  '/assets/',
  '/%',
  '/%zz',
])('%s is refused', (path) => {
  expect(servedPath(ROOT, path)).toBeNull();
});
