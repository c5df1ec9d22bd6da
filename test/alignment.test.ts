/**
 * The promise of align/ on a real face: a photograph moved rigidly, with sensor noise, stays still in the aligned crop,
 * and an expression on it does not. bench/alignment.bench.ts measures more conditions; docs/alignment.md reports them.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Similarity } from '../contract/align.ts';
import type { YuvImage } from '../contract/frame.ts';
import { FaceTracker, findBundles } from '../electron/engine/landmarks/index.ts';
import { STUDY_SCENE } from '../models/data/synth/index.ts';
import { shrinkToRgba } from '../native/index.ts';
import { ASTRONAUT, FACE_MIDDLE } from './helpers/astronaut.ts';
import { expressionClip, seenShare } from './helpers/expression-clip.ts';
import { type Followed, followFace } from './helpers/follow-face.ts';
import { residualMotion } from './helpers/residual-motion.ts';
import { rigidClip } from './helpers/rigid-clip.ts';
import { readPicture } from './helpers/picture-frame.ts';

const bundle = findBundles().found[0];
if (!bundle)
  console.warn('SKIPPED: there is no landmark bundle, so no face can be aligned (npm run setup makes one).');

let photograph: YuvImage;
beforeAll(async () => {
  photograph = await readPicture(ASTRONAUT);
});

describe.skipIf(!bundle)('a face that moves rigidly', () => {
  // 2 grey levels are a webcam in room light; 5 one in the evening.
  test.each([
    ['still', 2],
    ['all', 5],
  ] as const)('%s, noise of %i levels: at most 0.15 px of 256 are left', async (motion, noise) => {
    // The head at the photograph's own scale, 47 px between the eyes. Quick motion begins with the jolt at 1.5 s.
    const scene = { widthPx: 320, heightPx: 240, magnification: 1, middle: FACE_MIDDLE };
    const clip = rigidClip(photograph, { ...scene, motion, fps: 30, seconds: 2.5, noise });
    const followed = await follow(clip);
    expect(followed).toHaveLength(clip.timesUs.length);
    const known = clip.timesUs.map((_, index) => clip.pictureToFrame(index));
    const of = (transforms: readonly Similarity[]) => residualMotion(clip.timesUs, known, transforms).rmsPx;
    expect(of(followed.map(({ refined }) => refined))).toBeLessThan(0.15);
    // Landmarks alone do not reach it, and neither would a crop that did not follow: there is something to remove.
    expect(of(followed.map(({ landmarksOnly }) => landmarksOnly))).toBeGreaterThan(0.15);
  });
});

// Brows drawn together and a wrinkled nose move the skin beside the anchors most.
test.skipIf(!bundle)('an expression of 3 % of the eyes’ distance is not taken for head motion', async () => {
  const { widthPx, heightPx } = photograph;
  const pixels = new Uint8Array(4 * widthPx * heightPx);
  shrinkToRgba(photograph, { x: 0, y: 0, width: widthPx, height: heightPx }, widthPx, heightPx, pixels);
  await using tracker = await FaceTracker.create({ bundle: bundle!, maxFaces: 1, blendshapes: false });
  const { mesh } = (await tracker.track(photograph, 0, 0)).faces[0]!;
  const clip = expressionClip(
    { pixels, widthPx, heightPx, channels: 4, mesh },
    {
      family: 'gaussian',
      movements: [
        { aus: [4], sides: 'both', peakPctIod: 3 },
        { aus: [9], sides: 'both', peakPctIod: 3 },
      ],
      scene: STUDY_SCENE,
      fps: 15,
      noise: 1,
    },
  );
  const followed = await follow(clip);
  for (const movement of clip.movements) {
    const within = (timeUs: number, halfUs: number): Similarity[] =>
      followed
        .filter(({ index }) => Math.abs(clip.timesUs[index]! - timeUs) <= halfUs)
        .map(({ refined }) => refined);
    const share = seenShare(
      movement,
      within(movement.restUs - 150_000, 150_000),
      within(movement.apexUs, 50_000),
    );
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  }
});

async function follow(clip: Parameters<typeof followFace>[0]): Promise<Followed[]> {
  await using tracker = await FaceTracker.create({ bundle: bundle!, maxFaces: 1, blendshapes: false });
  return await followFace(clip, tracker);
}
