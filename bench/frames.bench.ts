/**
 * Stepping through 1920 × 1080 H.264 frame by frame at the rate of a held key (30 steps a second), both ways: the frame
 * server with its cache beside going to the key picture and decoding from there for each step. Budget: 50 ms a step.
 * A step is the decoded picture; the JPEG that a page gets of it is measured apart.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { VideoFrame } from '../contract/frame.ts';
import { openFile, openSeekable } from '../electron/engine/capture/index.ts';
import { FrameServer, JpegEncoder, type FrameTable } from '../electron/engine/frames/index.ts';
import { makeClip } from '../test/helpers/make-clip.ts';
import { type BenchRow, median, record } from './harness.ts';

const FPS = 60;
const FRAMES = 310;
const STEPS = 100;
const FROM = 200;
const KEY_REPEAT_MS = 33;
const MEMORY_BYTES = 512 * 2 ** 20;
/** Enough for a median; each takes as long as half a group of pictures. */
const PLAIN_STEPS = 10;

const timeOf = (frame: number): number => Math.round((frame * 1e6) / FPS);

const evenTable: FrameTable = {
  timeOf: (frame) => (frame >= 0 && frame < FRAMES ? timeOf(frame) : null),
  nearest: (timeUs) => {
    const frameIndex = Math.min(FRAMES - 1, Math.max(0, Math.round((timeUs * FPS) / 1e6)));
    return { frameIndex, timeUs: timeOf(frameIndex) };
  },
};

const folder = mkdtempSync(join(tmpdir(), 'onset-bench-'));
const rows: BenchRow[] = [];
const notes: string[] = [];
for (const gop of [60, 250]) await stepThrough(gop);
await encodeJpegs();
rmSync(folder, { recursive: true });
record('frames', rows, `Ratios are ours / peer, less is better. ${notes.join(' ')}`);

async function stepThrough(gop: number): Promise<void> {
  const path = clipOf(gop);
  for (const direction of [1, -1] as const) {
    await using server = await FrameServer.open({
      name: path,
      table: evenTable,
      open: () => openSeekable(path),
      readInOrder: () => readInOrder(path),
      isEveryFrame: true,
      memoryBytes: MEMORY_BYTES,
    });
    const steps = await timed(server, direction);
    const peer = await plainSteps(path, direction);
    const ours = median(steps);
    const way = direction > 0 ? 'forward' : 'backward';
    rows.push({
      what: `step ${way}, key picture every ${gop}`,
      ...{ ours, peer: median(peer), peerName: 'seek and decode', unit: 'ms/step' },
      ...{ ratio: ours / median(peer), samples: STEPS },
    });
    const sorted = steps.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(0.95 * STEPS)]!;
    const over = steps.filter((ms) => ms > 50).length;
    notes.push(
      `${way}/${gop}: p95 ${p95.toFixed(1)} ms, longest ${sorted.at(-1)!.toFixed(0)} ms, ${over} of ${STEPS} over 50 ms.`,
    );
  }
}

async function timed(server: FrameServer, direction: 1 | -1): Promise<number[]> {
  // The person has come here and looks before stepping on.
  (await server.frame(FROM))[Symbol.dispose]();
  await wait(1500);
  const steps: number[] = [];
  for (let step = 1; step <= STEPS; step++) {
    const start = performance.now();
    (await server.frame(FROM + step * direction))[Symbol.dispose]();
    const tookMs = performance.now() - start;
    steps.push(tookMs);
    await wait(Math.max(0, KEY_REPEAT_MS - tookMs));
  }
  return steps;
}

async function plainSteps(path: string, direction: 1 | -1): Promise<number[]> {
  await using file = await openSeekable(path);
  const steps: number[] = [];
  for (let step = 1; step <= PLAIN_STEPS; step++) {
    const wantedUs = timeOf(FROM + step * direction);
    const start = performance.now();
    await file.seek(wantedUs, 0);
    for (;;) {
      using picture = await file.next();
      if (!picture) throw new Error('internal: the clip ended early');
      if (picture.timeUs === wantedUs) break;
    }
    steps.push(performance.now() - start);
  }
  return steps;
}

/** 1080p to 960 px, and to its own size. */
async function encodeJpegs(): Promise<void> {
  using encoder = new JpegEncoder();
  await using file = await openFile(clipOf(60));
  const [small, whole]: number[][] = [[], []];
  for await (const frame of file.frames()) {
    using held: VideoFrame = frame;
    for (const [px, times] of [
      [960, small!],
      [1920, whole!],
    ] as const) {
      const start = performance.now();
      await encoder.encode(held.image, px);
      times.push(performance.now() - start);
    }
    if (held.index === 40) break;
  }
  notes.push(
    `JPEG of a picture: ${median(small!).toFixed(1)} ms at 960 px, ${median(whole!).toFixed(1)} ms at 1920 px.`,
  );
}

function clipOf(gop: number): string {
  const path = join(folder, `gop-${gop}.mp4`);
  const encoderOptions = { preset: 'superfast', crf: '23', sc_threshold: '0' };
  const lavfi = `testsrc2=size=1920x1080:rate=${FPS},noise=alls=6:allf=t`;
  makeClip(path, {
    video: [
      { widthPx: 1920, heightPx: 1080, fps: FPS, frames: FRAMES, bFrames: 3, gop, encoderOptions, lavfi },
    ],
  });
  return path;
}

async function* readInOrder(path: string): AsyncGenerator<VideoFrame, void, undefined> {
  await using source = await openFile(path);
  yield* source.frames();
}
