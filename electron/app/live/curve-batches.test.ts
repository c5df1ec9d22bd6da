import { expect, test } from 'vitest';
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { LiveCurves } from '../../../contract/channels/live.ts';
import type { FaceOverlay } from '../../../contract/channels/review.ts';
import { CurveBatches } from './curve-batches.ts';

const UNITS = 2 * AU_NUMBERS.length;

const face = (track: number, value: number | null): FaceOverlay => ({
  track,
  box: { x: 0, y: 0, width: 1, height: 1 },
  points: new Float32Array(136),
  confidence01: 1,
  aus: value === null ? null : new Float32Array(UNITS).fill(value),
  activity: value,
});
const frame = (index: number, faces: FaceOverlay[]) => ({
  moment: { timeUs: index * 10_000, frameIndex: index },
  faces,
});

test('every frame of every face is told, in batches', () => {
  let nowMs = 0;
  const told: LiveCurves[] = [];
  const batches = new CurveBatches(
    (batch) => told.push(batch),
    () => nowMs,
  );
  for (let index = 0; index <= 8; index++) {
    nowMs = index * 10;
    batches.take(frame(index, [face(1, index), face(2, 10 * index)]));
  }
  // At 0, 40 and 80 ms.
  expect(told.map(({ track, timesUs }) => [track, timesUs.length])).toEqual([
    [1, 1],
    [2, 1],
    [1, 4],
    [2, 4],
    [1, 4],
    [2, 4],
  ]);
  const first = told.filter(({ track }) => track === 1);
  expect(first.flatMap(({ timesUs }) => [...timesUs])).toEqual([...Array(9).keys()].map((i) => i * 10_000));
  expect(first.flatMap(({ activity }) => [...activity])).toEqual([...Array(9).keys()]);
  expect([...first[1]!.aus.subarray(UNITS, UNITS + 2)]).toEqual([2, 2]);
});

test('frames on which a face was not measured leave a gap, not a zero', () => {
  const told: LiveCurves[] = [];
  const batches = new CurveBatches(
    (batch) => told.push(batch),
    () => 0,
  );
  batches.take(frame(0, [face(1, null)]));
  expect(told).toEqual([]);
});
