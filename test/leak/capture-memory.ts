/**
 * Shows that reading video needs no more memory the longer it lasts:
 *
 *     node test/leak/capture-memory.ts [FILE] [FRAMES]
 *
 * Without FILE it makes a four-hour clip (64×64, 2 fps, key frames 250 apart), and others whose frames must be
 * converted, turned or copied, and reads each. Prints resident memory on the way; exits 1 if the second half of the
 * reading needs more than 16 MiB above the first (V8 and malloc breathe by some MiB).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, openVirtualCamera } from '../../electron/engine/capture/index.ts';
import type { FrameSource } from '../../electron/engine/capture/index.ts';
import { makeClip } from '../helpers/make-clip.ts';

const ALLOWED_MIB = 16;
const residentMiB = (): number => process.memoryUsage.rss() / 2 ** 20;

/** Reads up to `most` frames, touching every picture; the growth from the middle to the end in MiB. */
async function growthMiB(
  source: FrameSource,
  most: number,
): Promise<{ frames: number; growth: number; peak: number }> {
  const samples: number[] = [];
  let frames = 0;
  let sum = 0;
  for await (const frame of source.frames()) {
    using held = frame;
    using other = held.clone();
    sum += other.image.planes[0]!.data[0]!;
    if (frames % 20 === 0) samples.push(residentMiB());
    if (++frames === most) break;
  }
  if (sum < 0) throw new Error('internal: luma is never negative');
  const half = samples.length >> 1;
  // The first tenth is warm-up: FFmpeg fills its pools, V8 compiles.
  const early = Math.max(...samples.slice(Math.ceil(samples.length / 10), half));
  const late = Math.max(...samples.slice(half));
  return { frames, growth: late - early, peak: Math.max(...samples) };
}

async function check(what: string, source: FrameSource, most = Infinity): Promise<void> {
  const startMs = performance.now();
  const { frames, growth, peak } = await growthMiB(source, most);
  await source[Symbol.asyncDispose]();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const verdict = growth <= ALLOWED_MIB ? 'flat' : 'GROWS';
  console.log(
    `${what}: ${frames} frames in ${seconds} s, peak ${peak.toFixed(0)} MiB, later ${growth.toFixed(1)} MiB more: ${verdict}`,
  );
  if (growth > ALLOWED_MIB) process.exitCode = 1;
}

const [file, frames] = process.argv.slice(2);
if (file) await check(file, await openFile(file), frames ? Number(frames) : undefined);
else {
  const folder = mkdtempSync(join(tmpdir(), 'onset memory '));
  const make = (
    name: string,
    ...options: Parameters<typeof makeClip> extends [string, ...infer Rest] ? Rest : never
  ): string => {
    const path = join(folder, name);
    makeClip(path, ...options);
    return path;
  };
  try {
    const fourHours = make('4 hours.mp4', {
      video: [{ heightPx: 64, fps: 2, frames: 4 * 3600 * 2, gop: 250 }],
    });
    await using opened = await openFile(fourHours);
    console.log(`four hours: ${opened.info.durationS} s, ${opened.info.frames} frames declared`);
    await check('four hours, all of it', await openFile(fourHours));
    const large = { widthPx: 640, heightPx: 360, frames: 300 };
    const straight = make('straight.mp4', { video: [large] });
    const turned = make('turned.mp4', { video: [{ ...large, rotationDeg: 90 }] });
    const rgb = make('rgb.mkv', { video: [{ ...large, encoder: 'ffv1', pixelFormat: 'bgr0' }] });
    for (const [what, path] of [
      ['straight', straight],
      ['turned', turned],
      ['converted', rgb],
    ] as const) {
      // The virtual camera plays one clip for ever; at 2000 fps it is as fast as it can be and drops what is too much.
      await check(`${what}, 640×360, looped`, await openVirtualCamera(path, { fps: 2000 }), 6000);
    }
    for (let round = 0; round < 40; round++) {
      await using source = await openFile(turned);
      for await (const frame of source.frames()) frame[Symbol.dispose]();
      if (round % 10 === 9)
        console.log(`opened and read 300 frames ${round + 1} times: ${residentMiB().toFixed(0)} MiB`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
