/**
 * Whether drawn windows look as the engine's do, in numbers: `node bench/run.ts windows`. Of windows with a
 * micro-expression and nothing else, in grey levels, over the inner face:
 *
 *   rest        first frame against the neutral: noise, coding and what alignment leaves over
 *   temporal    second difference of the first frames in time: noise that a coder has not removed
 *   sharpness   second difference of the neutral along a row
 *   apex        middle frame against the neutral, per cent of displacement of the expression
 *
 * as quartiles. Reads the stores that `onset synth --preset windows` and `node bench/run.ts recognition` have made in
 * `.cache/recognition`; makes none.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClipBytes, type ClipStore, INDEX_FILE, openClipStore } from '../models/data/clips/index.ts';
import { describeMachine } from './harness.ts';
import { CACHE } from './recognition/test-sets.ts';

const RESULTS = join(import.meta.dirname, 'results', 'windows.json');
/** Brows to chin and cheek to cheek, as shares of the crop. */
const FACE = { left: 0.23, right: 0.77, top: 0.16, bottom: 0.86 };

type Quartiles = readonly [low: number, middle: number, high: number];

const names = existsSync(CACHE)
  ? readdirSync(CACHE).filter((name) => existsSync(join(CACHE, name, INDEX_FILE)))
  : [];
if (names.length === 0) console.warn(`SKIPPED: there are no windows in ${CACHE}.`);
else bench();

function bench(): void {
  const rows = names.map((name) => {
    using store = openClipStore(join(CACHE, name));
    return { set: name, ...measure(store) };
  });
  console.log(JSON.stringify(rows, null, 1));
  writeFileSync(
    RESULTS,
    `${JSON.stringify({ bench: 'windows', machine: describeMachine(), rows }, null, 2)}\n`,
  );
}

function measure(store: ClipStore): Record<string, number | Quartiles> {
  const bytes = store.newBytes();
  const found = store.clips.flatMap((clip, k) => {
    if (!clip.aus?.length || clip.moves.length > 0) return [];
    store.read(k, bytes);
    const figures = measureClip(bytes, store);
    return [{ ...figures, apex: figures.apex / clip.peakPctIod }];
  });
  const quartiles = (of: (figures: (typeof found)[number]) => number): Quartiles => {
    const sorted = found.map(of).sort((a, b) => a - b);
    const at = (share: number): number => Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2));
    return [at(0.25), at(0.5), at(0.75)];
  };
  return {
    windows: found.length,
    rest: quartiles(({ rest }) => rest),
    temporal: quartiles(({ temporal }) => temporal),
    sharpness: quartiles(({ sharpness }) => sharpness),
    apexPerPct: quartiles(({ apex }) => apex),
  };
}

function measureClip(
  { frames, neutral }: ClipBytes,
  { sizePx, planes, frames: count }: ClipStore,
): { rest: number; temporal: number; sharpness: number; apex: number } {
  const area = sizePx * sizePx;
  // Green stands for luma where there is colour: seven tenths of it.
  const plane = planes === 3 ? 1 : 0;
  const level = (frame: number, i: number): number => frames[(frame * planes + plane) * area + i]!;
  const still = neutral.subarray(plane * area, (plane + 1) * area);
  const sums = { rest: 0, temporal: 0, sharpness: 0, apex: 0 };
  let pixels = 0;
  for (let y = Math.round(FACE.top * sizePx); y < FACE.bottom * sizePx; y++) {
    for (let x = Math.round(FACE.left * sizePx); x < FACE.right * sizePx; x++) {
      const i = y * sizePx + x;
      pixels++;
      sums.rest += (level(0, i) - still[i]!) ** 2;
      sums.apex += (level(count >> 1, i) - still[i]!) ** 2;
      // A sixth: white noise of one level gives one level.
      sums.temporal += (level(0, i) - 2 * level(1, i) + level(2, i)) ** 2 / 6;
      sums.sharpness += (still[i]! - (still[i - 1]! + still[i + 1]!) / 2) ** 2;
    }
  }
  const rms = (sum: number): number => Math.sqrt(sum / pixels);
  return {
    rest: rms(sums.rest),
    temporal: rms(sums.temporal),
    sharpness: rms(sums.sharpness),
    apex: rms(sums.apex),
  };
}
