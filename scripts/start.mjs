#!/usr/bin/env node
/**
 * `npm start`: the set-up, then the application. `npm start -- ARGUMENT…` and `npx onset ARGUMENT…`: the set-up, then
 * the command line under Node 24.
 */
import { join } from 'node:path';
import { openApp } from './open-app.mjs';
import { node24Environment, node24Path } from './setup/node24.mjs';
import { ROOT } from './setup/paths.mjs';
import { runForeground } from './setup/run-foreground.mjs';
import { setUp } from './setup.mjs';

const MAIN = join(ROOT, 'electron', 'cli', 'main.ts');

// npm runs scripts in the checkout's root; paths are meant from where the person stands.
const cwd = (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) || process.cwd();

try {
  await setUp();
  // node:sqlite, and on the oldest Node 24 type stripping, warn that they are experimental; nobody can act on that.
  // Otherwise V8 lets the space for young objects of every thread grow to 128 MiB over minutes, and saves no time by it.
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
  const cli = [...flags, MAIN];
  const args = process.argv.slice(2);
  if (args.length === 0) await openApp(cli);
  else await runForeground(node24Path(), [...cli, ...args], { cwd, env: node24Environment() });
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}
