/**
 * Electron's zip into the cache that its own installer and electron-builder look into. As a program
 * (`node24 fetch-electron.mjs`) for this machine, then unpacked into node_modules/electron.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadArtifact } from '@electron/get';
import electron from 'electron/package.json' with { type: 'json' };
import checksums from 'electron/checksums.json' with { type: 'json' };
import { ROOT } from './paths.mjs';

/** Rejects with the reason in a few words. What comes is checked against the sums that npm's package has. */
export async function fetchElectron(platform, arch) {
  const { version } = electron;
  try {
    await downloadArtifact({ version, artifactName: 'electron', platform, arch, checksums });
  } catch (error) {
    // fetch says only "fetch failed"; the cause says why ("ENOTFOUND").
    throw new Error(`Electron ${version}: ${error.cause?.code ?? error.code ?? error.message}`, {
      cause: error,
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await fetchElectron(process.platform, process.arch);
    const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules', 'electron', 'install.js')], {
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
