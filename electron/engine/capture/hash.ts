import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkReadable, notReadable } from './readable.ts';

/**
 * The SHA-256 of an input, in lower-case hex. Of a file: of its bytes. Of a folder: of its files in
 * the order of their names' bytes, each as the line `<sha256 of its bytes>  <name>\n` (what
 * `sha256sum *` prints), so that a renamed or reordered image counts as another input. Folders within are left out.
 */
export async function sha256OfInput(path: string): Promise<string> {
  if ((await checkReadable(path)) === 'file') return sha256OfFile(path);
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  names.sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${await sha256OfFile(join(path, name))}  ${name}\n`);
  return hash.digest('hex');
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash).catch((error: unknown) => {
    throw notReadable(path, error);
  });
  return hash.digest('hex');
}
