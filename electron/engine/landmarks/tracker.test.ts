import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FaceFrame, LandmarkBundle } from '../../../contract/landmarks.ts';
import { MIDLINE } from '../../../contract/mesh-points.ts';
import { makeMeshBundle } from './bundle/make.ts';
import { chooseBundle, FaceTracker, findBundles } from './index.ts';
import { faceFrame, faceSide } from './testing/faces.ts';

const FRAME_US = 33_333;
let folder: string;
let bundle: LandmarkBundle;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset-tracker-'));
  writeFileSync(join(folder, 'face_mesh.task'), makeMeshBundle());
  bundle = chooseBundle('mesh', [folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const inTheMiddle = { x: (320 - faceSide.width) >> 1, y: (240 - faceSide.height) >> 1 };
const still = faceFrame(320, 240, inTheMiddle);

/** Tracks `count` frames, three calls at a time, and returns them in the order in which they settled. */
async function trackAll(tracker: FaceTracker, count: number, frameAt = () => still): Promise<FaceFrame[]> {
  const settled: FaceFrame[] = [];
  const calls = Array.from({ length: count }, (_, i) =>
    tracker.track(frameAt(), i, i * FRAME_US).then((frame) => settled.push(frame)),
  );
  await Promise.all(calls);
  return settled;
}

function expectOneFaceInEach(frames: readonly FaceFrame[]): void {
  expect(frames.map(({ frameIndex }) => frameIndex)).toEqual(frames.map((_, index) => index));
  expect(frames.map(({ faces }) => faces.map(({ trackId }) => trackId))).toEqual(frames.map(() => [1]));
}

test('a face is found in every frame, in order, where it is', async () => {
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 2 });
  const frames = await trackAll(tracker, 12);
  expectOneFaceInEach(frames);
  const [face] = frames[11]!.faces;
  expect(face!.confidence01).toBeGreaterThan(0.99);
  expect(face!.blendshapes).toBeNull();
  expect(Math.abs(face!.pose.rollRad)).toBeLessThan(0.2);
  expect(Math.abs(face!.pose.yawRad)).toBeLessThan(0.3);
  // The mesh follows a shifted face by the shift, to a fraction of a pixel. The second look counts: in the first, the
  // landmark network's region is still centred where the face was.
  const shifted = faceFrame(320, 240, { x: inTheMiddle.x + 24, y: inTheMiddle.y - 10 });
  await tracker.track(shifted, 12, 12 * FRAME_US);
  const moved = await tracker.track(shifted, 13, 13 * FRAME_US);
  const tip = 3 * MIDLINE.noseTip;
  // One landmark of a face 110 px wide is good to about 1 px.
  expect(Math.abs(moved.faces[0]!.mesh[tip]! - face!.mesh[tip]! - 24)).toBeLessThan(1);
  expect(Math.abs(moved.faces[0]!.mesh[tip + 1]! - face!.mesh[tip + 1]! + 10)).toBeLessThan(1);
});

test('a face that appears and leaves is seen exactly while it is there', async () => {
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1 });
  const empty = faceFrame(320, 240, null);
  const isThere = (i: number): boolean => i >= 6 && i < 18;
  let next = 0;
  const frames = await trackAll(tracker, 24, () => (isThere(next++) ? still : empty));
  const seen = frames.filter(({ faces }) => faces.length > 0).map(({ frameIndex }) => frameIndex);
  // At 30 frames a second the borders may be two frames off (67 ms).
  expect(Math.abs(seen[0]! - 6)).toBeLessThanOrEqual(2);
  expect(Math.abs(seen.at(-1)! - 17)).toBeLessThanOrEqual(2);
});

test('no frame is lost when the thread dies again and again', async () => {
  const workerModule = new URL('./testing/worker-that-dies.ts', import.meta.url);
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, workerModule });
  expectOneFaceInEach(await trackAll(tracker, 8));
  expect(tracker.stats.workerRestarts).toBeGreaterThanOrEqual(2);
});

test('no frame is lost when the graph is poisoned', async () => {
  const workerModule = new URL('./testing/worker-with-poisoned-graph.ts', import.meta.url);
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, workerModule });
  expectOneFaceInEach(await trackAll(tracker, 8));
  expect(tracker.stats).toMatchObject({ graphRestarts: 1, workerRestarts: 0 });
});

