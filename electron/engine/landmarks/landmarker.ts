import { createLandmarker, type FaceLandmarker } from './mediapipe.ts';
import { takePresence } from './presence.ts';
import type { PixelSource } from './webgl-stand-in.ts';

/** The face a landmarker sees, in pixels of the picture it was shown. */
export interface SeenFace {
  /** 478 × (x, y, z). */
  readonly mesh: Float32Array;
  /** The landmark network's own estimate that there is a face, 0–1. */
  readonly presence01: number;
  /** 4 × 4, by columns: canonical face (cm) → camera that took this picture with a 63° lens, y up, looking along −z. */
  readonly matrix: Float32Array;
  /** Scores in the order of `blendshapeNames`; null where the bundle has no such network. */
  readonly blendshapes: Float32Array | null;
}

/**
 * MediaPipe smooths landmarks over time when it follows a single face. That delays them by two to three frames at
 * 30 Hz, worse than their noise for everything Onset does with them (docs/landmarks.md), and has no switch. The
 * filter goes by time stamps: told that frames are 100 s apart it passes 97 % of each new position.
 */
const STEP_MS = 100_000;

/** Follows one face through the pictures it is shown; one instance of MediaPipe's FaceLandmarker. */
export class Landmarker {
  readonly #task: Uint8Array;
  readonly #blendshapes: boolean;
  #inner: FaceLandmarker;
  #timeMs = 0;
  #restarts = 0;
  #names: readonly string[] | null = null;

  static async create(task: Uint8Array, blendshapes: boolean): Promise<Landmarker> {
    return new Landmarker(task, blendshapes, await start(task, blendshapes));
  }

  private constructor(task: Uint8Array, blendshapes: boolean, inner: FaceLandmarker) {
    this.#task = task;
    this.#blendshapes = blendshapes;
    this.#inner = inner;
  }

  /** How often MediaPipe's graph had to be built anew. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Known once a face has been seen by a bundle that has them. */
  get blendshapeNames(): readonly string[] | null {
    return this.#names;
  }

  /** The face in the next picture, or null. A graph that has failed once fails for good, so it is replaced. */
  async look(picture: PixelSource): Promise<SeenFace | null> {
    // MediaPipe takes a short buffer in silence and reuses the picture before it.
    if (picture.data.length !== 4 * picture.width * picture.height || picture.data.length === 0) {
      throw new Error(`internal: ${picture.data.length} bytes for ${picture.width}x${picture.height} RGBA`);
    }
    try {
      return this.#detect(picture);
    } catch {
      // Whatever it was, the same picture gets one more chance with a fresh graph; a second failure is the caller's.
      this.#restarts += 1;
      closeQuietly(this.#inner);
      this.#inner = await start(this.#task, this.#blendshapes);
      return this.#detect(picture);
    }
  }

  /** Makes it lose the face it follows, so that the next picture is searched anew: there is none in a black one. */
  async forget(): Promise<void> {
    await this.look({ data: new Uint8Array(4 * BLACK_PX * BLACK_PX), width: BLACK_PX, height: BLACK_PX });
  }

  close(): void {
    closeQuietly(this.#inner);
  }

  #detect(picture: PixelSource): SeenFace | null {
    this.#timeMs += STEP_MS;
    const result = this.#inner.detectForVideo(picture, this.#timeMs);
    const points = result.faceLandmarks[0];
    const matrix = result.facialTransformationMatrixes[0];
    if (!points || !matrix) return null;
    const mesh = new Float32Array(3 * points.length);
    for (let i = 0; i < points.length; i++) {
      const { x, y, z } = points[i]!;
      mesh[3 * i] = x * picture.width;
      mesh[3 * i + 1] = y * picture.height;
      // MediaPipe scales z like x.
      mesh[3 * i + 2] = z * picture.width;
    }
    const presence01 = takePresence(mesh);
    if (!mesh.every(Number.isFinite)) return null;
    const scores = result.faceBlendshapes[0]?.categories;
    this.#names ??= scores?.map(({ categoryName }) => categoryName) ?? null;
    const blendshapes = scores ? Float32Array.from(scores, ({ score }) => score) : null;
    return { mesh, presence01, matrix: Float32Array.from(matrix.data), blendshapes };
  }
}

const BLACK_PX = 64;

function start(task: Uint8Array, blendshapes: boolean): Promise<FaceLandmarker> {
  return createLandmarker(task, {
    runningMode: 'VIDEO',
    numFaces: 1,
    minFaceDetectionConfidence: 0.5,
    minFacePresenceConfidence: 0.5,
    minTrackingConfidence: 0.5,
    outputFaceBlendshapes: blendshapes,
    outputFacialTransformationMatrixes: true,
  });
}

/** A graph that has failed may also fail to close; it is given up either way. */
function closeQuietly(landmarker: FaceLandmarker): void {
  try {
    landmarker.close();
  } catch {
    // The instance is unreachable from here on; its memory goes with it.
  }
}
