/**
 * Writing a session (a frame, a face with its measurement and alignment, committed to the disk once a second) beside
 * appending the same as lines of JSON, which neither survives a crash in order nor can be searched; then reading it.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session, SessionWriter } from '../electron/engine/session/index.ts';
import { madeFace, madeMeasurement } from '../test/helpers/made-session.ts';
import { median, record } from './harness.ts';

/** Ten minutes at 100 fps in each round. */
const FRAMES = 60_000;
const ROUNDS = 3;

const face = madeFace(1);
const alignment = { trackId: 1, cropToFrame: { a: 1, b: 0, tx: 1, ty: 2 }, iodFramePx: 60, residualPx: 0.1 };
const folder = mkdtempSync(join(tmpdir(), 'onset-bench-'));
const rates = { write: [0], lines: [0], read: [0], parse: [0] };
for (const samples of Object.values(rates)) samples.length = 0;
let longestCallMs = 0;
let rssMb = 0;

for (let round = 0; round < ROUNDS; round++) {
  const path = join(folder, `${round}.onset`);
  rates.write.push(perSecond(() => writeSession(path)));
  rates.lines.push(perSecond(() => writeLines(`${path}.jsonl`)));
  rates.read.push(perSecond(() => readSession(path)));
  rates.parse.push(perSecond(() => parseLines(`${path}.jsonl`)));
}
rmSync(folder, { recursive: true });

const row = (what: string, ours: number, peer: number) => ({
  ...{ what, ours, peer, peerName: 'lines of JSON', unit: 'faces/s', ratio: ours / peer, samples: ROUNDS },
});
record(
  'session',
  [
    row('writing faces', median(rates.write), median(rates.lines)),
    row('reading faces', median(rates.read), median(rates.parse)),
  ],
  `Ratios are ours / peer, more is better; a camera at 200 fps with four faces needs 800 faces/s. The longest single ` +
    `call took ${longestCallMs.toFixed(0)} ms (a commit); ${rssMb.toFixed(0)} MB resident at the end of writing.`,
);

function writeSession(path: string): void {
  using writer = SessionWriter.create(path);
  for (let i = 0; i < FRAMES; i++) {
    const start = performance.now();
    writer.addFrame(i, i * 10_000);
    writer.addFace(i, face, { alignment, measurement: madeMeasurement(i, i * 10_000, 1) });
    longestCallMs = Math.max(longestCallMs, performance.now() - start);
  }
  writer.finish();
  rssMb = process.memoryUsage().rss / 1e6;
}

function writeLines(path: string): void {
  const file = openSync(path, 'w');
  for (let i = 0; i < FRAMES; i++) {
    const { au, ...measurement } = madeMeasurement(i, i * 10_000, 1);
    const points = Array.from(face.mesh.subarray(0, 136));
    const { box, pose } = face;
    const line = { box, pose, points, alignment, ...measurement, au: Array.from(au) };
    writeSync(
      file,
      `${JSON.stringify(line)}
`,
    );
  }
  closeSync(file);
}

function readSession(path: string): void {
  using session = Session.open(path);
  let faces = 0;
  for (const { points68Px } of session.faces()) faces += points68Px.length / 136;
  if (faces !== FRAMES) throw new Error(`internal: ${faces} faces were read`);
}

function parseLines(path: string): void {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (lines.filter((line) => JSON.parse(line) !== null).length !== FRAMES)
    throw new Error('internal: lines are missing');
}

function perSecond(act: () => void): number {
  const start = performance.now();
  act();
  return (FRAMES * 1000) / (performance.now() - start);
}
