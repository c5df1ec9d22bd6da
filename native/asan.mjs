// Runs native/'s tests with the C++ compiled under AddressSanitizer and UndefinedBehaviorSanitizer
// (Linux, GCC):
//
//     node native/asan.mjs
//
// Works on a copy in .cache/asan, so that the binary everybody else loads stays as it is.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const copy = join(root, '.cache', 'asan');
// Timings and resident memory mean nothing under a sanitizer that never reuses freed memory.
const LEFT_OUT = ['memory.test.ts'];

rmSync(copy, { recursive: true, force: true });
mkdirSync(join(copy, 'test'), { recursive: true });
for (const path of ['package.json', 'test/oracles'])
  cpSync(join(root, path), join(copy, path), { recursive: true });
cpSync(join(root, 'native'), join(copy, 'native'), {
  recursive: true,
  filter: (path) => !path.endsWith(join('native', 'build')) && !LEFT_OUT.some((name) => path.endsWith(name)),
});
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');

const environment = { ...process.env, ONSET_NATIVE_ASAN: '1' };
run(process.execPath, [join(copy, 'native', 'build.mjs')], environment);

const node = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
run(
  existsSync(node) ? node : process.execPath,
  [vitest, 'run', '--root', copy, '--pool', 'forks', '--testTimeout', '120000'],
  {
    ...process.env,
    LD_PRELOAD: library('libasan.so') + ' ' + library('libubsan.so'),
    // V8 keeps its heap until the process ends, which is no leak of ours; leaks have memory.test.ts.
    ASAN_OPTIONS: 'detect_leaks=0:halt_on_error=1:abort_on_error=1',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  },
);
console.log(
  `No complaint from the sanitizers over ${readdirSync(join(copy, 'native')).filter((name) => name.endsWith('.test.ts')).length} test files.`,
);

function library(name) {
  const found = spawnSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' });
  return found.stdout.trim();
}

function run(program, args, env) {
  const { status } = spawnSync(program, args, { stdio: 'inherit', env, cwd: copy });
  if (status !== 0) process.exit(status ?? 1);
}
