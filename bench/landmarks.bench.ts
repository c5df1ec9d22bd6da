/**
 * One face followed at 640×360: our tracker against MediaPipe's landmarker alone (same bundle, same frames, already
 * RGBA, called directly in this thread), and the two bundles against one another.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { YuvImage } from '../contract/frame.ts';
import type { LandmarkBundle } from '../contract/landmarks.ts';
import { openFile } from '../electron/engine/capture/index.ts';
import { FaceTracker, findBundles } from '../electron/engine/landmarks/index.ts';
import { withPresence } from '../electron/engine/landmarks/presence.ts';
import { shrinkToRgba } from '../native/index.ts';
import { median, record, type BenchRow } from './harness.ts';

// MediaPipe's part of the worker takes over the thread's console, which the bench still needs.
const ownConsole = globalThis.console;
const { Landmarker } = await import('../electron/engine/landmarks/landmarker.ts');
globalThis.console = ownConsole;

const CLIP = join(import.meta.dirname, '..', '..', 'shared', 'clips', 'single_face.mp4');
const SIZE = { width: 640, height: 360 };
const ROUNDS = 5;

/** Milliseconds per frame of the bare landmarker and of our tracker, and the median of their ratios by round. */
interface Timing {
  readonly bare: number;
  readonly tracker: number;
  readonly ratio: number;
}

type Clock = 'wall' | 'processor';

const frames = await readFrames(CLIP);
const pictures = frames.map(toRgba);
const timings = new Map<LandmarkBundle['name'], Record<Clock, Timing>>();
for (const bundle of findBundles().found) timings.set(bundle.name, await measure(bundle));

const rows: BenchRow[] = [...timings].flatMap(([name, byClock]) =>
  (['wall', 'processor'] as const).map((clock) => ({
    what: `tracker / bare landmarker, ${name} bundle, ${clock} time`,
    ours: byClock[clock].tracker,
    peer: byClock[clock].bare,
    peerName: 'FaceLandmarker.detectForVideo',
    unit: 'ms/frame',
    ratio: byClock[clock].ratio,
    samples: ROUNDS * frames.length,
  })),
);
const [mesh, official] = [timings.get('mesh'), timings.get('official')];
if (mesh && official) {
  rows.push({
    what: 'mesh bundle / official bundle, bare landmarker, processor time',
    ours: mesh.processor.bare,
    peer: official.processor.bare,
    peerName: 'the official bundle',
    unit: 'ms/frame',
    ratio: mesh.processor.bare / official.processor.bare,
    samples: ROUNDS * frames.length,
  });
}
record(
  'landmarks',
  rows,
  'One face, 640×360. Medians of rounds through the clip; rounds of ours and of the peer take turns.',
);

/** Both are warmed by a round that does not count, then take turns. */
async function measure(bundle: LandmarkBundle): Promise<Record<Clock, Timing>> {
  const landmarker = await Landmarker.create(withPresence(new Uint8Array(readFileSync(bundle.path))), false);
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, blendshapes: false });
  const spent = { bare: new Array<Times>(), tracker: new Array<Times>() };
  let timeUs = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = now();
    for (const data of pictures) await landmarker.look({ data, ...SIZE });
    const between = now();
    const calls: Promise<unknown>[] = [];
    for (const [index, image] of frames.entries()) {
      calls.push(tracker.track(image, index, (timeUs += 33_333)));
      if (calls.length >= 3) await calls.shift();
    }
    await Promise.all(calls);
    if (round === 0) continue;
    spent.bare.push(perFrame(start, between));
    spent.tracker.push(perFrame(between, now()));
  }
  landmarker.close();
  const timing = (clock: Clock): Timing => ({
    bare: median(spent.bare.map((times) => times[clock])),
    tracker: median(spent.tracker.map((times) => times[clock])),
    ratio: median(spent.tracker.map((times, round) => times[clock] / spent.bare[round]![clock])),
  });
  return { wall: timing('wall'), processor: timing('processor') };
}

type Times = Readonly<Record<Clock, number>>;

/** Processor time counts all threads of this process, and says more than wall time on a busy machine. */
function now(): Times {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

function perFrame(from: Times, to: Times): Times {
  return {
    wall: (to.wall - from.wall) / frames.length,
    processor: (to.processor - from.processor) / frames.length,
  };
}

async function readFrames(path: string): Promise<YuvImage[]> {
  await using source = await openFile(path);
  const images: YuvImage[] = [];
  for await (const frame of source.frames()) {
    using held = frame;
    const { image } = held;
    const planes = image.planes.map(({ data, strideBytes }) => ({ data: new Uint8Array(data), strideBytes }));
    images.push({ ...image, planes });
  }
  return images;
}

function toRgba(image: YuvImage): Uint8Array {
  const data = new Uint8Array(4 * SIZE.width * SIZE.height);
  shrinkToRgba(
    image,
    { x: 0, y: 0, width: image.widthPx, height: image.heightPx },
    SIZE.width,
    SIZE.height,
    data,
  );
  return data;
}
