// Compiles native/ into native/build/onset.node, only when a source is newer than the binary. Plain
// Node 18+; needs a C++ compiler, make and Python, as node-gyp does. Prints one line and exits 1 when it
// cannot. Several at once wait for each other. `--force` compiles anyway.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, 'build');
const binary = join(folder, 'onset.node');
const stamp = join(folder, 'sources.sha256');
const lock = join(folder, 'lock');
// A whole compilation takes some 15 s on a slow machine with two cores.
const MOST_WAIT_MS = 300_000;

main();

function main() {
  const node = node24();
  const hash = hashOfSources(node);
  if (!process.argv.includes('--force') && isCurrent(hash)) return;

  mkdirSync(folder, { recursive: true });
  takeLock();
  process.on('exit', () => rmSync(lock, { force: true }));

  // Somebody else may have compiled while this one waited.
  if (process.argv.includes('--force') || !isCurrent(hash)) compile(node, hash);
}

function isCurrent(hash) {
  return existsSync(binary) && readIfThere(stamp) === hash;
}

function compile(node, hash) {
  const gyp = nodeGyp();
  const missing = missingCompiler();
  if (missing) fail(missing);
  const compiled = join(folder, 'Release', 'onset.node');
  rmSync(compiled, { force: true });
  const args = [gyp, 'configure', 'build', '--directory', here, '--loglevel', 'warn'];
  const headers = node.headers && withoutSpaces(node.headers);
  if (headers) args.push('--nodedir', headers.path);
  const env = { ...process.env, npm_config_jobs: 'max' };
  const run = spawnSync(node.executable, args, { encoding: 'utf8', env });
  headers?.remove();
  if (run.status !== 0 || !existsSync(compiled)) {
    const log = join(folder, 'build.log');
    writeFileSync(log, `${run.error ?? ''}\n${run.stdout}\n${run.stderr}`);
    fail(`native/ could not be compiled: ${reason(run)} The compiler's whole output is in ${log}.`);
  }
  // Renamed into place: a process that has the old one loaded keeps it, and none ever sees half a file.
  copyFileSync(compiled, `${binary}.tmp`);
  renameSync(`${binary}.tmp`, binary);
  writeFileSync(stamp, hash);
}

/** node-gyp passes the headers' folder to the compiler unquoted; a link stands in for a path with a space. */
function withoutSpaces(path) {
  if (!path.includes(' ')) return { path, remove: () => {} };
  const parent = mkdtempSync(join(tmpdir(), 'onset-headers-'));
  const link = join(parent, 'node');
  symlinkSync(path, link);
  return { path: link, remove: () => rmSync(parent, { recursive: true }) };
}

function takeLock() {
  const end = Date.now() + MOST_WAIT_MS;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isRunning(Number(readIfThere(lock)))) rmSync(lock, { force: true });
    else if (Date.now() > end)
      fail(
        `native/ could not be compiled: another compilation holds ${lock}. Remove that file if none is running.`,
      );
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** Whether a process of that number lives. An empty file was created a moment ago: its owner lives. */
function isRunning(pid) {
  if (!pid) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The pinned Node of this platform (its package carries the headers), or the running one where there is none. */
function node24() {
  const require = createRequire(join(here, '..', 'package.json'));
  const names = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`];
  names.push(`node-bin-${process.platform}-${process.arch}`);
  for (const name of names) {
    try {
      const root = dirname(require.resolve(`${name}/package.json`));
      const executable = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(executable)) return { executable, headers: headersIn(root) ?? headersOfRunningNode() };
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return { executable: process.execPath, headers: headersOfRunningNode() };
}

// N-API is stable across Node versions, so the running Node's headers serve as well as the pinned one's.
// On Windows linking needs node.lib, which no package carries: there node-gyp fetches headers itself.
function headersOfRunningNode() {
  return headersIn(dirname(dirname(process.execPath)));
}

function headersIn(root) {
  const found = existsSync(join(root, 'include', 'node', 'node_api.h'));
  return found && process.platform !== 'win32' ? root : undefined;
}

function nodeGyp() {
  const path = join(here, '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  if (!existsSync(path))
    fail('native/ could not be compiled: node_modules/node-gyp is missing. Run `npm ci` first.');
  return path;
}

/**
 * One sentence when no C++ compiler, make or Python answers; undefined otherwise. Windows has its own search in
 * node-gyp.
 */
function missingCompiler() {
  if (process.platform === 'win32') return undefined;
  const answers = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  const compilers = process.env.CXX ? [process.env.CXX.split(' ')[0]] : ['c++', 'g++', 'clang++'];
  const remedy =
    process.platform === 'darwin'
      ? 'Run `xcode-select --install`.'
      : 'On Debian or Ubuntu: `apt-get install g++ make python3`.';
  if (!compilers.some(answers))
    return `native/ could not be compiled: no C++ compiler (${compilers.join(', ')}) was found. ${remedy}`;
  if (!answers(process.env.MAKE ?? 'make'))
    return `native/ could not be compiled: make was not found. ${remedy}`;
  if (!answers(process.env.PYTHON ?? 'python3'))
    return `native/ could not be compiled: python3 was not found. ${remedy}`;
  return undefined;
}

function reason(run) {
  const lines = `${run.stdout ?? ''}\n${run.stderr ?? ''}`.split('\n');
  const line = lines.find((text) => /\berror\b[: ]|No such file|not found/i.test(text));
  return line ? `${line.trim()}.` : `node-gyp ended with status ${run.status ?? run.signal}.`;
}

function hashOfSources(node) {
  const hash = createHash('sha256');
  hash.update(
    `${process.platform} ${process.arch} ${process.env.ONSET_NATIVE_ASAN ?? ''} ${node.headers ?? ''}`,
  );
  for (const name of ['../binding.gyp', ...readdirSync(join(here, 'src')).sort()]) {
    hash.update(name).update(readFileSync(join(here, 'src', name)));
  }
  return hash.digest('hex');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fail(line) {
  console.error(line.replaceAll(/\s+/g, ' '));
  process.exit(1);
}
