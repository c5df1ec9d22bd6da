import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { readStoredZip, storedZip } from './stored-zip.ts';

const entries = [
  { name: 'one.txt', content: new TextEncoder().encode('one') },
  { name: 'two.bin', content: Uint8Array.from({ length: 5000 }, (_, index) => index % 251) },
];

test('what is written is read back', () => {
  const read = readStoredZip(storedZip(entries));
  expect(read.map(({ name, content }) => ({ name, content: new Uint8Array(content) }))).toEqual(entries);
});

const python = ['/usr/bin/python3', 'python3'].find(runs);

test.skipIf(python === undefined)("Python's zipfile, where there is one, finds the archive sound", () => {
  const folder = mkdtempSync(join(tmpdir(), 'onset-zip-'));
  try {
    const path = join(folder, 'made.zip');
    writeFileSync(path, storedZip(entries));
    const script = 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),z.namelist())';
    expect(execFileSync(python!, ['-c', script, path], { encoding: 'utf8' })).toBe(
      "None ['one.txt', 'two.bin']\n",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function runs(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
