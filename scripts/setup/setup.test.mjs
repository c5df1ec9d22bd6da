/** The parts of the set-up that matter only on bad days. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isCurrent } from './is-current.mjs';
import { withLock } from './lock.mjs';
import { mayTry, rememberFailure } from './remembered-failures.mjs';
import { runChild } from './run-child.mjs';

let folder;
let lock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset set-up '));
  lock = join(folder, 'setup.lock');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('of several set-ups at once one works at a time', async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  let working = 0;
  const most = [];
  const work = async () => {
    most.push(++working);
    await new Promise((resolve) => setTimeout(resolve, 50));
    working--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(work, lock)));
  expect(most).toEqual([1, 1, 1]);
  expect(existsSync(lock)).toBe(false);
});

test('processes exclude each other too, also when they all find an old lock', async () => {
  writeFileSync(lock, '999999999'); // no such process
  const log = join(folder, 'log');
  const program = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lock.mjs')).href)};
    await withLock(async () => {
      appendFileSync(${JSON.stringify(log)}, '+');
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, '-');
    }, ${JSON.stringify(lock)});`;
  const runs = Array.from({ length: 6 }, () =>
    runChild(process.execPath, ['--input-type=module', '--eval', program]),
  );
  await Promise.all(runs);
  expect(readFileSync(log, 'utf8')).toBe('+-'.repeat(6));
});

test('a lock whose owner died is taken over; one that is touched is not', async () => {
  const dead = spawn(process.execPath, ['--version']);
  await new Promise((resolve) => dead.on('close', resolve));
  writeFileSync(lock, String(dead.pid));
  await expect(withLock(() => Promise.resolve('done'), lock)).resolves.toBe('done');

  writeFileSync(lock, String(process.pid));
  const waits = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const second = withLock(() => Promise.resolve('done'), lock);
  await vi.waitFor(() => {
    expect(waits).toHaveBeenCalledOnce();
  });
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(lock, longAgo, longAgo);
  await expect(second).resolves.toBe('done');
});

test('a failed download is not tried again for a day, unless asked for', () => {
  const file = join(folder, 'cache', 'failed.json');
  const day = 24 * 3600 * 1000;
  expect(mayTry('a', false, file, 0)).toBe(true);
  rememberFailure('a', file, 1000);
  expect(mayTry('a', false, file, 1000 + day - 1)).toBe(false);
  expect(mayTry('a', false, file, 1000 + day)).toBe(true);
  expect(mayTry('a', true, file, 1001)).toBe(true);
  expect(mayTry('b', false, file, 1001)).toBe(true);
  vi.stubEnv('ONSET_OFFLINE', '1');
  expect(mayTry('a', true, file, 1000 + day)).toBe(false);
});

test('a memory of failures that was cut short remembers nothing', () => {
  const file = join(folder, 'failed.json');
  writeFileSync(file, '{ "a": 1');
  expect(mayTry('a', false, file)).toBe(true);
});

test('a product is current when it is no older than its sources', () => {
  const [product, source] = ['product', 'source'].map((name) => join(folder, name));
  expect(isCurrent(product, [])).toBe(false);
  writeFileSync(product, '');
  expect(isCurrent(product, [source])).toBe(true);
  writeFileSync(source, '');
  const later = new Date(Date.now() + 10_000);
  utimesSync(source, later, later);
  expect(isCurrent(product, [source])).toBe(false);
});

test('a failing program is told by the line that says why', async () => {
  const say = (text) =>
    runChild(process.execPath, ['--eval', `console.error(${JSON.stringify(text)}); process.exit(3)`]);
  await expect(say('npm error code E404\nnpm error 404 Not Found - thing')).rejects.toThrow(
    '404 Not Found - thing',
  );
  await expect(say('no line says so\nlast words.')).rejects.toThrow(/^last words$/);
  await expect(say('')).rejects.toThrow('ended with status 3');
});

test('a program that takes too long is stopped', async () => {
  const run = runChild(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { timeoutMs: 1000 });
  await expect(run).rejects.toThrow('not finished after 1 s');
});
