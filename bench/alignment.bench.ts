/**
 * How still a face is held: residual motion of the aligned crop of a photograph that is moved rigidly (known
 * transforms, sensor noise, raw or through H.264), how much of an expression survives, and what aligning a frame costs.
 * Ours is the engine's own chain (tracker, aligner, rolling neutral); its peer is the same without registration:
 * landmarks alone, robustly fitted and filtered in time. docs/alignment.md says what the figures mean.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invert, type Similarity } from '../contract/align.ts';
import type { YuvImage } from '../contract/frame.ts';
import type { LandmarkBundle } from '../contract/landmarks.ts';
import { ANCHOR_POINTS } from '../contract/mesh-points.ts';
import { cropBytes, RECIPE } from '../contract/recipe.ts';
import { Aligner } from '../electron/engine/align/index.ts';
import { openVideoWriter } from '../electron/engine/export/index.ts';
import { chooseBundle, FaceTracker, findBundles } from '../electron/engine/landmarks/index.ts';
import { analyze } from '../electron/engine/pipeline.ts';
import { Session } from '../electron/engine/session/index.ts';
import { STUDY_SCENE, type Still } from '../models/data/synth/index.ts';
import { PATCH_FIELDS, PatchMotion, shrinkToRgba, warpFace } from '../native/index.ts';
import { ASTRONAUT, FACE_MIDDLE, WHOLE } from '../test/helpers/astronaut.ts';
import { expressionClip, type Movement, seenShare } from '../test/helpers/expression-clip.ts';
import { type Followed, followFace } from '../test/helpers/follow-face.ts';
import { residualMotion } from '../test/helpers/residual-motion.ts';
import { type Motion, MOTIONS, type RigidClip, rigidClip } from '../test/helpers/rigid-clip.ts';
import { readPicture } from '../test/helpers/picture-frame.ts';
import { record, time, type BenchRow } from './harness.ts';

const SECONDS = 8;
/** What counts as at rest and as at the apex: the 0.3 s before a movement, and the 0.1 s its apex is held. */
const REST_US = 150_000;
const APEX_US = 50_000;
/** Landmarks are of use for 0.2 s: runs half a millisecond apart end before that. */
const COST_RUNS = 300;
const photograph = await readPicture(ASTRONAUT);
const bundles = new Map(findBundles().found.map((bundle) => [bundle.name, bundle]));
const mesh = chooseBundle('mesh');
const rows: BenchRow[] = [];

/** The head alone at the photograph's own scale (47 px between the eyes), and twice that. */
const NATURAL = { widthPx: 320, heightPx: 240, magnification: 1, middle: FACE_MIDDLE };
const DOUBLE = { widthPx: 480, heightPx: 400, magnification: 2, middle: FACE_MIDDLE };

for (const motion of MOTIONS) await measureRaw(NATURAL, motion, 30, 2, mesh);
for (const motion of ['still', 'all'] as const) await measureRaw(NATURAL, motion, 30, 0, mesh);
for (const motion of ['still', 'jolt', 'all'] as const) await measureRaw(NATURAL, motion, 30, 5, mesh);
for (const crf of [18, 28]) for (const motion of ['still', 'all'] as const) await measureCoded(motion, crf);
for (const motion of ['still', 'jolt', 'all'] as const) await measureRaw(NATURAL, motion, 100, 2, mesh);
await measureRaw(NATURAL, 'all', 100, 5, mesh);
for (const motion of ['still', 'all'] as const) await measureRaw(DOUBLE, motion, 30, 2, mesh);
const official = bundles.get('official');
if (official)
  for (const motion of ['still', 'roll', 'all'] as const) await measureRaw(NATURAL, motion, 30, 2, official);
else console.warn('SKIPPED: the official bundle is not here.');
await measureExpressions();
await measureCost();

record(
  'alignment',
  rows,
  'Motion: root mean square in pixels of the 256 × 256 crop, about each point’s mean, over 31 points of the face and ' +
    'all frames; target 0.15. Shares: of a movement’s displacement, what the crop still shows; 1 is all. Ratios: peer / ours, ' +
    'for shares ours / peer.',
);

