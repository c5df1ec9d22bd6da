import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { cropBytes, RECIPE } from '../../../contract/recipe.ts';
import { CropRing } from './ring.ts';

/** Crops of 100 bytes, each filled with its frame index, 10 ms apart from 0. */
function ringOf(slots: number, frames: number): CropRing {
  const ring = CropRing.create(slots, 100);
  for (let index = 0; index < frames; index++) write(ring, index);
  return ring;
}

function write(ring: CropRing, index: number): void {
  ring.reserve(index * 10_000, index).fill(index);
  ring.commit();
}

const indices = (ring: CropRing, fromUs: number, toUs: number): number[] => [
  ...ring.span(fromUs, toUs).frameIndices,
];

describe('CropRing', () => {
  it('gives crops back by time, both ends included', () => {
    const ring = ringOf(8, 5);
    const span = ring.span(10_000, 30_000);
    expect([...span.timesUs]).toEqual([10_000, 20_000, 30_000]);
    expect([...span.frameIndices]).toEqual([1, 2, 3]);
    expect(span.crops.map((crop) => [crop.length, crop[0], crop[99]])).toEqual([
      [100, 1, 1],
      [100, 2, 2],
      [100, 3, 3],
    ]);
  });

  it.each([
    ['between two crops', 11_000, 19_000, [], [1, 2]],
    ['on crops exactly', 10_000, 30_000, [1, 2, 3], [1, 2, 3]],
    ['a little wider than crops', 9_000, 31_000, [1, 2, 3], [0, 1, 2, 3, 4]],
    ['beyond both ends', -5_000, 99_000, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]],
    ['before everything', -9_000, -1_000, [], [0]],
    ['after everything', 50_000, 60_000, [], [4]],
  ])('finds what lies in a span and around it: %s', (_, fromUs, toUs, within, around) => {
    const ring = ringOf(8, 5);
    expect(indices(ring, fromUs, toUs)).toEqual(within);
    expect([...ring.spanAround(fromUs, toUs).frameIndices]).toEqual(around);
  });

  it('is empty at first', () => {
    const ring = ringOf(4, 0);
    expect([ring.length, ring.firstTimeUs, ring.lastTimeUs]).toEqual([0, null, null]);
    expect(ring.spanAround(0, 1e9).crops).toEqual([]);
  });

  it('overwrites the oldest, and says so of a span taken before', () => {
    const ring = ringOf(4, 6);
    expect(indices(ring, 0, 1e9)).toEqual([2, 3, 4, 5]);
    expect([ring.length, ring.firstTimeUs, ring.lastTimeUs]).toEqual([4, 20_000, 50_000]);
    const old = ring.span(20_000, 30_000);
    const late = ring.span(30_000, 50_000);
    expect(ring.isIntact(old)).toBe(true);
    ring.reserve(60_000, 6);
    expect([ring.isIntact(old), ring.isIntact(late)]).toEqual([false, true]);
  });

  it('shows neither the old crop nor the new one while it is being written', () => {
    const ring = ringOf(4, 4);
    ring.reserve(40_000, 4);
    expect(indices(ring, 0, 1e9)).toEqual([1, 2, 3]);
    expect([ring.length, ring.firstTimeUs]).toEqual([3, 10_000]);
    ring.reserve(41_000, 4).fill(4); // the first one was given up, as when a face is lost halfway
    ring.commit();
    expect([...ring.span(0, 1e9).timesUs]).toEqual([10_000, 20_000, 30_000, 41_000]);
  });

  it('refuses time that stands still and a commit of nothing', () => {
    const ring = ringOf(4, 2);
    expect(() => ring.reserve(10_000, 2)).toThrow('a crop of 10000 µs after one of 10000 µs');
    expect(() => ring.reserve(Number.NaN, 2)).toThrow('internal');
    expect(() => ring.commit()).toThrow('commit without reserve');
    expect(() => new CropRing(new SharedArrayBuffer(1024))).toThrow('is no crop ring');
  });

  it('holds crops of the recipe at multiples of 64 bytes', () => {
    const ring = CropRing.create(3);
    const offsets = [1, 2, 3].map((time) => {
      const crop = ring.reserve(time, time);
      ring.commit();
      expect(crop.byteLength).toBe(cropBytes(RECIPE));
      return crop.byteOffset % 64;
    });
    expect(offsets).toEqual([0, 0, 0]);
    const odd = ringOf(3, 1); // crops of 100 bytes: the next one must not follow directly
    expect(odd.reserve(20_000, 2).byteOffset % 64).toBe(0);
  });

  it('allocates nothing per frame once warm', () => {
    const ring = CropRing.create(8, 64);
    let time = 0;
    const run = (frames: number): number => {
      const before = process.memoryUsage().heapUsed;
      for (let frame = 0; frame < frames; frame++) {
        ring.reserve((time += 10_000), frame);
        ring.commit();
      }
      return process.memoryUsage().heapUsed - before;
    };
    run(50_000);
    // One 16-byte object a frame would be 800 kB in each round; the least of five forgives what runs beside it.
    const grown = Math.min(...Array.from({ length: 5 }, () => Math.abs(run(50_000))));
    expect(grown).toBeLessThan(100_000);
  });

  it('is read whole from another thread while this one writes', async () => {
    const ring = CropRing.create(4, 4096);
    const reader = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       import(workerData.module).then(({ CropRing }) => {
         const ring = new CropRing(workerData.memory);
         let whole = 0, overtaken = 0, torn = 0;
         parentPort.postMessage('ready');
         while (ring.lastTimeUs === null || ring.lastTimeUs < workerData.lastUs) {
           const span = ring.span(0, Infinity);
           const isTorn = span.crops.some((crop, i) => crop.some((byte) => byte !== (span.frameIndices[i] & 255)));
           const ordered = span.timesUs.every((time, i) => time === span.frameIndices[i] * 1000);
           if (!ring.isIntact(span)) overtaken++;
           else if (isTorn || !ordered) torn++;
           else whole += span.crops.length;
         }
         parentPort.postMessage({ whole, overtaken, torn });
       });`,
      {
        eval: true,
        workerData: {
          memory: ring.memory,
          lastUs: 20_000_000,
          module: new URL('./ring.ts', import.meta.url).href,
        },
      },
    );
    const messages = new Promise<{ whole: number; overtaken: number; torn: number }>((resolve, reject) => {
      reader.on('error', reject);
      reader.on('message', (message: 'ready' | { whole: number; overtaken: number; torn: number }) => {
        if (message !== 'ready') resolve(message);
        else
          for (let frame = 1; frame <= 20_000; frame++) {
            ring.reserve(frame * 1000, frame).fill(frame & 255);
            ring.commit();
          }
      });
    });
    const { whole, overtaken, torn } = await messages;
    await reader.terminate();
    expect(torn).toBe(0);
    expect(whole).toBeGreaterThan(0);
    expect(overtaken).toBeGreaterThan(0); // otherwise the two never met, and this showed nothing
  });
});
