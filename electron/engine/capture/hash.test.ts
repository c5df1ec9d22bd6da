import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { sha256OfInput } from './hash.ts';

const folder = tempFolder('hash');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('a file is hashed by its bytes', async () => {
  const path = join(folder, 'a.bin');
  writeFileSync(path, 'x'.repeat(3_000_000));
  expect(await sha256OfInput(path)).toBe(sha256('x'.repeat(3_000_000)));
});

test('a folder is hashed as sha256sum lists it, so names and order count', async () => {
  const images = join(folder, 'images');
  mkdirSync(join(images, 'within'), { recursive: true });
  writeFileSync(join(images, 'img2.png'), 'two');
  writeFileSync(join(images, 'img10.png'), 'ten');
  const before = await sha256OfInput(images);
  expect(before).toBe(sha256(`${sha256('ten')}  img10.png\n${sha256('two')}  img2.png\n`));
  renameSync(join(images, 'img2.png'), join(images, 'img3.png'));
  expect(await sha256OfInput(images)).not.toBe(before);
});

test('a missing input is an error of the catalogue', async () => {
  await expect(sha256OfInput(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'input-not-found' });
});
