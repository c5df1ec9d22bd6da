import { extname } from 'node:path';
import { isDeviceName } from '../delivery/device-name.ts';

/** UTF-16 units; file systems allow 255 bytes, and results get longer names than their videos. */
const MOST = 100;

/** What a page calls a file, as a name that is safe in one folder on any system. */
export function safeFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  const extension = extname(plain).slice(0, 12);
  const stem = plain.slice(0, plain.length - extname(plain).length).slice(0, MOST);
  const name = `${stem}${extension}`;
  return name === '' || stem === '' || isDeviceName(name) ? `video${extension}` : name;
}
