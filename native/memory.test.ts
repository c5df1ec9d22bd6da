import { expect, test } from 'vitest';
import { medianOfPlanes, PatchMotion, resampleWindow, shrinkToRgba, tvl1Flow, warpFace } from './index.ts';
import { astronautFace, noisePicture } from './testing/pictures.ts';

const image = noisePicture(160, 120, 1, { layout: 'nv12' });
const crop = new Uint8Array(4 * 64 * 64);
const rgba = new Uint8ClampedArray(4 * 64 * 48);
const crops = [crop, crop.slice(), crop.slice(), crop.slice()];
const timesUs = Float64Array.of(0, 10_000, 20_000, 30_000);
const window = new Float32Array(3 * 4 * 32 * 32);
const neutral = new Uint8Array(64 * 64);
const flow = new Float32Array(2 * 32 * 32);
const { size, luma: face } = astronautFace();
const centres = Float32Array.of(36, 40, 84, 43, 58, 78);
const halfWidths = new Float32Array(3).fill(8);
const moved = new Float32Array(12);

/** What a frame asks of native/. */
function frame(patches: PatchMotion, k: number): void {
  warpFace(image, { a: 1.1, b: 0.1, tx: 20 + (k % 7), ty: 10 }, 64, crop);
  shrinkToRgba(image, { x: 0, y: 0, width: 160, height: 120 }, 64, 48, rgba);
  resampleWindow(crops, timesUs, 0, 25_000, 4, 64, 32, window);
  medianOfPlanes(crops, neutral);
  patches.measure(face, moved);
}

test('a frame allocates nothing outside the heap once everything is warm', () => {
  using patches = new PatchMotion(face, size, centres, halfWidths);
  for (let k = 0; k < 300; k++) frame(patches, k);
  const before = process.memoryUsage();
  for (let k = 0; k < 4000; k++) frame(patches, k);
  const after = process.memoryUsage();
  expect(after.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers);
  // A leak of one crop a frame would be 64 MiB. What V8's own young generation takes stays far below a quarter of that.
  expect(after.rss - before.rss).toBeLessThan(16 * 2 ** 20);
});

test('flow works in the same memory every time', () => {
  const run = (): void => tvl1Flow(face.subarray(0, 1024), face.subarray(4096, 5120), 32, 32, {}, flow);
  for (let k = 0; k < 20; k++) run();
  const before = process.memoryUsage().rss;
  for (let k = 0; k < 300; k++) run();
  // Its pictures and fields take some 100 KiB a call.
  expect(process.memoryUsage().rss - before).toBeLessThan(16 * 2 ** 20);
});

test('disposed patches give their memory back', () => {
  for (let k = 0; k < 3000; k++) new PatchMotion(face, size, centres, halfWidths).dispose();
  const rss = process.memoryUsage().rss;
  for (let k = 0; k < 3000; k++) new PatchMotion(face, size, centres, halfWidths).dispose();
  // A leaked handle holds about 300 KiB, which would be 900 MiB.
  expect(process.memoryUsage().rss - rss).toBeLessThan(32 * 2 ** 20);
});
