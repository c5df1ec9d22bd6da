#!/usr/bin/env node
/**
 * `npm test`: the set-up, every gate, the unit tests and the slower ones in test/. Unlike `npm run check` it goes on
 * after a failure, and closes with the counts alone on a line: "N passed, N failed, N skipped". A gate counts as one.
 */
import { GATES, runGate } from './test/gates.mjs';
import { SUITES, runSuite } from './test/suites.mjs';
import { setUp } from './setup.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const skips = [];

try {
  await setUp();
  for (const gate of GATES) {
    const hasPassed = await runGate(gate);
    total[hasPassed ? 'passed' : 'failed']++;
    if (!hasPassed) failures.push(gate.name);
  }
  for (const suite of Object.values(SUITES)) {
    const result = await runSuite(suite);
    for (const key of Object.keys(total)) total[key] += result[key];
    failures.push(...result.failures);
    skips.push(...result.skips);
  }
} catch (error) {
  total.failed++;
  failures.push(error.message);
}

if (skips.length > 0) console.log(`\nSkipped:\n${skips.map((line) => `  ${line}`).join('\n')}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
