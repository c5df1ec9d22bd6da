import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../setup/paths.mjs';
import { countReport } from './suites.mjs';

const outcome = (status) => ({ status, fullName: status });

test('every test counts once, and a file that cannot be loaded counts as failed', () => {
  const result = countReport([
    {
      name: join(ROOT, 'a.test.ts'),
      status: 'failed',
      assertionResults: [
        outcome('passed'),
        outcome('failed'),
        outcome('skipped'),
        outcome('pending'),
        outcome('todo'),
      ],
    },
    { name: join(ROOT, 'b.test.ts'), status: 'failed', assertionResults: [] },
    { name: join(ROOT, 'c.test.ts'), status: 'passed', assertionResults: [outcome('passed')] },
  ]);
  expect(result).toMatchObject({ passed: 2, failed: 2, skipped: 3 });
  expect(result.failures).toEqual(['a.test.ts: failed', 'b.test.ts: could not be run']);
});
