import { expect, test } from 'vitest';
import { isPageAddress, mediaSession, pagePath } from './addresses.ts';

test('addresses of the page give their path, still encoded', () => {
  expect(pagePath('app://onset/')).toBe('/');
  expect(pagePath('app://onset/assets/a%20b.js?v=1#x')).toBe('/assets/a%20b.js');
  expect(pagePath('app://onset/%2e%2e/x')).toBe('/%2e%2e/x'); // for servedPath to refuse
});

test.each([
  'app://onset',
  'app://onset.evil/',
  'app://evil/',
  'app://onset:80/',
  'app://user@onset/',
  'app://ONSET/',
  'app:/onset/',
  'app:\\\\onset\\',
  'https://onset/',
  'file:///app://onset/',
  ' app://onset/',
  'about:blank',
  '',
])('%s is no address of the page', (address) => {
  expect(isPageAddress(address)).toBe(false);
});

test('media is named by session and by nothing else', () => {
  expect(mediaSession('media://session/abcdefgh12')).toBe('abcdefgh12');
  for (const address of [
    'media://session/',
    'media://session/short',
    'media://session/abcdefgh/..',
    'media://session/../etc/passwd',
    'media://session/%2e%2e%2fetc%2fpasswd',
    'media://session/abcdefgh%00',
    'media://session/ABCDEFGH',
    'media://session/abcdefgh?x=/etc/passwd',
    'media://session/abcdefgh\n',
    'media://file/abcdefgh',
    'app://session/abcdefgh',
    `media://session/${'a'.repeat(33)}`,
  ]) {
    expect(mediaSession(address), address).toBeNull();
  }
});
