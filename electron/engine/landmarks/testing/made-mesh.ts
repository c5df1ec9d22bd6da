import { FACE_OVAL, LEFT, MIDLINE, RIGHT } from '../../../../contract/mesh-points.ts';
import { LANDMARK_COUNT } from '../../../../contract/landmarks.ts';

export interface MadeFace {
  readonly x: number;
  readonly y: number;
  /** Distance between the outer eye corners in pixels. */
  readonly eyesPx: number;
  /** Proportions that tell people apart: how long the nose and how wide the jaw is, 1 is ordinary. */
  readonly nose?: number;
  readonly jaw?: number;
}

/** A mesh with its named points roughly where a face has them and all others at its centre. */
export function madeMesh({ x, y, eyesPx, nose = 1, jaw = 1 }: MadeFace): Float32Array {
  const mesh = new Float32Array(3 * LANDMARK_COUNT);
  const put = (point: number, across: number, down: number): void => {
    mesh[3 * point] = x + across * eyesPx;
    mesh[3 * point + 1] = y + down * eyesPx;
  };
  for (let point = 0; point < LANDMARK_COUNT; point++) put(point, 0, 0);
  for (const [index, point] of FACE_OVAL.entries()) {
    const turn = (2 * Math.PI * index) / FACE_OVAL.length;
    put(point, 0.75 * Math.sin(turn), 0.15 - 0.95 * Math.cos(turn));
  }
  for (const [side, sign] of [
    [RIGHT, -1],
    [LEFT, 1],
  ] as const) {
    put(side.eyeInner, 0.18 * sign, -0.2);
    put(side.eyeOuter, 0.5 * sign, -0.2);
    put(side.noseWing, 0.2 * sign, 0.2 * nose);
    put(side.cheekbone, 0.5 * sign, 0.05);
    put(side.jaw, 0.6 * jaw * sign, 0.5);
  }
  put(MIDLINE.noseBridge, 0, -0.2);
  put(MIDLINE.noseTip, 0, 0.2 * nose);
  put(MIDLINE.noseBase, 0, 0.3 * nose);
  put(MIDLINE.upperLipOuter, 0, 0.45);
  put(MIDLINE.forehead, 0, -0.7);
  return mesh;
}
