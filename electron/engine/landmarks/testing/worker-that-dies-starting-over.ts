/** The real worker, made to fail. */
import { parentPort } from 'node:worker_threads';
import type { WorkerRequest } from '../protocol.ts';

parentPort!.on('message', ({ kind }: WorkerRequest) => {
  if (kind === 'startOver') process.exit(1);
});
await import('../worker.ts');
