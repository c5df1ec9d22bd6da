/**
 * Flow found once for all folds and runs: beside a store lies, for each way in which flow is asked for, a file of all
 * its clips' flows, named by the clips' bytes and the request. It appears whole or not at all.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { ClipStore } from '../../data/clips/index.ts';
import type { FlowRequest } from '../../nets/index.ts';
import { flowLength, type FlowMaking, flowOfWindow } from './flow-input.ts';

/** To be raised when the same clips would give other flows: another kernel, other resampling. */
const METHOD = 1;
const DIGITS = 16;

export interface FlowCache {
  /** Of clip `index` of the store. */
  read(index: number): Float32Array;
}

export const flowCachePath = (store: ClipStore, request: FlowRequest): string =>
  join(store.folder, `flow-${keyOf(store, request)}.f32`);

/** Null where none was made. It stays open as long as the process lives. Throws `clips-damaged`. */
export function openFlowCache(store: ClipStore, request: FlowRequest): FlowCache | null {
  const path = flowCachePath(store, request);
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  const length = flowLength(request);
  const damaged = (reason: string): OnsetError => new OnsetError('clips-damaged', { path, reason });
  if (fstatSync(file).size !== store.count * length * Float32Array.BYTES_PER_ELEMENT) {
    closeSync(file);
    throw damaged(`it does not hold the flows of ${String(store.count)} clips`);
  }
  return {
    read(index) {
      const flow = new Float32Array(length);
      if (readSync(file, flow, 0, flow.byteLength, index * flow.byteLength) !== flow.byteLength)
        throw damaged(`the flow of clip ${String(index)} cannot be read whole`);
      return flow;
    },
  };
}

/**
 * Finds the flows of all clips of a store and keeps them, unless that was done before. Calls `tell` after each clip;
 * where it says false nothing is kept. Throws `clips-damaged` and `output-unwritable`.
 */
export async function fillFlowCache(
  store: ClipStore,
  making: FlowMaking,
  tell: (done: number) => boolean,
): Promise<void> {
  const path = flowCachePath(store, making.request);
  if (existsSync(path)) return;
  const partial = `${path}.${String(process.pid)}.tmp`;
  try {
    const isWhole = await writeFlows(store, making, partial, tell);
    if (isWhole) renameSync(partial, path);
  } catch (error) {
    if (error instanceof OnsetError) throw error;
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  } finally {
    rmSync(partial, { force: true });
  }
}

async function writeFlows(
  store: ClipStore,
  making: FlowMaking,
  path: string,
  tell: (done: number) => boolean,
): Promise<boolean> {
  const bytes = store.newBytes();
  const file = openSync(path, 'w');
  try {
    for (const [index, { apexFrame }] of store.clips.entries()) {
      // A flow keeps the thread for hundredths of a second; signals come in between two.
      await nextTurn();
      store.read(index, bytes);
      const flow = flowOfWindow(bytes, store.index, making, apexFrame);
      const raw = new Uint8Array(flow.buffer);
      for (let at = 0; at < raw.length;) at += writeSync(file, raw, at);
      if (!tell(index + 1)) return false;
    }
    return true;
  } finally {
    closeSync(file);
  }
}

function keyOf({ index, clips }: ClipStore, request: FlowRequest): string {
  const { frames, sizePx, planes } = index;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([METHOD, frames, sizePx, planes, request]));
  for (const { crc32, apexFrame } of clips) hash.update(JSON.stringify([crc32, apexFrame ?? null]));
  return hash.digest('hex').slice(0, DIGITS);
}
