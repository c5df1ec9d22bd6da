#!/usr/bin/env node
/**
 * `npm run dist`: installers for this machine's platform into dist/ (docs/packaging.md). `-- --dir` only puts the
 * application together in a folder, without an installer.
 */
import { join } from 'node:path';
import { node24Environment, node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { runForeground } from './setup/run-foreground.mjs';
import { setUp } from './setup.mjs';

try {
  await setUp();
  const flags = ['--disable-warning=ExperimentalWarning'];
  const script = join(ROOT, 'scripts', 'build', 'dist.mjs');
  await runForeground(node24Path(), [...flags, script, ...process.argv.slice(2)], {
    cwd: ROOT,
    env: node24Environment(),
  });
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}
