#!/usr/bin/env node
/** What `npm run dist` does under Node 24. */
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { CONFIGURATION } from '../../build/electron-builder.ts';
import { fetchElectron } from '../setup/fetch-electron.mjs';
import { renderer } from '../setup/renderer.mjs';
import { ROOT } from '../setup/paths.mjs';
import { buildEngine } from './engine.mjs';
import { buildShell } from './shell.mjs';

const isFolderOnly = process.argv.includes('--dir');
/** A folder with an unpacked Electron, for machines that have it from elsewhere. */
const electronDist = process.env.ONSET_ELECTRON_DIST;

try {
  await makeDist();
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}

async function makeDist() {
  const platform = Platform.current();
  const key = { mac: 'mac', windows: 'win', linux: 'linux' }[platform.name];
  // Other architectures have native packages of their own, which npm has not installed here.
  const arch = Arch[process.arch];
  const targets = CONFIGURATION[key].target
    .filter((target) => target.arch.includes(process.arch))
    .map(({ target }) => target);
  if (targets.length === 0) throw new Error(`no installer is made for ${platform.name} ${process.arch}`);
  if (!electronDist) await haveElectron(platform.nodeName);

  console.error('onset: building …');
  if (!renderer.isDone()) await renderer.run();
  await buildShell(ROOT, join(ROOT, 'out'));
  buildEngine(ROOT, join(ROOT, 'out', 'engine'));
  const made = await build({
    projectDir: ROOT,
    targets: platform.createTarget(isFolderOnly ? 'dir' : targets, arch),
    config: { ...CONFIGURATION, ...(electronDist ? { electronDist } : {}) },
  });
  console.log(made.join('\n'));
}

/** electron-builder would fetch it too, but says in fifty lines when it cannot. */
async function haveElectron(platform) {
  try {
    await fetchElectron(platform, process.arch);
  } catch (error) {
    throw new Error(
      `nothing was packaged, because Electron could not be had (${error.message}). Set ELECTRON_MIRROR to an ` +
        'address that can be reached, or ONSET_ELECTRON_DIST to a folder with an unpacked Electron.',
      { cause: error },
    );
  }
}
