import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { isCurrent } from './is-current.mjs';
import { node24Path } from './node24.mjs';
import { ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

const NATIVE = join(ROOT, 'native');
const BUILD = join(NATIVE, 'build.mjs');
const ADDON = join(NATIVE, 'build', 'onset.node');

/** The C++ hot path, compiled on this machine. */
export const nativeAddon = {
  name: 'native addon',
  isDone: () => isCurrent(ADDON, [BUILD, join(NATIVE, 'binding.gyp'), ...sources()]),

  async run() {
    await runChild(node24Path(), [BUILD]);
    // It compares contents; a source that is only younger, after a checkout, is not compiled again.
    utimesSync(ADDON, new Date(), new Date());
  },
};

function sources() {
  const folder = join(NATIVE, 'src');
  return readdirSync(folder).map((file) => join(folder, file));
}
