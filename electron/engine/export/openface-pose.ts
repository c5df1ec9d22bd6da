import type { HeadPose } from '../../../contract/landmarks.ts';

export interface OpenFacePose {
  /** Millimetres from the camera: x to the picture's right, y down, z away from the camera. */
  readonly tMm: readonly [x: number, y: number, z: number];
  /** Radians: R = Rx(rx) · Ry(ry) · Rz(rz), about those axes by the right hand. */
  readonly rRad: readonly [rx: number, ry: number, rz: number];
}

/**
 * A pose in OpenFace's terms. Ours has y up and z towards the viewer, so both axes change their signs; its rotation
 * becomes Ry(−yaw) · Rx(pitch) · Rz(roll), and what is left is to take the same matrix apart in OpenFace's order
 * (`RotationMatrix2Euler`): r02 = sin ry, r12 = −sin rx cos ry, r22 = cos rx cos ry, r01 = −cos ry sin rz,
 * r00 = cos ry cos rz.
 */
export function openFacePose({ pitchRad, yawRad, rollRad, translationMm }: HeadPose): OpenFacePose {
  const [x, y, z] = translationMm;
  const [sinPitch, cosPitch] = [Math.sin(pitchRad), Math.cos(pitchRad)];
  const [sinYaw, cosYaw] = [Math.sin(-yawRad), Math.cos(-yawRad)];
  const [sinRoll, cosRoll] = [Math.sin(rollRad), Math.cos(rollRad)];
  const r00 = cosYaw * cosRoll + sinYaw * sinPitch * sinRoll;
  const r01 = -cosYaw * sinRoll + sinYaw * sinPitch * cosRoll;
  const r02 = sinYaw * cosPitch;
  const r12 = -sinPitch;
  const r22 = cosYaw * cosPitch;
  const ry = Math.asin(Math.max(-1, Math.min(1, r02)));
  return { tMm: [x, -y, -z], rRad: [Math.atan2(-r12, r22), ry, Math.atan2(-r01, r00)] };
}
