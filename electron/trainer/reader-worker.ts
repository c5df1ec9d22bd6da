/** The thread behind reader-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { OnsetError } from '../../contract/errors.ts';
import { clipsOf } from '../../models/train/recognition/index.ts';
import { findFlow } from './find-flow.ts';
import type { ReaderSetUp, ReadReply, ReadRequest } from './reader-thread.ts';

const { parts, labelling, flow } = workerData as ReaderSetUp;
const clips = clipsOf(parts, labelling, flow === null ? null : { request: flow, kernel: findFlow });

parentPort!.on('message', ({ id, requests }: ReadRequest) => {
  clips.readBatch(requests).then(
    (batch) => {
      const reply: ReadReply = { id, kind: 'batch', batch };
      const buffers = Object.values(batch).map(({ buffer }) => buffer as ArrayBuffer);
      parentPort!.postMessage(reply, buffers);
    },
    (error: unknown) => parentPort!.postMessage(failureOf(id, error)),
  );
});

function failureOf(id: number, error: unknown): ReadReply {
  if (!(error instanceof OnsetError))
    return { id, kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { id, kind: 'failed', code, facts: { ...facts } };
}
