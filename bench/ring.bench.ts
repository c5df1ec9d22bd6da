/**
 * The crop ring at 100 fps: taking and committing a slot, and a window of 16 frames of 256×256 out of the last half
 * second. Beside the ring, an array of copied crops with the oldest shifted out; beside the window, its TypeScript
 * twin.
 */
import { CropRing, fillWindow } from '../electron/engine/window/index.ts';
import { cropBytes, RECIPE } from '../contract/recipe.ts';
import { resampleWindow as twin } from '../native/reference/window.ts';
import { randomFloats } from '../test/helpers/random.ts';
import { median, record, type BenchRow } from './harness.ts';

const FPS = 100;
const SLOTS = 128;
const WINDOWS_PER_SECOND = 10;
const [FRAMES, SIZE] = [16, 256];
const SECONDS = 10;

const crop = Uint8Array.from(randomFloats(cropBytes(RECIPE), 1, 0, 256));
const ring = CropRing.create(SLOTS);
const list: { readonly timeUs: number; readonly crop: Uint8Array }[] = [];
const window = new Float32Array(3 * FRAMES * SIZE * SIZE);
const twinWindow = new Float32Array(window.length);
const times = { ring: [0], list: [0], write: [0], window: [0], twin: [0] };
for (const samples of Object.values(times)) samples.length = 0;

const timed = (samples: number[], act: () => void): void => {
  const start = performance.now();
  act();
  samples.push(performance.now() - start);
};

for (let frame = 0; frame < FPS * SECONDS; frame++) {
  const timeUs = frame * (1e6 / FPS);
  timed(times.ring, () => {
    ring.reserve(timeUs, frame);
    ring.commit();
  });
  // What alignment writes into the slot costs the same in any memory; copied here so that windows see pixels.
  timed(times.write, () => ring.span(timeUs, timeUs).crops[0]!.set(crop));
  timed(times.list, () => {
    list.push({ timeUs, crop: crop.slice() });
    if (list.length > SLOTS) list.shift();
  });
  if (frame < FPS || frame % (FPS / WINDOWS_PER_SECOND) !== 0) continue;
  timed(times.window, () => {
    const state = fillWindow(ring, timeUs - 500_000, timeUs, FRAMES, SIZE, window);
    if (state !== 'filled') throw new Error(`internal: the window at ${timeUs} µs is ${state}`);
  });
  const recent = list.filter((entry) => entry.timeUs >= timeUs - 500_000);
  const crops = recent.map((entry) => entry.crop);
  const timesUs = Float64Array.from(recent, (entry) => entry.timeUs);
  if (times.twin.length < 20)
    timed(times.twin, () =>
      twin(crops, timesUs, timeUs - 500_000, timeUs, FRAMES, RECIPE.sizePx, SIZE, twinWindow),
    );
  checkAlike(window, twinWindow);
}

const perSecond = (frameMs: number, windowMs: number): number =>
  FPS * frameMs + WINDOWS_PER_SECOND * windowMs;
const [ringMs, listMs, windowMs, twinMs] = [times.ring, times.list, times.window, times.twin].map(median) as [
  number,
  number,
  number,
  number,
];
const [ours, peer] = [perSecond(ringMs, windowMs), perSecond(listMs, twinMs)];
record(
  'ring',
  [
    row(
      'reserve and commit, beside copying a crop into a list',
      ringMs * 1000,
      listMs * 1000,
      'list of copies',
      'µs/frame',
      times.ring.length,
    ),
    row(
      'window of 16 frames of 256×256 from 50 crops',
      windowMs,
      twinMs,
      'TypeScript twin',
      'ms/window',
      times.window.length,
    ),
    row(
      'both, at 100 fps with a window every 100 ms',
      ours,
      peer,
      'list and twin',
      'ms/s',
      times.window.length,
    ),
  ],
  `Ratios are ours / peer. Copying ${cropBytes(RECIPE)} bytes of a crop into its slot took ${(median(times.write) * 1000).toFixed(0)} µs, which alignment does instead.`,
);

/** Both must have done the same work. Every crop is the same here, so later windows are what the twin's last one is. */
function checkAlike(ours: Float32Array, theirs: Float32Array): void {
  const at = ours.findIndex((value, i) => Math.abs(value - theirs[i]!) > 1e-5);
  if (at >= 0) throw new Error(`internal: value ${at} is ${ours[at]!} here and ${theirs[at]!} in the twin`);
}

function row(
  what: string,
  ours: number,
  peer: number,
  peerName: string,
  unit: string,
  samples: number,
): BenchRow {
  return { what, ours, peer, peerName, unit, ratio: ours / peer, samples };
}
