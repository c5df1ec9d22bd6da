/**
 * Cutting an aligned crop: budget ≤ 0.5 ms for 640×480 → 256×256 and ≥ 10 × a straightforward TypeScript
 * version; beside OpenCV's WebAssembly build, which converts the whole frame and then warps it.
 */
import cv from '@techstark/opencv-js';
import { resampleWindow, shrinkToRgba, medianOfPlanes, warpFace } from '../native/index.ts';
import { medianOfPlanes as medianTwin } from '../native/reference/median.ts';
import { shrinkToRgba as shrinkTwin } from '../native/reference/shrink.ts';
import { warpFace as warpTwin } from '../native/reference/warp.ts';
import { resampleWindow as windowTwin } from '../native/reference/window.ts';
import { noisePicture } from '../native/testing/pictures.ts';
import { record, time, type BenchRow } from './harness.ts';

const SIZE = 256;
const RUNS = 300;
// The twins are written for reading; `plainWarp` below is what a careful TypeScript engineer would write.
const TWIN_RUNS = 3;
const pose = { a: 1.1 * Math.cos(0.1), b: 1.1 * Math.sin(0.1), tx: 150.3, ty: 80.6 };
const crop = new Uint8Array(4 * SIZE * SIZE);
const rows: BenchRow[] = [];

const i420 = noisePicture(640, 480, 1, { layout: 'i420' });
const warpMs = await time(() => warpFace(i420, pose, SIZE, crop), RUNS);
push(
  'warp i420 640×480 → 256×256 (budget 0.5 ms, ratio ≥ 10)',
  warpMs,
  await time(() => plainWarp(i420.planes), 30),
  'plain TypeScript, same cubic',
  'ms/frame',
  RUNS,
);
push(
  'warp i420, against the twin',
  warpMs,
  await time(() => warpTwin(i420, pose, SIZE, crop), TWIN_RUNS),
  'TypeScript twin',
  'ms/frame',
  RUNS,
);
push(
  'warp i420, against OpenCV (RGB only, no luma plane)',
  warpMs,
  await openCvMs(),
  'opencv-js cvtColor + warpAffine cubic',
  'ms/frame',
  RUNS,
);
for (const layout of ['nv12', 'i010', 'p010'] as const) {
  const image = noisePicture(640, 480, 1, { layout });
  push(
    `warp ${layout}`,
    await time(() => warpFace(image, pose, SIZE, crop), RUNS),
    await time(() => warpTwin(image, pose, SIZE, crop), TWIN_RUNS),
    'TypeScript twin',
    'ms/frame',
    RUNS,
  );
}

const rgba = new Uint8Array(4 * 256 * 192);
const whole = { x: 0, y: 0, width: 640, height: 480 };
push(
  'shrink i420 640×480 → 256×192',
  await time(() => shrinkToRgba(i420, whole, 256, 192, rgba), RUNS),
  await time(() => shrinkTwin(i420, whole, 256, 192, rgba), TWIN_RUNS),
  'TypeScript twin',
  'ms/frame',
  RUNS,
);

const crops = Array.from({ length: 25 }, (_, k) => crop.map((level) => (level * (k + 3)) & 255));
const timesUs = Float64Array.from({ length: 25 }, (_, k) => k * 20_000);
const window = new Float32Array(3 * 16 * 128 * 128);
push(
  'window of 16 × 128×128 from 256×256',
  await time(() => resampleWindow(crops, timesUs, 5000, 475_000, 16, SIZE, 128, window), 50),
  await time(() => windowTwin(crops, timesUs, 5000, 475_000, 16, SIZE, 128, window), 3),
  'TypeScript twin',
  'ms/window',
  50,
);

const neutral = new Uint8Array(SIZE * SIZE);
push(
  'median of 25 planes of 256×256 (budget 6 ms)',
  await time(() => medianOfPlanes(crops, neutral), 100),
  await time(() => medianTwin(crops, neutral), 5),
  'TypeScript twin',
  'ms/median',
  100,
);

record('align', rows, 'ratio = peer / ours: how many times faster ours is');

