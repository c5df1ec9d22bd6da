import type { BoxPx, HeadPose } from '../../../contract/landmarks.ts';

/** MediaPipe's geometry assumes a camera whose picture is 63° high. */
const HALF_FIELD_RAD = (63 / 2) * (Math.PI / 180);

/**
 * Head pose in the full frame from MediaPipe's matrix for a picture that shows `window` of it.
 *
 * The matrix maps the canonical face (centimetres; x to the picture's right, y up, z to the viewer) into a camera
 * that sits at the origin and looks along −z. Its rotation R = Ry(yaw) · Rx(pitch) · Rz(−roll), so with R's entries
 * r(row, column): pitch = asin(−r12), yaw = atan2(r02, r22), roll = −atan2(r10, r11). Positive pitch looks down,
 * yaw to the picture's right, roll clockwise.
 *
 * A window is a narrower camera with the same 63°: seen with the frame's camera the head is farther by
 * frame height / window height, lies where the window lies, and is turned by the ray that leads there.
 */
export function headPose(
  matrix: Float32Array,
  window: BoxPx,
  frameWidthPx: number,
  frameHeightPx: number,
): HeadPose {
  const windowFocal = window.height / 2 / Math.tan(HALF_FIELD_RAD);
  const focal = frameHeightPx / 2 / Math.tan(HALF_FIELD_RAD);
  const depth = -matrix[14]!;
  const farther = (depth * focal) / windowFocal;
  const rightPx = window.x + window.width / 2 - frameWidthPx / 2 + (windowFocal * matrix[12]!) / depth;
  const upPx = frameHeightPx / 2 - (window.y + window.height / 2) + (windowFocal * matrix[13]!) / depth;
  const translationCm = [(rightPx * farther) / focal, (upPx * farther) / focal, -farther] as const;
  // The window's own axis, seen from the frame's camera.
  const axisYaw = Math.atan2(window.x + window.width / 2 - frameWidthPx / 2, focal);
  const axisPitch = Math.atan2(window.y + window.height / 2 - frameHeightPx / 2, focal);
  // Columns are stored one after the other: entry (row, column) is matrix[4 · column + row].
  return {
    pitchRad: Math.asin(Math.max(-1, Math.min(1, -matrix[9]!))) + axisPitch,
    yawRad: Math.atan2(matrix[8]!, matrix[10]!) + axisYaw,
    rollRad: -Math.atan2(matrix[1]!, matrix[5]!),
    translationMm: [10 * translationCm[0], 10 * translationCm[1], 10 * translationCm[2]],
  };
}
