/** The face mesh MediaPipe delivers: 478 points, the last ten being the irises. */
export const LANDMARK_COUNT = 478;

/** `x, y` in pixels of the full upright frame, `z` in the same unit (smaller is nearer); 478 × 3 values. */
export type Mesh = Float32Array;

export interface BoxPx {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One face in one frame. */
export interface FaceObservation {
  /** Stable while the same face stays in view or returns within the tracker's patience; from 1. */
  readonly trackId: number;
  readonly mesh: Mesh;
  readonly box: BoxPx;
  /** How sure the tracker is that this is a well-placed face, 0–1. */
  readonly confidence01: number;
  /** Head pose in radians: positive pitch looks down, yaw to the image's right, roll clockwise. */
  readonly pose: HeadPose;
  /** MediaPipe's 52 blendshape scores by name, 0–1; null where the bundle has no such model. */
  readonly blendshapes: ReadonlyMap<string, number> | null;
}

export interface HeadPose {
  readonly pitchRad: number;
  readonly yawRad: number;
  readonly rollRad: number;
  /**
   * From the camera to the head in millimetres, for a canonical face and a 63° lens: x to the picture's right, y up,
   * z towards the viewer (so negative).
   */
  readonly translationMm: readonly [number, number, number];
}

/** The faces found in one frame; an empty list is a result, not an error. */
export interface FaceFrame {
  readonly frameIndex: number;
  readonly timeUs: number;
  readonly faces: readonly FaceObservation[];
}

/** Which files of landmark networks are in use. */
export interface LandmarkBundle {
  /** `mesh`: made at set-up from `@mediapipe/face_mesh`; `official`: Google's face_landmarker.task. */
  readonly name: 'mesh' | 'official';
  readonly path: string;
  readonly sha256: string;
  readonly hasBlendshapes: boolean;
}
