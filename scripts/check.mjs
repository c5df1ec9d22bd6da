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
  for (const suite of [SUITES.unit, SUITES.page]) {
    const { failed } = await runSuite(suite);
    if (failed > 0) throw new Error(`${suite.name}: failed`);
  }
} catch (error) {
  console.error(`onset: ${error.message}`);
  process.exitCode = 1;
}
