#!/usr/bin/env node
/**
 * Brings a checkout to where Onset runs, doing only what is missing. Plain Node 18 or newer and no dependency:
 * it has to work in a fresh clone. `npm start` and `npm test` call `setUp()` themselves, because npm runs no
 * pre-scripts under ignore-scripts; `npm run setup` also tries failed downloads again at once.
 *
 * Everything it says goes to standard error, so that `--json` output stays clean.
 */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cudaProvider } from './setup/cuda-provider.mjs';
import { electronBinary } from './setup/electron-binary.mjs';
import { landmarkBundle } from './setup/landmark-bundle.mjs';
import { withLock } from './setup/lock.mjs';
import { nativeAddon } from './setup/native-addon.mjs';
import { node24 } from './setup/node24.mjs';
import { officialBundle } from './setup/official-bundle.mjs';
import { packages } from './setup/packages.mjs';
import { CACHE } from './setup/paths.mjs';
import { mayTry, rememberFailure } from './setup/remembered-failures.mjs';
import { renderer } from './setup/renderer.mjs';

/**
 * In order; each may rely on those before it. A step that is `optional` costs one line when it fails
 * (`without` says what is missing, what works all the same and how to get it later); any other ends the set-up.
 *
 * @type {readonly { name: string, optional?: boolean, without?: string, isDone: () => boolean, run: () => Promise<void> }[]}
 */
const STEPS = [
  packages,
  node24,
  nativeAddon,
  landmarkBundle,
  renderer,
  officialBundle,
  cudaProvider,
  electronBinary,
];

/** Does what is missing. Rejects with a one-line `Error` when something essential cannot be had. */
export async function setUp({ retryDownloads = false } = {}) {
  const isMissing = (step) => !step.isDone() && (!step.optional || mayTry(step.name, retryDownloads));
  if (!STEPS.some(isMissing)) return;
  mkdirSync(CACHE, { recursive: true });
  await withLock(async () => {
    for (const step of STEPS) {
      if (isMissing(step)) await runStep(step);
    }
  });
}

async function runStep(step) {
  console.error(`onset set-up: ${step.name} …`);
  try {
    await step.run();
  } catch (error) {
    if (!step.optional) throw new Error(`set-up stopped at ${step.name}: ${error.message}`, { cause: error });
    rememberFailure(step.name);
    console.error(`onset set-up: ${step.name} could not be had (${error.message}). ${step.without}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await setUp({ retryDownloads: true });
    console.error('onset set-up: everything that can be had is here.');
  } catch (error) {
    console.error(`onset: ${error.message}`);
    process.exitCode = 1;
  }
}
