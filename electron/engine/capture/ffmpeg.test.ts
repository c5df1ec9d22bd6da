import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('a worker thread, which may be terminated while it reads, cannot load capture', async () => {
  const worker = new Worker(new URL('./index.ts', import.meta.url));
  const error = await new Promise<Error>((resolve, reject) => {
    worker.on('error', resolve);
    worker.on('exit', () => {
      reject(new Error('it ended without an error'));
    });
  });
  expect(error.message).toContain('main thread only');
});
