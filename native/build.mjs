// Compiles native/ into native/build/Release/onset.node, only when a source is newer than the binary.
// Plain Node 18+; needs a C++ compiler, make and Python, as node-gyp does. Prints one line and exits 1
// when it cannot. `--force` compiles anyway.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const binary = join(here, 'build', 'Release', 'onset.node');
const stamp = join(here, 'build', 'sources.sha256');

main();

function main() {
  const node = node24();
  const hash = hashOfSources(node);
  if (!process.argv.includes('--force') && existsSync(binary) && readIfThere(stamp) === hash) return;

  const gyp = nodeGyp();
  const compiler = missingCompiler();
  if (compiler) fail(compiler);
  const args = [gyp, 'rebuild', '--directory', here, '--loglevel', 'warn'];
  const headers = node.headers && withoutSpaces(node.headers);
  if (headers) args.push('--nodedir', headers.path);
  const run = spawnSync(node.executable, args, {
    encoding: 'utf8',
    env: { ...process.env, npm_config_jobs: 'max' },
  });
  headers?.remove();
  if (run.status !== 0 || !existsSync(binary)) {
    mkdirSync(join(here, 'build'), { recursive: true });
    const log = join(here, 'build', 'build.log');
    writeFileSync(log, `${run.error ?? ''}\n${run.stdout}\n${run.stderr}`);
    fail(`native/ could not be compiled: ${reason(run)} The compiler's whole output is in ${log}.`);
  }
  writeFileSync(stamp, hash);
}

/** node-gyp passes the headers' folder to the compiler unquoted; a link stands in for a path with a space. */
function withoutSpaces(path) {
  if (!path.includes(' ')) return { path, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'onset-headers-'));
  const link = join(folder, 'node');
  symlinkSync(path, link);
  return { path: link, remove: () => rmSync(folder, { recursive: true }) };
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

/** One sentence when no C++ compiler, make or Python answers; undefined otherwise. Windows has its own search in node-gyp. */
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
