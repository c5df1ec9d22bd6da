import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { evaluateSpotting } from './evaluate-spotting.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'onset evaluate spotting '))));
afterEach(() => rmSync(folder, { recursive: true }));

async function codeOf(argv: readonly string[]): Promise<string> {
  const failure: unknown = await evaluateSpotting(argv).catch((error: unknown) => error);
  return failure instanceof OnsetError ? (failure as OnsetError).code : String(failure);
}

test.each([
  [[]],
  [['--data', 'made']],
  [['--data', 'casme2=x']],
  [['--data', 'made=x', 'more']],
  [['--data', 'made=x', '--landmarks', 'mine']],
  [['--data', 'made=x', '--score', '0.5']],
])('the call %j is refused', async (argv) => {
  expect(await codeOf([...argv, '--out', join(folder, 'out')])).toBe('usage');
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('a folder that is not there, or holds no videos', async () => {
  const call = ['--model', 'none', '--out', join(folder, 'out')];
  expect(await codeOf([...call, '--data', `made=${join(folder, 'none')}`])).toBe('input-not-found');
  expect(await codeOf([...call, '--data', `made=${folder}`])).toBe('spotting-without-videos');
});
