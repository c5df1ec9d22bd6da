/** The landmark thread: one frame in, the faces found in it out, one after the other. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { loadNative } from '../../../native/index.ts';
import { FaceFinder } from './face-finder.ts';
import { slotImage } from './frame-slot.ts';
import { printed } from './mediapipe.ts';
import type { LookRequest, WorkerMessage, WorkerSetup } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('internal: landmarks/worker.ts runs in a worker thread only');
loadNative();
const setup = workerData as WorkerSetup;
const finder = await FaceFinder.create(new Uint8Array(readFileSync(setup.bundlePath)), setup);

// Requests wait for those before them: a landmarker sees frames in their order.
let last = Promise.resolve();
port.on('message', (request: LookRequest) => {
  last = last.then(() => answer(request));
});
post({ kind: 'ready' });

async function answer({ slot, timeUs }: LookRequest): Promise<void> {
  try {
    const faces = await finder.find(slotImage(slot), timeUs);
    post({ kind: 'found', faces, blendshapeNames: finder.blendshapeNames, counts: finder.counts });
  } catch (cause) {
    // Ends the thread; the tracker starts another and sends the frame again.
    throw new Error(`the landmark worker failed; MediaPipe said last: ${printed.at(-1) ?? 'nothing'}`, {
      cause,
    });
  }
}

function post(message: WorkerMessage): void {
  port!.postMessage(message);
}
