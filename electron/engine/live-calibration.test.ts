import { describe, expect, test } from 'vitest';
import type { FaceSignals } from '../../contract/signals.ts';
import { RECIPE } from '../../contract/recipe.ts';
import { portraitMesh } from '../../test/helpers/made-portrait.ts';
import type { FaceAnalysis, FaceLook } from './face-analysis.ts';
import { LiveCalibration, type CalibratedFace } from './live-calibration.ts';

const MESH = portraitMesh();
const AT_REST = { x: 5, y: 5, rollRad: 0, logScale: 0, yawRad: 0, pitchRad: 0 };

interface Look {
  readonly iodPx?: number;
  readonly yawRad?: number;
  readonly x?: number;
  readonly smile?: number;
}

function lookAt(timeUs: number, { iodPx = 60, yawRad = 0, x = 5, smile = 0 }: Look): FaceLook {
  const motion = new Float32Array(40).fill(smile);
  const signals = { timeUs, motion, head: { ...AT_REST, x, yawRad } } as unknown as FaceSignals;
  const pose = { pitchRad: 0, yawRad, rollRad: 0, translationMm: [0, 0, -600] as const };
  return {
    timeUs,
    luma: new Uint8Array(RECIPE.sizePx ** 2).fill(timeUs % 200),
    face: {
      trackId: 1,
      mesh: MESH,
      box: { x: 0, y: 0, width: 9, height: 9 },
      confidence01: 1,
      pose,
      blendshapes: null,
    },
    alignment: { trackId: 1, cropToFrame: { a: 1, b: 0, tx: 0, ty: 0 }, iodFramePx: iodPx, residualPx: 0 },
    signals,
  };
}

/** A face as the calibration sees it: something that can be watched. */
const newFace = () => ({ watcher: null }) as unknown as FaceAnalysis;

/** Runs for some seconds at 50 frames a second; `lookOf`: what each face does. */
function run(
  calibration: LiveCalibration,
  fromS: number,
  toS: number,
  faces: ReadonlyMap<number, { readonly face: FaceAnalysis; readonly lookOf: (s: number) => Look }>,
): CalibratedFace[] {
  const inView = new Map([...faces].map(([track, { face }]) => [track, face]));
  const done: CalibratedFace[] = [];
  for (let s = fromS; s < toS && calibration.state.state === 'running'; s += 0.02) {
    const timeUs = Math.round(1e6 * s);
    for (const { face, lookOf } of faces.values()) face.watcher?.(lookAt(timeUs, lookOf(s)));
    done.push(...calibration.step(timeUs, inView));
  }
  return done;
}

const one = (lookOf: (s: number) => Look) => new Map([[1, { face: newFace(), lookOf }]]);

test('a face that rests is done after the time asked for, once', () => {
  const calibration = new LiveCalibration(2);
  const done = run(
    calibration,
    0,
    10,
    one(() => ({})),
  );
  expect(calibration.state).toEqual({ state: 'done', progress01: 1, hint: null });
  expect(done).toHaveLength(1);
  const { record, neutral } = done[0]!;
  expect(record.trackId).toBe(1);
  expect(record.toUs - record.fromUs).toBeGreaterThan(1.8e6);
  expect(record.toUs).toBeLessThan(2.2e6);
  expect(record.samples).toBeGreaterThan(15);
  expect(neutral.luma).toHaveLength(RECIPE.sizePx ** 2);
});

describe('what is in the way is said, and its time does not count', () => {
  const ways = {
    'come-closer': () => ({ iodPx: 30 }),
    'look-at-camera': () => ({ yawRad: 0.6 }),
    'keep-still': (s: number) => ({ x: 5 + Math.sin(20 * s) }),
    'relax-face': (s: number) => ({ smile: 0.1 * Math.sin(20 * s) }),
  } as const;
  for (const [hint, lookOf] of Object.entries(ways)) {
    test(hint, () => {
      const calibration = new LiveCalibration(2);
      const faces = one((s) => (s < 4 ? lookOf(s) : {}));
      run(calibration, 0, 3.9, faces);
      expect(calibration.state).toMatchObject({ state: 'running', hint });
      expect(calibration.state.progress01).toBeLessThan(0.1);
      run(calibration, 3.9, 7, faces);
      expect(calibration.state.state).toBe('done');
    });
  }
});

test('nobody in view is said, and fails in the end', () => {
  const calibration = new LiveCalibration(1);
  run(calibration, 0, 1, new Map());
  expect(calibration.state).toEqual({ state: 'running', progress01: 0, hint: 'no-face' });
  run(calibration, 1, 10, new Map());
  expect(calibration.state).toEqual({ state: 'failed', progress01: 0, hint: 'no-face' });
});

test('of two faces the one that rests is done, and that the other is not is said', () => {
  const calibration = new LiveCalibration(1);
  const restless = { face: newFace(), lookOf: (s: number) => ({ x: 5 + Math.sin(20 * s) }) };
  const faces = new Map([...one(() => ({})), [2, restless]]);
  const done = run(calibration, 0, 20, faces);
  expect(done.map(({ record }) => record.trackId)).toEqual([1]);
  expect(calibration.state).toEqual({ state: 'done', progress01: 1, hint: 'done-partly' });
  expect(restless.face.watcher).toBeNull();
});
