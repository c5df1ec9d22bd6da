/** Runs vitest's projects (vitest.config.ts) and counts what they report. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CACHE, ROOT } from '../setup/paths.mjs';
import { runGate } from './gates.mjs';

export const SUITES = {
  unit: { name: 'unit tests', project: 'unit' },
  page: { name: "the page's tests", project: 'page' },
  slow: { name: 'slower tests', project: 'slow' },
};

/** Resolves to counts and to one line for each failure and for each group of skipped tests. */
export async function runSuite({ name, project }) {
  const report = join(CACHE, 'test', `${project}.json`);
  mkdirSync(join(CACHE, 'test'), { recursive: true });
  rmSync(report, { force: true });
  const hasPassed = await runGate({
    name,
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
  });
  const result = readReport(report);
  // Vitest can fail without a failing test: an unhandled rejection, a worker that died, no report at all.
  if (!hasPassed && result.failed === 0) {
    result.failed = 1;
    result.failures.push(`${name}: vitest failed outside any test`);
  }
  return result;
}

function readReport(path) {
  let files;
  try {
    files = JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [`no report at ${relative(ROOT, path)}`],
      skips: [],
    };
  }
  return countReport(files);
}

/** @param {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }[]} files */
export function countReport(files) {
  const result = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  for (const { name, status, assertionResults } of files) {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const skipped = assertionResults.filter((test) => !['passed', 'failed'].includes(test.status));
    result.passed += assertionResults.length - failed.length - skipped.length;
    result.failed += failed.length;
    result.skipped += skipped.length;
    result.failures.push(...failed.map((test) => `${file}: ${test.fullName}`));
    result.skips.push(...skipped.map((test) => `${file}: ${test.fullName}`));
    // A file that cannot be loaded has no tests to fail.
    if (status === 'failed' && failed.length === 0) {
      result.failed++;
      result.failures.push(`${file}: could not be run`);
    }
  }
  return result;
}
