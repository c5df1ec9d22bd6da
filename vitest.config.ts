import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** `unit`: beside the sources, in seconds. `slow`: in test/, from outside, on real clips where there are any. */
export default defineConfig({
  test: {
    // Machines that run this are often busy: a test that hangs is what this is for, not one that waits its turn.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One less than the cores, the default, leaves half of a small machine idle.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{bench,build,contract,electron,models,native}/**/*.test.ts',
            'scripts/**/*.test.mjs',
            '*.test.ts',
          ],
        },
      },
      {
        extends: true,
        // State classes use runes; they are compiled as the page has them, and need no document.
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: { name: 'page', include: ['renderer/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'slow', include: ['test/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
});
