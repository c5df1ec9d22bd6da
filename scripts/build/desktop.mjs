#!/usr/bin/env node
/** `node24 scripts/build/desktop.mjs`: shell and engine into out/, for Electron. Takes seconds; always made anew. */
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { buildEngine } from './engine.mjs';
import { buildShell } from './shell.mjs';

await buildShell(ROOT, join(ROOT, 'out'));
buildEngine(ROOT, join(ROOT, 'out', 'engine'));
