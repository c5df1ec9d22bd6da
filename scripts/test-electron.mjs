#!/usr/bin/env node
/** `npm run test:electron`: the end-to-end specs in Electron itself; says so where they cannot be run. */
import { join } from 'node:path';
import { electronPath } from './setup/electron-binary.mjs';
import { node24Environment, node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { runChild } from './setup/run-child.mjs';
import { runForeground } from './setup/run-foreground.mjs';
import { setUp } from './setup.mjs';

const DESKTOP = join(ROOT, 'scripts', 'build', 'desktop.mjs');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

try {
  await setUp();
  const reason = whyNot();
  if (reason !== null) console.log(`The end-to-end specs did NOT run in Electron: ${reason}.`);
  else await runSpecs();
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}

function whyNot() {
  if (electronPath() === null) return 'its binary is not here ("npm run setup" tries to fetch it)';
  const needsScreen = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return needsScreen ? 'there is no screen (xvfb-run gives it one)' : null;
}

async function runSpecs() {
  await runChild(node24Path(), ['--disable-warning=ExperimentalWarning', DESKTOP]);
  await runForeground(node24Path(), [VITEST, 'run', '--project=slow', 'test/e2e'], {
    cwd: ROOT,
    env: { ...node24Environment(), ONSET_E2E: 'electron' },
  });
}