async function measureRaw(
  scene: typeof NATURAL,
  motion: Motion,
  fps: number,
  noise: number,
  bundle: LandmarkBundle,
): Promise<void> {
  const clip = rigidClip(photograph, { ...scene, motion, fps, seconds: SECONDS, noise });
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, blendshapes: false });
  const followed = await followFace(clip, tracker);
  const eyesPx = Math.round(47 * scene.magnification);
  pushMotion(`${motion}, noise ${noise}, ${fps} fps, eyes ${eyesPx} px, ${bundle.name}`, clip, followed);
}

/** Through an H.264 file and the whole pipeline; the alignments are read back from the session. */
async function measureCoded(motion: Motion, crf: number): Promise<void> {
  const clip = rigidClip(photograph, { ...WHOLE, motion, fps: 30, seconds: SECONDS, noise: 2 });
  const folder = mkdtempSync(join(tmpdir(), 'onset-alignment-'));
  try {
    const file = join(folder, 'clip.mp4');
    await using writer = await openVideoWriter(file, { ...WHOLE, fps: 30, crf });
    for (const [index, timeUs] of clip.timesUs.entries()) await writer.write(clip.draw(index), timeUs);
    await writer.close();
    const options = {
      faces: 1,
      model: null,
      provider: 'auto',
      neutral: null,
      fps: null,
      bundle: 'mesh',
    } as const;
    const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
    await analyze(file, join(folder, 'clip.onset'), options, hooks);
    using session = Session.open(join(folder, 'clip.onset'));
    const refined = [...session.faces()].flatMap(({ frameIndex, alignment }) =>
      alignment ? [{ index: frameIndex, refined: alignment.cropToFrame }] : [],
    );
    // Landmarks alone, from the same pictures before they were coded.
    await using tracker = await FaceTracker.create({ bundle: mesh, maxFaces: 1, blendshapes: false });
    const bare = await followFace(clip, tracker);
    const followed = refined.map((placed, i) => ({ ...placed, landmarksOnly: bare[i]!.landmarksOnly }));
    pushMotion(`${motion}, noise 2, 30 fps, eyes 47 px, mesh, H.264 crf ${crf}`, clip, followed);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pushMotion(what: string, clip: RigidClip, followed: readonly Followed[]): void {
  if (followed.length !== clip.timesUs.length) {
    throw new Error(`internal: ${what}: ${followed.length} of ${clip.timesUs.length} frames were aligned`);
  }
  const exact = clip.timesUs.map((_, index) => clip.pictureToFrame(index));
  const of = (transforms: readonly Similarity[]) => residualMotion(clip.timesUs, exact, transforms);
  const ours = of(followed.map(({ refined }) => refined));
  const peer = of(followed.map(({ landmarksOnly }) => landmarksOnly));
  const push = (speeds: string, oursPx: number, peerPx: number): void => {
    rows.push({
      what: `motion: ${what}, ${speeds}`,
      ours: oursPx,
      peer: peerPx,
      peerName: 'landmarks alone',
      unit: 'px RMS',
      ratio: peerPx / oursPx,
      samples: followed.length,
    });
    console.log(what, speeds, oursPx.toFixed(3), peerPx.toFixed(3));
  };
  push('all speeds', ours.rmsPx, peer.rmsPx);
  push('above 1 Hz', ours.quickRmsPx, peer.quickRmsPx);
}

async function measureExpressions(): Promise<void> {
  const still = await stillOf(photograph);
  const movements: Movement[] = [2, 4].flatMap((peakPctIod) => [
    ...[[1, 2], [4], [9], [12]].map((aus) => ({ aus, sides: 'both', peakPctIod }) as Movement),
    ...[[4], [9]].map((aus) => ({ aus, sides: 'left', peakPctIod }) as Movement),
  ]);
  for (const family of ['gaussian', 'muscle'] as const) {
    const clip = expressionClip(still, { family, movements, scene: STUDY_SCENE, fps: 30, noise: 1 });
    await using tracker = await FaceTracker.create({ bundle: mesh, maxFaces: 1, blendshapes: false });
    const followed = await followFace(clip, tracker);
    for (const movement of clip.movements) {
      const share = (of: (followed: Followed) => Similarity): number => {
        const within = (timeUs: number, halfUs: number) =>
          followed.filter(({ index }) => Math.abs(clip.timesUs[index]! - timeUs) <= halfUs).map(of);
        return seenShare(
          movement,
          within(movement.restUs - REST_US, REST_US),
          within(movement.apexUs, APEX_US),
        );
      };
      const [ours, peer] = [share(({ refined }) => refined), share(({ landmarksOnly }) => landmarksOnly)];
      const sides = movement.sides === 'left' ? ' left' : '';
      rows.push({
        what: `share: AU${movement.aus.join('+')}${sides}, ${movement.peakPctIod} % IOD, ${family}`,
        ours,
        peer,
        peerName: 'landmarks alone',
        unit: 'share seen',
        ratio: ours / peer,
        samples: 1,
      });
    }
  }
}

async function measureCost(): Promise<void> {
  for (const [widthPx, heightPx, magnification] of [
    [640, 360, 1],
    [1280, 720, 2],
  ] as const) {
    const size = { widthPx, heightPx, magnification, middle: FACE_MIDDLE };
    const clip = rigidClip(photograph, { ...size, motion: 'sway', fps: 100, seconds: 0.3, noise: 2 });
    const images = clip.timesUs.map((_, index) => copied(clip.draw(index)));
    await using tracker = await FaceTracker.create({ bundle: mesh, maxFaces: 1, blendshapes: false });
    const face = (await tracker.track(images[0]!, 0, 0)).faces[0]!;
    using aligner = new Aligner(1, RECIPE);
    const crop = new Uint8Array(cropBytes(RECIPE));
    aligner.observe(0, face.mesh);
    const { cropToFrame } = aligner.align(images[0]!, 0, crop)!;
    const frameToCrop = invert(cropToFrame);
    const neutral = lumaOf(crop).slice();
    aligner.setNeutral(neutral, face.mesh, frameToCrop);
    // Landmarks stay where they were while the head sways on, so that every frame needs its second warp.
    let [run, timeUs] = [0, 0];
    const next = (): YuvImage => images[(run += 1) % images.length]!;
    const align = await time(() => aligner.align(next(), (timeUs += 500), crop), COST_RUNS);
    const warp = await time(() => {
      warpFace(next(), cropToFrame, RECIPE.sizePx, crop);
    }, COST_RUNS);
    const count = ANCHOR_POINTS.length;
    const centres = ANCHOR_POINTS.flatMap((point) => {
      const [x, y] = [face.mesh[3 * point]!, face.mesh[3 * point + 1]!];
      const { a, b, tx, ty } = frameToCrop;
      return [a * x - b * y + tx, b * x + a * y + ty];
    });
    const halfWidths = new Float32Array(count).fill(0.2 * RECIPE.iodPx);
    using patches = new PatchMotion(neutral, RECIPE.sizePx, Float32Array.from(centres), halfWidths);
    const moved = new Float32Array(count * PATCH_FIELDS);
    const register = await time(() => {
      patches.measure(lumaOf(crop), moved);
    }, COST_RUNS);
    for (const [what, ours] of [
      ['align (warp, patches, warp)', align],
      [`its ${count} patches`, register],
    ] as const) {
      const fields = { ours, peer: warp, peerName: 'one warp', unit: 'ms/frame', samples: COST_RUNS };
      rows.push({ what: `cost: ${what}, ${widthPx}×${heightPx}`, ...fields, ratio: warp / ours });
    }
  }
}

function lumaOf(crop: Uint8Array): Uint8Array {
  return crop.subarray(3 * RECIPE.sizePx ** 2);
}

function copied(image: YuvImage): YuvImage {
  const planes = image.planes.map(({ data, strideBytes }) => ({ data: data.slice(), strideBytes }));
  return { ...image, planes };
}

async function stillOf(image: YuvImage): Promise<Still> {
  const { widthPx, heightPx } = image;
  const pixels = new Uint8Array(4 * widthPx * heightPx);
  shrinkToRgba(image, { x: 0, y: 0, width: widthPx, height: heightPx }, widthPx, heightPx, pixels);
  await using tracker = await FaceTracker.create({ bundle: mesh, maxFaces: 1, blendshapes: false });
  const face = (await tracker.track(image, 0, 0)).faces[0]!;
  return { pixels, widthPx, heightPx, channels: 4, mesh: face.mesh };
}
