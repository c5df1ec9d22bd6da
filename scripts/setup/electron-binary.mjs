import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24Path } from './node24.mjs';
import { ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const FETCH = fileURLToPath(new URL('fetch-electron.mjs', import.meta.url));

/** 110 MB: a slow line needs minutes; a dead one refuses at once. */
const TIMEOUT_MS = 15 * 60_000;

/** The desktop application's binary. npm has only its types. */
export const electronBinary = {
  name: "Electron's binary",
  optional: true,
  without:
    'Onset opens in the browser instead of a window of its own. ' +
    'Later: "npm run setup"; where only a mirror can be reached, set ELECTRON_MIRROR to its address.',
  isDone: () => electronPath() !== null,

  async run() {
    const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
    await runChild(node24Path(), [FETCH], { env, timeoutMs: TIMEOUT_MS });
  },
};

/** Null where it is not here, or is another release's. */
export function electronPath() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(PACKAGE, 'dist');
  const wanted = JSON.parse(read(join(PACKAGE, 'package.json')) ?? '{}').version;
  if (read(join(folder, 'version'))?.trim().replace(/^v/, '') !== wanted) return null;
  const binary = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform];
  const path = join(folder, binary ?? 'electron');
  return existsSync(path) ? path : null;
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
