/** Remembers which downloads failed, so that an offline machine does not wait for them at every start. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE } from './paths.mjs';

const FILE = join(CACHE, 'failed-downloads.json');
const PATIENCE_MS = 24 * 3600 * 1000;

/** Whether to try now: not when told to stay offline, and once a day unless asked for. */
export function mayTry(name, isAskedFor, file = FILE, now = Date.now()) {
  if (process.env.ONSET_OFFLINE === '1') return false;
  return isAskedFor || now - (read(file)[name] ?? -Infinity) >= PATIENCE_MS;
}

export function rememberFailure(name, file = FILE, now = Date.now()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...read(file), [name]: now }, null, 2)}\n`);
}

/** A file that is missing, or was cut short when the machine went down, remembers nothing. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}