test('a frame that kills every thread is an error of the catalogue, and so are those after it', async () => {
  const workerModule = new URL('./testing/worker-that-dies-at-once.ts', import.meta.url);
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, workerModule });
  await expect(tracker.track(still, 0, 0)).rejects.toMatchObject({ code: 'landmarker-failed' });
  await expect(tracker.track(still, 1, FRAME_US)).rejects.toMatchObject({ code: 'landmarker-failed' });
});

test('a damaged bundle is an error of the catalogue', async () => {
  const path = join(folder, 'damaged.task');
  writeFileSync(path, makeMeshBundle().subarray(0, 2_000_000));
  await expect(FaceTracker.create({ bundle: { ...bundle, path }, maxFaces: 1 })).rejects.toMatchObject({
    code: 'landmarker-failed',
  });
});

test('a tracker that starts over is as good as new', async () => {
  await using fresh = await FaceTracker.create({ bundle, maxFaces: 2 });
  const expected = await trackAll(fresh, 4);
  await using tracker = FaceTracker.start({ bundle, maxFaces: 2 });
  // Another size, another place, a search for a second face: all to be forgotten.
  await trackAll(tracker, 6, () => faceFrame(480, 360, { x: 20, y: 30 }));
  await tracker.startOver();
  expect(tracker.stats).toMatchObject({ frames: 0, looks: 0 });
  expect(await trackAll(tracker, 4)).toEqual(expected);
});

test('starting over waits for the frames under way, however often the thread dies', async () => {
  const workerModule = new URL('./testing/worker-that-dies.ts', import.meta.url);
  await using tracker = FaceTracker.start({ bundle, maxFaces: 1, workerModule });
  const looks = trackAll(tracker, 5);
  await tracker.startOver();
  expectOneFaceInEach(await looks);
  expect(tracker.stats.workerRestarts).toBe(1);
  expectOneFaceInEach(await trackAll(tracker, 2));
});

test('a thread that cannot start over is an error of the catalogue', async () => {
  const workerModule = new URL('./testing/worker-that-dies-starting-over.ts', import.meta.url);
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, workerModule });
  expectOneFaceInEach(await trackAll(tracker, 2));
  await expect(tracker.startOver()).rejects.toMatchObject({ code: 'landmarker-failed' });
  expect(tracker.hasEnded).toBe(true);
});

test('a tracker that is closed while it starts says so', async () => {
  const tracker = FaceTracker.start({ bundle, maxFaces: 1 });
  const frame = tracker.track(still, 0, 0);
  await Promise.all([
    tracker[Symbol.asyncDispose](),
    expect(tracker.ready).rejects.toThrow('closed'),
    expect(frame).rejects.toThrow('closed'),
  ]);
  expect(tracker.hasEnded).toBe(true);
});

test('frames may change in size', async () => {
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1 });
  const sizes = [
    [320, 240],
    [480, 360],
    [240, 240],
  ] as const;
  for (const [index, [width, height]] of sizes.entries()) {
    const at = { x: (width - faceSide.width) >> 1, y: (height - faceSide.height) >> 1 };
    const { faces } = await tracker.track(faceFrame(width, height, at), index, index * FRAME_US);
    expect(faces).toHaveLength(1);
    expect(Math.abs(faces[0]!.box.x + faces[0]!.box.width / 2 - width / 2)).toBeLessThan(faceSide.width / 4);
  }
});

test('two trackers in one process do not disturb each other', async () => {
  await using one = await FaceTracker.create({ bundle, maxFaces: 1 });
  const alone = await trackAll(one, 4);
  await using other = await FaceTracker.create({ bundle, maxFaces: 1 });
  await using third = await FaceTracker.create({ bundle, maxFaces: 1 });
  const [second, both] = await Promise.all([trackAll(other, 4), trackAll(third, 4)]);
  expect(second).toEqual(alone);
  expect(both).toEqual(alone);
});

const official = findBundles().found.find(({ name }) => name === 'official');
if (!official)
  console.warn('skipped: face_landmarker.task is not on this machine, so blendshapes are not tested');

test.skipIf(!official)('the official bundle, where there is one, adds 52 blendshapes', async () => {
  await using tracker = await FaceTracker.create({ bundle: official!, maxFaces: 1 });
  const frames = await trackAll(tracker, 3);
  expectOneFaceInEach(frames);
  expect(frames[2]!.faces[0]!.blendshapes!.size).toBe(52);
  // She smiles.
  expect(frames[2]!.faces[0]!.blendshapes!.get('mouthSmileLeft')).toBeGreaterThan(0.5);
  expect(frames[2]!.faces[0]!.confidence01).toBeGreaterThan(0.99);
});
