import { LANDMARK_COUNT, type FaceFrame, type FaceObservation } from '../../contract/landmarks.ts';

/** A face of numbers: every coordinate of its mesh and box is `x`, so that what was interpolated can be read off. */
export function madeFace(trackId: number, x: number, extra: Partial<FaceObservation> = {}): FaceObservation {
  return {
    trackId,
    mesh: new Float32Array(3 * LANDMARK_COUNT).fill(x),
    box: { x, y: x, width: 100 + x, height: 120 + x },
    confidence01: 0.9,
    pose: { pitchRad: x / 100, yawRad: -x / 100, rollRad: 0, translationMm: [x, 0, -500] },
    blendshapes: null,
    ...extra,
  };
}

/** A key frame at `timeMs` with the given faces. */
export const madeKey = (timeMs: number, ...faces: FaceObservation[]): FaceFrame => ({
  frameIndex: Math.round(timeMs / 10),
  timeUs: timeMs * 1000,
  faces,
});
