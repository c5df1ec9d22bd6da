/** Lets one set-up work at a time; a second one waits, then finds everything done. */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';

/** The holder touches the lock this often; a lock not touched for much longer was left behind. */
const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

export async function withLock(work, path = join(CACHE, 'setup.lock')) {
  let hasSaid = false;
  while (!take(path)) {
    if (isLeftBehind(path)) {
      removeLeftBehind(path);
      continue;
    }
    if (!hasSaid) console.error('onset set-up: another set-up is at work; waiting for it …');
    hasSaid = true;
    await sleep(200);
  }
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    const file = openSync(path, 'wx'); // fails if it exists: the one step that must not be done twice
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** True if its holder has died, or sleeps for good on another machine that shares the folder. */
function isLeftBehind(path) {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const holder = Number(readFileSync(path, 'utf8'));
    // Between creating the file and writing the number it is empty; a second later it is not.
    return age > STALE_MS || (holder > 0 ? !isAlive(holder) : age > 1000);
  } catch (error) {
    if (error.code === 'ENOENT') return false; // released just now
    throw error;
  }
}

/** By way of a name of our own: of several that saw the old lock, none may remove the new one of another. */
function removeLeftBehind(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (!isLeftBehind(aside)) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error; // another was quicker
  }
  rmSync(aside, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // someone else's process is a living one
  }
}
