/** `npm start` without arguments: the application, in a window of its own where that can be had, else in the browser. */
import { join } from 'node:path';
import { electronPath } from './setup/electron-binary.mjs';
import { node24Environment, node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { runChild } from './setup/run-child.mjs';
import { runForeground, watchForeground } from './setup/run-foreground.mjs';

const DESKTOP = join(ROOT, 'scripts', 'build', 'desktop.mjs');
const SHELL = join(ROOT, 'out', 'main', 'main.js');

/** Electron that ends with an error within this time could not start: no screen, or no way to build its sandbox. */
const AT_ONCE_MS = 10_000;

/** @param {readonly string[]} cli how the command line is called under Node 24 */
export async function openApp(cli) {
  if (await openWindow()) return;
  const open = hasScreen() ? ['--open'] : [];
  await runForeground(node24Path(), [...cli, 'serve', ...open], { env: node24Environment() });
}

/** True when there was a window, however it ended. */
async function openWindow() {
  const electron = electronPath();
  if (electron === null || !hasScreen()) return false;
  await runChild(node24Path(), ['--disable-warning=ExperimentalWarning', DESKTOP]);
  const began = Date.now();
  const { status, signal } = await watchForeground(electron, [SHELL], { env: desktopEnvironment() });
  const hasFailed = (status ?? 1) !== 0 && signal !== 'SIGINT' && signal !== 'SIGTERM';
  if (!hasFailed || Date.now() - began > AT_ONCE_MS) {
    process.exitCode = status ?? 1;
    return true;
  }
  console.error(`onset: Electron did not start (${signal ?? `status ${status}`}, see above).`);
  console.error('onset: Onset goes on in the browser.');
  return false;
}

/** An editor that is itself an Electron application sets this for what it starts; Electron would be a Node with it. */
function desktopEnvironment() {
  const environment = { ...process.env };
  delete environment.ELECTRON_RUN_AS_NODE;
  return environment;
}

function hasScreen() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
