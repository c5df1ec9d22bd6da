/**
 * Registering 100 patches of half width 10 in a 256×256 crop (budget 1 ms), beside its twin and beside
 * OpenCV's dense inverse search, which the feasibility study used; and how exact each is for known shifts
 * of a real face in sensor noise.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATCH_FIELDS, PatchMotion, tvl1Flow, warpFace } from '../native/index.ts';
import { measurePatches } from '../native/reference/patches.ts';
import { astronautFace, exposed, shifted } from '../native/testing/pictures.ts';
import { record, time, type BenchRow } from './harness.ts';

const SIZE = 256;
const NOISE = 4;
const SHIFTS = [0, 0.13, -0.29, 0.5, 0.71, -1.4, 2.35, -3.6, 4.9, 6];
// Brows, eyes, nose, lip corners and teeth in the 256 px crop; then a grid of 100 for the timing.
const features = Float32Array.of(72, 80, 168, 86, 76, 102, 162, 104, 116, 156, 76, 182, 154, 184, 112, 190);
const grid = Float32Array.from(
  { length: 200 },
  (_, i) => 30 + 21.5 * (i % 2 === 0 ? (i >> 1) % 10 : Math.floor((i >> 1) / 10)),
);
const DIS = `
import json, sys, time
import cv2
import numpy as np
cv2.setNumThreads(1)
job = json.load(open(sys.argv[1] + '/job.json'))
read = lambda name: np.fromfile(sys.argv[1] + '/' + name, np.uint8).reshape(${String(SIZE)}, ${String(SIZE)})
face = read('face')
dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
times, squares = [], []
for k, (dx, dy) in enumerate(job['shifts']):
    frame = read(str(k))
    for _ in range(5):
        start = time.perf_counter()
        flow = dis.calc(face, frame, None)
        times.append(time.perf_counter() - start)
    for x, y in job['features']:
        part = flow[y - 10:y + 11, x - 10:x + 11].reshape(-1, 2)
        squares += list((np.median(part, axis=0) - [dx, dy]) ** 2)
print(json.dumps({'milliseconds': 1000 * float(np.median(times)), 'rms': float(np.sqrt(np.mean(squares)))}))
`;

const folder = mkdtempSync(join(tmpdir(), 'onset-bench-'));

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true });
}

async function bench(): Promise<void> {
  const face = crop();
  const tens = new Float32Array(100).fill(10);
  const moved = exposed(shifted(face, SIZE, 0.7, 0.4), { noise: NOISE });
  const out = new Float32Array(100 * PATCH_FIELDS);
  using patches = new PatchMotion(face, SIZE, grid, tens);
  const ours = await time(() => patches.measure(moved, out), 300);
  const twin = await time(() => measurePatches(face, moved, SIZE, grid, tens), 3);
  const rows: BenchRow[] = [
    {
      what: '100 patches of half width 10, 256×256 (budget 1 ms)',
      ours,
      peer: twin,
      peerName: 'TypeScript twin',
      unit: 'ms/frame',
      ratio: twin / ours,
      samples: 300,
    },
  ];

  const oursRms = rmsOverShifts(face, (luma) => {
    using some = new PatchMotion(face, SIZE, features, tens);
    const found = new Float32Array(8 * PATCH_FIELDS);
    some.measure(luma, found);
    return (i) => [found[4 * i]!, found[4 * i + 1]!];
  });
  const dis = denseInverseSearch(face);
  if (dis === null) console.log('python3 with OpenCV is not here: DIS was not measured.');
  else {
    rows.push({
      what: '100 patches against dense flow',
      ours,
      peer: dis.milliseconds,
      peerName: 'OpenCV DIS medium, 1 thread',
      unit: 'ms/frame',
      ratio: dis.milliseconds / ours,
      samples: 300,
    });
    rows.push({
      what: `RMS error at 8 features, 0–6 px, noise σ ${String(NOISE)} (budget 0.03)`,
      ours: oursRms,
      peer: dis.rms,
      peerName: 'OpenCV DIS medium, median over ±10 px',
      unit: 'px',
      ratio: dis.rms / oursRms,
      samples: 8 * SHIFTS.length,
    });
  }
  const flow = new Float32Array(2 * SIZE * SIZE);
  const tvl1 = await time(() => tvl1Flow(face, moved, SIZE, SIZE, {}, flow), 5);
  rows.push({
    what: '100 patches against our TV-L1',
    ours,
    peer: tvl1,
    peerName: 'tvl1Flow, defaults',
    unit: 'ms/frame',
    ratio: tvl1 / ours,
    samples: 300,
  });
  record(
    'patches',
    rows,
    `ratio = peer / ours. RMS error of ours at 8 features: ${oursRms.toFixed(4)} px. Mean bias by sub-pixel phase 0, .1 … 1 (noise σ 1): ${biasByPhase(face, tens)} px`,
  );
}

/** The astronaut's face enlarged to an aligned crop, as the warp makes it. */
function crop(): Uint8Array {
  const { size, luma } = astronautFace();
  const flat = { data: new Uint8Array((size / 2) ** 2).fill(128), strideBytes: size / 2 };
  const planes = [{ data: luma, strideBytes: size }, flat, flat];
  const out = new Uint8Array(4 * SIZE * SIZE);
  const image = {
    layout: 'i420',
    widthPx: size,
    heightPx: size,
    planes,
    matrix: 'bt709',
    range: 'full',
  } as const;
  warpFace(image, { a: 0.5, b: 0, tx: -0.25, ty: -0.25 }, SIZE, out);
  return out.slice(3 * SIZE * SIZE);
}

