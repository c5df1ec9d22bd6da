/**
 * A process that prepares one item after the other. A process, not a thread: capture wants a main thread, and a picture
 * that brings native code down ends it alone.
 */
import { linkToParent } from '../parent-link.ts';
import { ItemWorker } from './item-worker.ts';
import type { ToWorker } from './messages.ts';

const worker = new ItemWorker();
const parent = linkToParent(
  (order) => void worker.work(order as ToWorker).then((answer) => parent.send(answer)),
  // Whoever started it is gone; what is kept is whole.
  () => process.exit(),
);

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