function push(
  what: string,
  ours: number,
  peer: number,
  peerName: string,
  unit: string,
  samples: number,
): void {
  rows.push({ what, ours, peer, peerName, unit, ratio: peer / ours, samples });
}

async function openCvMs(): Promise<number> {
  // The module is a thenable that resolves to itself: awaiting it would never end.
  if (typeof cv.Mat !== 'function') await new Promise<void>((resolve) => (cv.onRuntimeInitialized = resolve));
  const yuv = new cv.Mat(720, 640, cv.CV_8UC1);
  let at = 0;
  for (const plane of i420.planes) {
    yuv.data.set(plane.data, at);
    at += plane.data.length;
  }
  const [rgb, out] = [new cv.Mat(), new cv.Mat()];
  const matrix = cv.matFromArray(2, 3, cv.CV_64FC1, [pose.a, -pose.b, pose.tx, pose.b, pose.a, pose.ty]);
  const size = new cv.Size(SIZE, SIZE);
  const flags = (cv.INTER_CUBIC as number) | (cv.WARP_INVERSE_MAP as number);
  const milliseconds = await time(() => {
    cv.cvtColor(yuv, rgb, cv.COLOR_YUV2RGB_I420 as number);
    cv.warpAffine(rgb, out, matrix, size, flags, cv.BORDER_REPLICATE as number, new cv.Scalar());
  }, 100);
  for (const mat of [yuv, rgb, out, matrix]) mat.delete();
  return milliseconds;
}

/** The same crop of limited-range BT.709 I420 in flat loops over typed arrays. */
function plainWarp(planes: typeof i420.planes): void {
  const [lumas, us, vs] = [planes[0]!.data, planes[1]!.data, planes[2]!.data];
  const clamp = (v: number, most: number): number => (v < 0 ? 0 : v > most ? most : v);
  const toLevel = (v: number): number => (v < 0 ? 0 : v > 255 ? 255 : (v + 0.5) | 0);
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const x = pose.a * column - pose.b * row + pose.tx;
      const y = pose.b * column + pose.a * row + pose.ty;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      cubic(x - x0, wx);
      cubic(y - y0, wy);
      let luma = 0;
      for (let j = 0; j < 4; j++) {
        const line = clamp(y0 - 1 + j, 479) * 640;
        let sum = 0;
        for (let i = 0; i < 4; i++) sum += wx[i]! * lumas[line + clamp(x0 - 1 + i, 639)]!;
        luma += wy[j]! * sum;
      }
      const cx = x / 2;
      const cy = (y - 0.5) / 2;
      const u0 = Math.floor(cx);
      const v0 = Math.floor(cy);
      const fx = cx - u0;
      const fy = cy - v0;
      const left = clamp(u0, 319);
      const right = clamp(u0 + 1, 319);
      const upper = clamp(v0, 239) * 320;
      const lower = clamp(v0 + 1, 239) * 320;
      const w00 = (1 - fx) * (1 - fy);
      const w01 = fx * (1 - fy);
      const w10 = (1 - fx) * fy;
      const w11 = fx * fy;
      const u =
        w00 * us[upper + left]! +
        w01 * us[upper + right]! +
        w10 * us[lower + left]! +
        w11 * us[lower + right]! -
        128;
      const v =
        w00 * vs[upper + left]! +
        w01 * vs[upper + right]! +
        w10 * vs[lower + left]! +
        w11 * vs[lower + right]! -
        128;
      const grey = 1.164384 * (luma - 16);
      const at = row * SIZE + column;
      crop[at] = toLevel(grey + 1.792741 * v);
      crop[at + SIZE * SIZE] = toLevel(grey - 0.213249 * u - 0.532909 * v);
      crop[at + 2 * SIZE * SIZE] = toLevel(grey + 2.112402 * u);
      crop[at + 3 * SIZE * SIZE] = toLevel(grey);
    }
  }
}

function cubic(t: number, out: Float64Array): void {
  out[0] = (-t * (t - 1) * (t - 2)) / 6;
  out[1] = ((t + 1) * (t - 1) * (t - 2)) / 2;
  out[2] = (-(t + 1) * t * (t - 2)) / 2;
  out[3] = ((t + 1) * t * (t - 1)) / 6;
}
