import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EMOTION_CLASSES } from '../../models/data/clips/index.ts';
import { clipsOf } from '../../models/train/recognition/index.ts';
import { SMALL_AUS, writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { findFlow } from './find-flow.ts';
import { ReaderThread } from './reader-thread.ts';

const folder = tempFolder('reader');
const parts = [{ folder, indices: [0, 1, 2, 5, 7] }];
const labelling = { aus: SMALL_AUS, classes: EMOTION_CLASSES.length };
const requests = [3, 0, 4].map((index) => ({ index, seed: index === 0 ? null : 77 + index }));

it('reads what would be read here, and says of a damaged clip what would be said here', async () => {
  writeWindows(folder, 8, ['a.jpg', 'b.jpg']);
  using thread = new ReaderThread({ parts, labelling, flow: null });
  const [one, two] = await Promise.all([thread.read(requests), thread.read(requests.slice(1))]);
  const here = clipsOf(parts, labelling);
  expect(one).toEqual(await here.readBatch(requests));
  expect(two).toEqual(await here.readBatch(requests.slice(1)));

  const path = join(folder, 'clips.u8');
  const bytes = readFileSync(path);
  bytes[5 * 17 * 32 * 32]! ^= 1;
  writeFileSync(path, bytes);
  await expect(thread.read(requests)).rejects.toMatchObject({ code: 'clips-damaged', facts: { path } });
  expect(await thread.read(requests.slice(1))).toEqual(two);
});

it('finds flow for a network that asks for it, the same as would be found here, mirrored where the pictures would be', async () => {
  const own = tempFolder('reader-flow');
  writeWindows(own, 8, ['a.jpg', 'b.jpg']);
  const flowParts = [{ folder: own, indices: [0, 3] }];
  const flow = { between: 'apex', count: 1, sizePx: 8, coding: 'motion' } as const;
  using thread = new ReaderThread({ parts: flowParts, labelling, flow });
  const seeds = [null, ...Array.from({ length: 12 }, (_, seed) => seed)];
  const asked = seeds.map((seed) => ({ index: 1, seed }));
  const batch = await thread.read(asked);
  expect(Object.keys(batch)).toEqual(['flow', 'au_labels', 'emotion_labels', 'domain_labels']);
  const here = clipsOf(flowParts, labelling, { request: flow, kernel: findFlow });
  expect(batch).toEqual(await here.readBatch(asked));
  const all = batch['flow'] as Float32Array;
  const each = 3 * 8 * 8;
  const still = all.slice(0, each);
  expect(Math.max(...still.map(Math.abs))).toBeGreaterThan(0.01);
  const ways = new Set(seeds.map((_, at) => all.slice(at * each, (at + 1) * each).join()));
  // As it is, and mirrored: nothing else.
  expect(ways.size).toBe(2);
  expect(ways).toContain(still.join());
});
