import { truncateSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { SMALL_AUS, writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { EMOTION_CLASSES, openClipStore } from '../../data/clips/index.ts';
import type { FlowRequest } from '../../nets/index.ts';
import { clipDataset } from './clip-dataset.ts';
import { fillFlowCache, flowCachePath, openFlowCache } from './flow-cache.ts';
import type { FlowKernel } from './flow-input.ts';

const folder = tempFolder('flow cache');
writeWindows(folder, 6, ['a.jpg', 'b.jpg']);
const store = openClipStore(folder);
afterAll(() => store[Symbol.dispose]());

const request: FlowRequest = { between: 'apex', count: 1, sizePx: 8, coding: 'motion' };
let asked = 0;
/** A flow that depends on the clip: its level in the middle of the picture. */
const kernel: FlowKernel = (from, to, widthPx, heightPx, out) => {
  asked++;
  out.fill(to[(heightPx * widthPx) / 2 + 3]! - from[5]!);
};
const requests = [4, 1].map((index) => ({ index, seed: null }));
const flowsOf = async (): Promise<unknown> => {
  const options = { aus: SMALL_AUS, classes: EMOTION_CLASSES.length, flow: { request, kernel } };
  return (await clipDataset({ store, indices: [0, 1, 2, 3, 5], ...options }).readBatch(requests))['flow'];
};

it('is filled once, and then read in place of being found', async () => {
  const found = await flowsOf();
  expect(asked).toBe(2);
  await fillFlowCache(store, { request, kernel }, () => false);
  expect(openFlowCache(store, request)).toBeNull();
  const told: number[] = [];
  await fillFlowCache(store, { request, kernel }, (done) => told.push(done) > 0);
  expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  asked = 0;
  expect(await flowsOf()).toEqual(found);
  await fillFlowCache(store, { request, kernel }, () => false);
  expect(asked).toBe(0);
});

it('is another one for another request, and refused where it was cut off', () => {
  expect(openFlowCache(store, { ...request, sizePx: 9 })).toBeNull();
  truncateSync(flowCachePath(store, request), 100);
  expect(() => openFlowCache(store, request)).toThrow('does not hold the flows of 6 clips');
});
