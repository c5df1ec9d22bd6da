import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

/** The npm packages, exactly as package-lock.json says, without running any script of theirs. */
export const packages = {
  name: 'npm packages',

  /** npm writes node_modules/.package-lock.json last, so a half-done installation does not count as done. */
  isDone() {
    const installed = readLock(join(ROOT, 'node_modules', '.package-lock.json'));
    if (installed === null) return false;
    return Object.entries(readLock(join(ROOT, 'package-lock.json'))).every(
      // Optional packages are those of other platforms; the Node step looks for the one that matters.
      ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
    );
  },

  async run() {
    // Run from npm, its own script is known; otherwise npm is on the PATH (a .cmd file on Windows, hence the shell).
    const npm = process.env.npm_execpath;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    if (npm?.endsWith('.js')) await runChild(process.execPath, [npm, ...args]);
    else await runChild('npm', args, { shell: process.platform === 'win32' });
  },
};

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
