#!/usr/bin/env node
/** `npm run check`: every gate and the unit tests; stops at the first that fails. */
import { GATES, runGate } from './test/gates.mjs';
import { SUITES, runSuite } from './test/suites.mjs';
import { setUp } from './setup.mjs';

try {
  await setUp();
  for (const gate of GATES) {
    if (!(await runGate(gate))) throw new Error(`${gate.name}: failed`);
  }
  const { failed } = await runSuite(SUITES.unit);
  if (failed > 0) throw new Error('unit tests: failed');
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}
