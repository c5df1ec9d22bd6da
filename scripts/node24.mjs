#!/usr/bin/env node
/** `node scripts/node24.mjs COMMAND ARGUMENT…`: runs a command under Node 24, with the checkout's tools on the PATH. */
import { runForeground } from './setup/run-foreground.mjs';
import { setUp } from './setup.mjs';
import { node24Environment, node24Path } from './setup/node24.mjs';

const [command, ...args] = process.argv.slice(2);
try {
  if (command === undefined) throw new Error('which command? node scripts/node24.mjs COMMAND ARGUMENT…');
  await setUp();
  // Tools in node_modules/.bin are .cmd files on Windows, which only a shell can start.
  const isTool = command !== 'node';
  await runForeground(isTool ? command : node24Path(), args, {
    env: node24Environment(),
    shell: isTool && process.platform === 'win32',
  });
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}
