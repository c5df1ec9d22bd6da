/** The landmark thread: one frame in, the faces found in it out, one after the other. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { loadNative } from '../../../native/index.ts';
import { FaceFinder } from './face-finder.ts';
import { slotImage } from './frame-slot.ts';
import { printed } from './mediapipe.ts';
import type { LookRequest, WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('internal: landmarks/worker.ts runs in a worker thread only');
loadNative();
const setup = workerData as WorkerSetup;
const bundle = new Uint8Array(readFileSync(setup.bundlePath));
let finder = await FaceFinder.create(bundle, setup);

// Requests wait for those before them: a landmarker sees frames in their order.
let last = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  last = last.then(() => answer(request));
});
post({ kind: 'ready' });

async function answer(request: WorkerRequest): Promise<void> {
  try {
    if (request.kind === 'startOver') await startOver();
    else await look(request);
  } catch (cause) {
    // Ends the thread; the tracker starts another and sends the request again.
    throw new Error(`the landmark worker failed; MediaPipe said last: ${printed.at(-1) ?? 'nothing'}`, {
      cause,
    });
  }
}

/** New graphs, because old ones remember the last source's faces; the library itself stays loaded. */
async function startOver(): Promise<void> {
  finder.close();
  finder = await FaceFinder.create(bundle, { ...setup, lastSeen: [] });
  post({ kind: 'startedOver' });
}

async function look({ slot, timeUs }: LookRequest): Promise<void> {
  const faces = await finder.find(slotImage(slot), timeUs);
  post({ kind: 'found', faces, blendshapeNames: finder.blendshapeNames, counts: finder.counts });
}

function post(message: WorkerMessage): void {
  port!.postMessage(message);
}
