import type { AuIntensity } from '../../contract/au.ts';
import { AU_NUMBERS, type FaceMeasurement } from '../../contract/au.ts';
import { LANDMARK_COUNT, type FaceObservation } from '../../contract/landmarks.ts';
import type { EventRecord, InputRecord, Provenance } from '../../contract/session.ts';
import type { Moment } from '../../contract/spot.ts';

/**
 * Frame times like those of a phone: 33 or 34 ms apart, one frame of 50 ms in ten, and microseconds that no
 * millisecond holds. Two calls give the same times.
 */
export function variableTimesUs(frames: number): number[] {
  const times: number[] = [];
  let timeUs = 0;
  for (let i = 0; i < frames; i++) {
    times.push(timeUs);
    timeUs += i % 10 === 9 ? 50_017 : 33_367 + (i % 3) * 131;
  }
  return times;
}

export const momentsOf =
  (timesUs: readonly number[]) =>
  (frameIndex: number): Moment => ({
    timeUs: timesUs[frameIndex]!,
    frameIndex,
  });

/** A face whose 478 points all differ, so that a mixed-up point shows. */
export function madeFace(trackId: number, seed = 0): FaceObservation {
  const mesh = Float32Array.from(
    { length: 3 * LANDMARK_COUNT },
    (_, i) => 100 + trackId * 50 + i * 0.25 + seed,
  );
  return {
    trackId,
    mesh,
    box: { x: 10.5, y: 20.25, width: 120, height: 140.5 },
    confidence01: 0.9375,
    pose: { pitchRad: 0.125, yawRad: -0.25, rollRad: 0.0625, translationMm: [12.5, -7.25, 612.75] },
    blendshapes: null,
  };
}

/** All AUs at rest but those given. */
export function madeMeasurement(
  frameIndex: number,
  timeUs: number,
  trackId: number,
  moved: readonly AuIntensity[] = [],
): FaceMeasurement {
  const au = new Float32Array(2 * AU_NUMBERS.length);
  for (const { au: number, left, right } of moved) {
    au[AU_NUMBERS.indexOf(number)] = left;
    au[AU_NUMBERS.length + AU_NUMBERS.indexOf(number)] = right;
  }
  return { frameIndex, timeUs, trackId, au, activity: 1.5, lidOpening: [1, 0.875] };
}

export function madeEvent(
  moments: readonly [onset: Moment, apex: Moment, offset: Moment],
  changes: Partial<Omit<EventRecord, 'id'>> = {},
): Omit<EventRecord, 'id'> {
  const [onset, apex, offset] = moments;
  return {
    trackId: 1,
    kind: 'micro',
    onset,
    apex,
    offset,
    aus: [{ au: 12, side: 'left', p: 0.75, intensity: 1.5 }],
    score: 0.8125,
    cautions: [],
    recognition: null,
    ...changes,
  };
}

export const madeInput = (timesUs: readonly number[], changes: Partial<InputRecord> = {}): InputRecord => ({
  path: '/videos/clip.mp4',
  sha256: 'ab'.repeat(32),
  widthPx: 640,
  heightPx: 360,
  fps: ((timesUs.length - 1) * 1e6) / ((timesUs.at(-1) ?? 0) - (timesUs[0] ?? 0)),
  frames: timesUs.length,
  durationS: (timesUs.at(-1) ?? 0) / 1e6,
  isVariableRate: true,
  ...changes,
});

export const MADE_PROVENANCE: Provenance = {
  onset: '0.1.0',
  recipe: 'rigid-256-1',
  bundle: { name: 'mesh', path: '/bundles/mesh.task', sha256: 'cd'.repeat(32), hasBlendshapes: false },
  model: { name: 'au-gacn', sha256: 'ef'.repeat(32), provider: 'cpu', trainedOn: 'made clips' },
  settings: { faces: 2 },
};
