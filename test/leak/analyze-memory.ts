/**
 * Shows that analyzing needs no more memory the longer a video lasts:
 *
 *     node --expose-gc test/leak/analyze-memory.ts [FILE]
 *
 * Without FILE it makes a clip of ten minutes at 30 fps: eight seconds of a drawn face that smiles and is at rest in turn,
 * over and over, so that there are tracks, measurements and events all along. For every tenth of the video it prints
 * resident memory (all threads), and what this thread's JavaScript holds after a collection of garbage. Exits 1 if what is
 * held grows by more than 8 MiB from the first half to the second, or resident memory by more than 32 MiB from the third
 * quarter to the last: the heaps of V8 and of the landmark networks take minutes to reach their size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVideoWriter } from '../../electron/engine/export/index.ts';
import { analyze } from '../../electron/engine/pipeline.ts';
import { createI420Converter } from '../../models/data/synth/index.ts';
import { drawFaces, evenTimes, portrait, TILE_PX } from '../helpers/face-clip.ts';

const ALLOWED_HELD_MIB = 8;
const ALLOWED_RESIDENT_MIB = 32;
const MINUTES = 10;
const FPS = 30;
/** A collection every four seconds of video hardly slows the rest. */
const SAMPLE_EVERY_S = 4;

async function makeLongClip(path: string): Promise<void> {
  const faces = [
    {
      still: await portrait(),
      moves: [
        { au: 12, atS: 2 },
        { au: 1, atS: 5 },
      ],
    },
  ] as const;
  const pictures = [...mapped(drawFaces({ timesUs: evenTimes(8, FPS), faces }), (rgb) => rgb.slice())];
  const toI420 = createI420Converter(TILE_PX, TILE_PX);
  const writer = await openVideoWriter(path, {
    widthPx: TILE_PX,
    heightPx: TILE_PX,
    fps: FPS,
    preset: 'veryfast',
  });
  for (const [i, timeUs] of evenTimes(MINUTES * 60, FPS).entries())
    await writer.write(toI420(pictures[i % pictures.length]!), timeUs);
  await writer.close();
}

function* mapped<From, To>(items: Iterable<From>, map: (item: From) => To): Generator<To> {
  for (const item of items) yield map(item);
}

const [file] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'onset memory '));
try {
  const clip = file ?? join(folder, 'long.mp4');
  if (!file) await makeLongClip(clip);
  const { gc } = globalThis;
  if (!gc) throw new Error('run it as node --expose-gc');
  const samples: { readonly mediaS: number; readonly residentMib: number; readonly heldMib: number }[] = [];
  let nextS = 0;
  const summary = await analyze(
    clip,
    join(folder, 'long.onset'),
    { model: null, provider: 'auto', faces: 1, bundle: 'auto', neutral: null, fps: null },
    {
      signal: new AbortController().signal,
      onProgress: ({ mediaS }) => {
        if (mediaS < nextS) return;
        nextS = mediaS + SAMPLE_EVERY_S;
        const residentMib = process.memoryUsage.rss() / 2 ** 20;
        gc();
        const { heapUsed, external } = process.memoryUsage();
        samples.push({ mediaS, residentMib, heldMib: (heapUsed + external) / 2 ** 20 });
      },
    },
  );
  const endS = samples.at(-1)!.mediaS;
  const most = (what: 'residentMib' | 'heldMib', from: number, to: number): number =>
    Math.max(
      ...samples
        .filter(({ mediaS }) => mediaS >= from * endS && mediaS <= to * endS)
        .map((sample) => sample[what]),
    );
  for (let tenth = 0; tenth < 10; tenth++) {
    const [from, to] = [tenth / 10, (tenth + 1) / 10];
    const minutes = `${((from * endS) / 60).toFixed(1)}–${((to * endS) / 60).toFixed(1)} min`;
    const [resident, held] = [most('residentMib', from, to), most('heldMib', from, to)];
    console.log(`${minutes}: ${resident.toFixed(0)} MiB resident, ${held.toFixed(1)} MiB held`);
  }
  // The first twentieth is warm-up: modules load, pools fill.
  const held = most('heldMib', 0.5, 1) - most('heldMib', 0.05, 0.5);
  const resident = most('residentMib', 0.75, 1) - most('residentMib', 0.5, 0.75);
  const isFlat = held <= ALLOWED_HELD_MIB && resident <= ALLOWED_RESIDENT_MIB;
  console.log(
    `${summary.frames} frames, ${summary.events} events, ${summary.realtimeFactor.toFixed(1)} × real time; ${held.toFixed(1)} MiB more held, ${resident.toFixed(1)} MiB more resident: ${isFlat ? 'flat' : 'GROWS'}`,
  );
  if (!isFlat) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