function shiftedFrames(face: Uint8Array): { dx: number; dy: number; luma: Uint8Array }[] {
  return SHIFTS.map((dx, k) => {
    const dy = SHIFTS[(3 * k + 4) % SHIFTS.length]!;
    return { dx, dy, luma: exposed(shifted(face, SIZE, dx, dy), { noise: NOISE, seed: k + 1 }) };
  });
}

function rmsOverShifts(
  face: Uint8Array,
  measure: (luma: Uint8Array) => (i: number) => [number, number],
): number {
  let squares = 0;
  for (const { dx, dy, luma } of shiftedFrames(face)) {
    const at = measure(luma);
    for (let i = 0; i < 8; i++) squares += (at(i)[0] - dx) ** 2 + (at(i)[1] - dy) ** 2;
  }
  return Math.sqrt(squares / (16 * SHIFTS.length));
}

function biasByPhase(face: Uint8Array, tens: Float32Array): string {
  const found = new Float32Array(8 * PATCH_FIELDS);
  using patches = new PatchMotion(face, SIZE, features, tens);
  const biases = Array.from({ length: 11 }, (_, k) => {
    let sum = 0;
    for (let seed = 1; seed <= 10; seed++) {
      patches.measure(exposed(shifted(face, SIZE, k / 10, -k / 10), { noise: 1, seed }), found);
      for (let i = 0; i < 8; i++) sum += found[4 * i]! - k / 10 - (found[4 * i + 1]! + k / 10);
    }
    return (sum / 160).toFixed(4);
  });
  return biases.join(' ');
}

/** What DIS takes and how exact it is on the same frames; null where python3 has no OpenCV. */
function denseInverseSearch(face: Uint8Array): { milliseconds: number; rms: number } | null {
  const frames = shiftedFrames(face);
  writeFileSync(join(folder, 'face'), face);
  frames.forEach(({ luma }, k) => writeFileSync(join(folder, String(k)), luma));
  const points = Array.from({ length: 8 }, (_, i) => [features[2 * i], features[2 * i + 1]]);
  writeFileSync(
    join(folder, 'job.json'),
    JSON.stringify({ shifts: frames.map(({ dx, dy }) => [dx, dy]), features: points }),
  );
  writeFileSync(join(folder, 'dense_inverse_search.py'), DIS);
  for (const python of ['/usr/bin/python3', 'python3']) {
    const run = spawnSync(python, [join(folder, 'dense_inverse_search.py'), folder], { encoding: 'utf8' });
    if (run.status === 0) return JSON.parse(run.stdout) as { milliseconds: number; rms: number };
  }
  return null;
}
