import type { FaceSignals } from '../../../contract/signals.ts';
import { rollingMedian, smoothRows } from './bands.ts';

/**
 * Takes out of columns of motion what goes along with the head's turning.
 *
 * A face is not flat: when the head turns by a small angle θ, a region that lies d before or behind the plane of the
 * alignment's points moves by d·θ. For each column the two depths, for yaw and pitch, are found by least squares,
 *
 *   minimise Σ (m − d₁·yaw − d₂·pitch)² + λ (d₁² + d₂²),
 *
 * and held to what a face can have. Angles count from where the head usually is (the median over `spanS`, as the
 * columns themselves) and from `STILL_RAD` on: an expression shifts the landmarks' pose by one or two degrees, and
 * must not explain itself.
 */
export function withoutTurns(
  times: Float64Array,
  columns: readonly Float32Array[],
  stretch: readonly FaceSignals[],
  sigmaS: number,
  spanS: number,
): Float32Array[] {
  const angles = stretch.map(({ head }) => Float32Array.of(head.yawRad, head.pitchRad));
  const smoothed = smoothRows(times, angles, sigmaS);
  const [yaw, pitch] = [0, 1].map((axis) => turning(times, smoothed, axis, spanS)) as [
    Float32Array,
    Float32Array,
  ];
  const [yy, yp, pp] = [dot(yaw, yaw) + RIDGE, dot(yaw, pitch), dot(pitch, pitch) + RIDGE];
  const determinant = yy * pp - yp * yp;
  return columns.map((column) => {
    const [cy, cp] = [dot(column, yaw), dot(column, pitch)];
    const byYaw = possible((pp * cy - yp * cp) / determinant);
    const byPitch = possible((yy * cp - yp * cy) / determinant);
    return column.map((value, i) => value - byYaw * yaw[i]! - byPitch * pitch[i]!);
  });
}

/** How far the head is turned from where it usually is, less what landmarks make of a still one. */
function turning(
  times: Float64Array,
  angles: readonly Float32Array[],
  axis: number,
  spanS: number,
): Float32Array {
  const angle = Float32Array.from(angles, (row) => row[axis]!);
  const usual = rollingMedian(times, angle, spanS);
  return angle.map((value, i) => {
    const turned = value - usual[i]!;
    return Math.sign(turned) * Math.max(0, Math.abs(turned) - STILL_RAD);
  });
}

function dot(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

const possible = (depthIod: number): number => Math.min(Math.max(depthIod, -DEEPEST_IOD), DEEPEST_IOD);

/** The tip of the nose lies some 0.5 IOD before the eyes, the cheeks' rim as far behind. */
const DEEPEST_IOD = 0.6;
/** 2.3°: an upper lip raised by 6 % of IOD turned the landmarks' pose by 2.6°, smiles by less. */
const STILL_RAD = 0.04;
/** (0.06°)²: nothing against a turn; keeps a head that does not turn from dividing by zero. */
const RIDGE = 1e-6;
