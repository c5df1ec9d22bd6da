/**
 * The thread that runs the network, because `session.run` blocks the thread it is called on for as long as the
 * network takes. It holds one session; requests are served in the order they came.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { env } from 'onnxruntime-node';
import { PROVIDERS } from '../../../contract/model.ts';
import type { Reply, Request, WorkerSetUp } from './messages.ts';
import { findObstacle } from './providers.ts';
import { probeProvider } from './probe.ts';
import { NetworkSession, ProviderFailure } from './network-session.ts';

/** Failures are told to the caller with their reason; the runtime's own lines on standard error add nothing. */
env.logLevel = 'fatal';

if (parentPort === null) throw new Error('internal: infer/worker.ts runs as a worker');
const port = parentPort;
const { closing } = workerData as WorkerSetUp;

let session: NetworkSession | null = null;
let queue: Promise<void> = Promise.resolve();

port.on('message', (request: Request) => {
  queue = queue.then(async () => {
    if (request.kind === 'close') {
      await session?.release();
      port.close();
    } else if (Atomics.load(closing, 0) === 0) port.postMessage(await answer(request));
  });
});

type Answered = Exclude<Request, { readonly kind: 'close' }>;

async function answer(request: Answered): Promise<Reply> {
  try {
    return await serve(request);
  } catch (error) {
    const isFailure = error instanceof ProviderFailure;
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'failed',
      id: request.id,
      provider: isFailure ? error.provider : 'cpu',
      reason,
      isInternal: !isFailure,
    };
  }
}

async function serve(request: Answered): Promise<Reply> {
  const { id } = request;
  switch (request.kind) {
    case 'open':
      session = await NetworkSession.open(request);
      return { kind: 'opened', id, placement: session.placement };
    case 'score': {
      if (session === null) throw new Error('internal: scoring before opening');
      const logits = await session.score(request.windows);
      return { kind: 'scored', id, logits, placement: session.placement };
    }
    case 'probe': {
      const reports = [];
      for (const provider of PROVIDERS) {
        const obstacle = findObstacle(provider);
        reports.push(obstacle === null ? await probeProvider(provider) : { provider, ...obstacle });
      }
      return { kind: 'probed', id, reports };
    }
    default:
      return request satisfies never;
  }
}
