import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

const Written = v.array(v.object({ path: v.string(), sizeBytes: v.number(), changedMs: v.number() }));
export type Written = v.InferOutput<typeof Written>[number];

const NAME = 'written-elsewhere.json';

/**
 * Remembers what was exported to a folder outside Onset's own, so that a participant who withdraws is not left with
 * forgotten copies. `exportsDir` is the session's own folder of exports.
 */
export function remember(exportsDir: string, path: string, log: Log): void {
  const { size, mtimeMs } = statSync(path);
  const others = writtenElsewhere(exportsDir, log).filter((one) => one.path !== path);
  writeJson(join(exportsDir, NAME), [...others, { path, sizeBytes: size, changedMs: mtimeMs }]);
}

export const writtenElsewhere = (exportsDir: string, log: Log): Written[] =>
  readJson(join(exportsDir, NAME), Written, log) ?? [];

/** Whether something that was remembered cannot be read any more; `readJson` puts such a file aside. */
export const hasForgotten = (exportsDir: string): boolean => existsSync(join(exportsDir, `${NAME}.damaged`));

/** Whether the file is still the one that was written: its owner may have put another in its place. */
export function isUnchanged({ path, sizeBytes, changedMs }: Written): boolean {
  if (!existsSync(path)) return false;
  const { size, mtimeMs } = statSync(path);
  return size === sizeBytes && mtimeMs === changedMs;
}
