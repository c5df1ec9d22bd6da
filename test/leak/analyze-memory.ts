/**
 * Shows that analyzing needs no more memory the longer a video lasts:
 *
 *     node --expose-gc --max-semi-space-size=4 test/leak/analyze-memory.ts [FILE]
 *
 * Without FILE it makes a clip of ten minutes at 30 fps: eight seconds of a drawn face that smiles and is at rest in
 * turn, over and over, so that there are tracks, measurements and events all along. Every ten seconds of video it
 * prints resident memory (all threads), what this thread's JavaScript holds after a collection of garbage, and what V8
 * keeps for it. A file should last two minutes at least.
 *
 * V8 doubles the space for young objects of each thread whenever that saves it time, from 1 to some 64 MiB in steps
 * that come minutes apart; it is given back to nobody. That is what made resident memory rise (from 360 to 442 MiB over
 * six minutes, while everything outside V8's pages stayed within 5 MiB), so here it is held at 4 MiB, and what still
 * grows is ours. The first quarter is warm-up. Exits 1 if from the second quarter to the last half what is held grows
 * by more than 4 MiB, or resident memory by more than 16.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVideoWriter } from '../../electron/engine/export/index.ts';
import { analyze } from '../../electron/engine/pipeline.ts';
import { createI420Converter } from '../../models/data/synth/index.ts';
import { drawFaces, evenTimes, portrait, TILE_PX } from '../helpers/face-clip.ts';

const ALLOWED_HELD_MIB = 4;
/**
 * An arena of malloc and a page of V8 more or less; a buffer of a frame kept for each of a minute's is ten times that.
 */
const ALLOWED_RESIDENT_MIB = 16;
const MINUTES = 10;
const FPS = 30;
const SAMPLE_EVERY_S = 10;

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
  if (!gc || !process.execArgv.some((flag) => flag.startsWith('--max-semi-space-size='))) {
    throw new Error('run it as node --expose-gc --max-semi-space-size=4');
  }
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
        const { heapUsed, heapTotal, external } = process.memoryUsage();
        const heldMib = (heapUsed + external) / 2 ** 20;
        samples.push({ mediaS, residentMib, heldMib });
        console.log(
          `${mediaS.toFixed(0)} s: ${residentMib.toFixed(0)} MiB resident, ${heldMib.toFixed(1)} held, ${(heapTotal / 2 ** 20).toFixed(0)} kept by V8`,
        );
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
  const growth = (what: 'residentMib' | 'heldMib') => most(what, 0.5, 1) - most(what, 0.25, 0.5);
  const [held, resident] = [growth('heldMib'), growth('residentMib')];
  const isFlat = held <= ALLOWED_HELD_MIB && resident <= ALLOWED_RESIDENT_MIB;
  console.log(
    `${summary.frames} frames, ${summary.events} events, ${summary.realtimeFactor.toFixed(1)} × real time; ${held.toFixed(1)} MiB more held, ${resident.toFixed(1)} MiB more resident: ${isFlat ? 'flat' : 'GROWS'}`,
  );
  if (!isFlat) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
