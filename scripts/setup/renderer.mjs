import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { isCurrent } from './is-current.mjs';
import { node24Path } from './node24.mjs';
import { ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

const CONFIGURATION = join(ROOT, 'renderer.vite.config.ts');
const BUILT = join(ROOT, 'out', 'renderer', 'index.html');

/** The page, as browsers and Electron load it. */
export const renderer = {
  name: 'interface',
  isDone: () => isCurrent(BUILT, [CONFIGURATION, join(ROOT, 'package-lock.json'), ...sources()]),

  async run() {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    await runChild(node24Path(), [vite, 'build', '--config', CONFIGURATION, '--logLevel', 'warn']);
    utimesSync(BUILT, new Date(), new Date());
  },
};

/** Whatever the page may import; tests may be newer than what is built. */
function sources() {
  return ['renderer', 'contract'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
}
