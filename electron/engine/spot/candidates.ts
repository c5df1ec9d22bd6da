import type { MotionBand } from './motion-band.ts';

/** A stretch in which the face moved out and back, by sample index. Times between samples are seconds. */
export interface Candidate {
  readonly apex: number;
  readonly onsetS: number;
  readonly apexS: number;
  readonly offsetS: number;
  /** The motion at the apex, in IOD (every component). */
  readonly motion: Float32Array;
  /** The same in units of each component's deviation. */
  readonly z: Float32Array;
  /** Activity at the apex, in units of deviation. */
  readonly activity: number;
  /** The largest displacement of a component that takes part, in IOD. */
  readonly sizeIod: number;
}

/**
 * Finds movements in a band: peaks of activity above `threshold`, the highest first.
 *
 * A peak's borders are found on the motion's projection onto the peak's own direction, p(t) = ⟨m(t), m̂⟩ / ⟨m̂, m̂⟩
 * in noise units: 1 at the apex, and much less noisy than any single component. Where p has fallen to `LOW`,
 * and from the slope between `HIGH` and `LOW`, follows where it left zero.
 */
export function findCandidates(band: MotionBand, threshold: number): Candidate[] {
  const { activity, times } = band;
  const peaks: number[] = [];
  for (let i = 0; i < activity.length; i++) {
    const here = activity[i]!;
    if (here >= threshold && here >= (activity[i - 1] ?? 0) && here > (activity[i + 1] ?? 0)) peaks.push(i);
  }
  peaks.sort((x, y) => activity[y]! - activity[x]!);
  const found: Candidate[] = [];
  for (const peak of peaks) {
    if (found.some(({ onsetS, offsetS }) => times[peak]! >= onsetS && times[peak]! <= offsetS)) continue;
    found.push(measure(band, peak));
  }
  return found.sort((x, y) => x.apexS - y.apexS);
}

function measure(band: MotionBand, peak: number): Candidate {
  const projection = projectionOnto(band, peak);
  const apex = topNear(band, projection, peak);
  const { times } = band;
  const before = border(times, projection, apex, -1);
  const after = border(times, projection, apex, 1);
  const motion = Float32Array.from(band.columns, (column) => column[apex]!);
  const z = motion.map((value, c) => value / band.deviations[c]![apex]!);
  const activity = band.activity[peak]!;
  const takesPart = (_: number, c: number) => Math.abs(z[c]!) >= STANDING_OUT * activity;
  return {
    apex,
    onsetS: before,
    apexS: summit(times, projection, apex),
    offsetS: after,
    motion,
    z,
    activity,
    sizeIod: Math.max(0, ...motion.filter(takesPart).map(Math.abs)),
  };
}

/** Projection on the motion at `peak`, counting only the components that stand out there. */
function projectionOnto({ columns, deviations, activity }: MotionBand, peak: number): Float32Array {
  const weights: [component: number, weight: number][] = [];
  let square = 0;
  columns.forEach((column, c) => {
    const deviation = deviations[c]![peak]!;
    const z = column[peak]! / deviation;
    if (Math.abs(z) < STANDING_OUT * activity[peak]!) return;
    weights.push([c, z / deviation]);
    square += z * z;
  });
  return Float32Array.from(columns[0] ?? [], (_, i) => {
    let sum = 0;
    for (const [c, weight] of weights) sum += weight * columns[c]![i]!;
    return square > 0 ? sum / square : 0;
  });
}

function topNear({ times }: MotionBand, projection: Float32Array, peak: number): number {
  let top = peak;
  for (const step of [-1, 1]) {
    for (let i = peak; i >= 0 && i < projection.length; i += step) {
      if (Math.abs(times[i]! - times[peak]!) > TOP_REACH_S || projection[i]! < 0.5) break;
      if (projection[i]! > projection[top]!) top = i;
    }
  }
  return top;
}

/**
 * The instant at which the movement left (or will return to) zero, walking from the apex in direction `step`.
 * Two readings of the flank, from its lower and its middle part, are averaged: the lower one sees a gentle end, the
 * middle one is not led astray by what remains after a movement.
 */
function border(times: Float64Array, projection: Float32Array, apex: number, step: 1 | -1): number {
  const top = projection[apex]!;
  let low = apex;
  let lowest = 1;
  for (let i = apex; i >= 0 && i < projection.length; i += step) {
    const p = projection[i]! / top;
    lowest = Math.min(lowest, p);
    low = i;
    if (p <= LOW || (lowest < HALF && p > lowest + RISE)) break;
  }
  const reach = (level: number) => {
    for (let i = apex; i !== low + step; i += step) {
      if (projection[i]! <= level * top) return crossing(times, projection, i - step, step, level * top);
    }
    return times[low]!;
  };
  const [upperS, halfS, middleS, lowS] = [reach(UPPER), reach(HALF), reach(MIDDLE), reach(LOW)];
  const gentle = lowS + GENTLE_TAIL * (lowS - halfS);
  const steep = middleS + STEEP_TAIL * (middleS - upperS);
  const left = (gentle + steep) / 2;
  return Math.min(Math.max(left, times[0]!), times.at(-1)!);
}

/** Where the projection crosses `level` between sample `i` and the next one outward. */
function crossing(
  times: Float64Array,
  projection: Float32Array,
  i: number,
  step: 1 | -1,
  level: number,
): number {
  const at = Math.min(Math.max(i, 0), times.length - 1);
  const next = at + step;
  if (next < 0 || next >= times.length) return times[at]!;
  const [p, q] = [projection[at]!, projection[next]!];
  const share = p === q ? 0 : Math.min(Math.max((p - level) / (p - q), 0), 1);
  return times[at]! + share * (times[next]! - times[at]!);
}

/**
 * The instant of the apex, finer than a frame: the centre of gravity of what stands above `SUMMIT` of the top. On a
 * plateau the highest sample is noise's choice; its middle is not.
 */
function summit(times: Float64Array, projection: Float32Array, apex: number): number {
  const base = SUMMIT * projection[apex]!;
  let sum = 0;
  let total = 0;
  for (const step of [-1, 1]) {
    for (
      let i = step < 0 ? apex : apex + 1;
      i >= 0 && i < projection.length && projection[i]! > base;
      i += step
    ) {
      const span = ((times[i + 1] ?? times[i]!) - (times[i - 1] ?? times[i]!)) / 2;
      const weight = (projection[i]! - base) * span;
      sum += weight * times[i]!;
      total += weight;
    }
  }
  return total > 0 ? sum / total : times[apex]!;
}

/** A component belongs to the movement if it reaches this share of the activity at its peak. */
const STANDING_OUT = 0.35;

/** The top of an asymmetric bump leans to its gentle side by less than a frame this near to it. */
const SUMMIT = 0.95;

/** The activity's peak and the projection's may differ by the noise of a plateau. */
const TOP_REACH_S = 0.06;

/** Levels of the flank: 18 % as in the spotting study; a fall that turns round by a fifth is another movement. */
const UPPER = 0.65;
const HALF = 0.5;
const MIDDLE = 0.35;
const LOW = 0.18;
const RISE = 0.2;

/**
 * From 18 % of the way to nothing, in units of the time from half way to 18 %: 1.26 for a cosine ramp, 0.56 for a
 * straight one, 0.9 for the minimum jerk. From 35 % in units of the time from 65 %: 2.1, 1.2 and 1.7. One between each.
 */
const GENTLE_TAIL = 0.8;
const STEEP_TAIL = 1.6;
