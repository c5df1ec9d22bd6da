import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the tests of one file, removed after them. Its name holds a space, as users' folders do. */
export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `onset ${name} `));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
