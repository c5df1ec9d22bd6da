import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ONSET_VERSION } from './version.ts';

test("the version is package.json's", () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect((JSON.parse(text) as { version: string }).version).toBe(ONSET_VERSION);
});
