import { REGIONS, type FaceSignals } from '../../../contract/signals.ts';
import { robustDeviation, rollingMedian, smoothRows } from './bands.ts';

/**
 * The motion of all regions within a band of durations, and how far it stands out of the noise.
 */
export interface MotionBand {
  readonly times: Float64Array;
  /** One column a component (`u, v` of every region), in IOD. */
  readonly columns: readonly Float32Array[];
  /**
   * What each component's motion is worth at each instant: its standard deviation in IOD, noise and uncertainty
   * together.
   */
  readonly deviations: readonly Float32Array[];
  /** Root mean square of the four most active components, in units of their deviation. */
  readonly activity: Float32Array;
  /** Components that are not looked at; their columns are zero. */
  readonly hidden: ReadonlySet<number>;
}

/** Components of `FaceSignals.motion`. */
export const COMPONENTS = 2 * REGIONS.length;

/** Turns rows of components into columns over time. */
export function columnsOf(rows: readonly Float32Array[]): Float32Array[] {
  const columns = Array.from({ length: COMPONENTS }, () => new Float32Array(rows.length));
  for (let i = 0; i < rows.length; i++) {
    for (let c = 0; c < COMPONENTS; c++) columns[c]![i] = rows[i]![c]!;
  }
  return columns;
}

/** Smoothed motion columns of a stretch of signals. */
export function motionColumns(times: Float64Array, stretch: readonly FaceSignals[]): Float32Array[] {
  const rows = stretch.map(({ motion }) => motion);
  return columnsOf(smoothRows(times, rows, SMOOTH_S));
}

/** Splits columns at a duration: what a rolling median over `spanS` follows, and what it leaves over. */
export function splitBy(
  times: Float64Array,
  columns: readonly Float32Array[],
  spanS: number,
): { readonly slow: Float32Array[]; readonly fast: Float32Array[] } {
  const slow = columns.map((column) => rollingMedian(times, column, spanS));
  return { slow, fast: columns.map((column, c) => column.map((value, i) => value - slow[c]![i]!)) };
}

/**
 * A band of motion columns. `stretch`: the signals the columns came from, sample by sample, for how certain
 * registration was; null where the columns come from landmarks. `noise`: robust noise of each component.
 */
export function bandOf(
  times: Float64Array,
  columns: readonly Float32Array[],
  stretch: readonly FaceSignals[] | null,
  noise: Float32Array = noiseOf(columns),
): MotionBand {
  const deviations = columns.map((column, c) => {
    const region = c >> 1;
    if (!stretch) return new Float32Array(column.length).fill(noise[c]!);
    const square = noise[c]! ** 2;
    const deviation = new Float32Array(column.length);
    for (let i = 0; i < deviation.length; i++)
      deviation[i] = Math.sqrt(square + (UNCERTAINTY_SHARE * stretch[i]!.uncertainty[region]!) ** 2);
    return deviation;
  });
  return { times, columns, deviations, activity: activityOf(columns, deviations), hidden: new Set() };
}

/** What the rest of the face does, `hidden` not looked at. */
export function bandWithout(band: MotionBand, hidden: ReadonlySet<number>): MotionBand {
  const columns = band.columns.map((column, c) => (hidden.has(c) ? new Float32Array(column.length) : column));
  return { ...band, columns, activity: activityOf(columns, band.deviations), hidden };
}

/** Robust noise of each column, not below what can be told from noise at all, nor above `ceilingIod`. */
export const noiseOf = (
  columns: readonly Float32Array[],
  floorIod = NOISE_FLOOR_IOD,
  ceilingIod = Infinity,
): Float32Array =>
  Float32Array.from(columns, (column) => Math.min(Math.max(robustDeviation(column), floorIod), ceilingIod));

function activityOf(columns: readonly Float32Array[], deviations: readonly Float32Array[]): Float32Array {
  const motion = new Float32Array(columns.length);
  const deviation = new Float32Array(columns.length);
  const activity = new Float32Array(columns[0]?.length ?? 0);
  for (let i = 0; i < activity.length; i++) {
    for (let c = 0; c < columns.length; c++) {
      motion[c] = columns[c]![i]!;
      deviation[c] = deviations[c]![i]!;
    }
    activity[i] = fourLargest(motion, deviation);
  }
  return activity;
}

/** Root mean square of the four components that stand out most, in units of their deviation. */
export function fourLargest(motion: Float32Array, deviations: Float32Array): number {
  top.fill(0);
  for (let c = 0; c < motion.length; c++) {
    const z = (motion[c]! / deviations[c]!) ** 2;
    let at = 0;
    if (z <= top[0]!) continue;
    // `top` is kept in rising order; the smallest falls out.
    while (at + 1 < TOP && z > top[at + 1]!) {
      top[at] = top[at + 1]!;
      at++;
    }
    top[at] = z;
  }
  return Math.sqrt(top.reduce((sum, value) => sum + value, 0) / TOP);
}

/** Four components: one region moves in one or two, its mirror image and its neighbours in as many again. */
const TOP = 4;

/** Used by one call at a time. */
const top = new Float64Array(TOP);

/** 0.12 % of IOD, a tenth of a pixel: movements below have not been told from noise (spotting study). */
export const NOISE_FLOOR_IOD = 0.0007;

/** Uncertainty is an upper estimate and mostly constant; what is constant does not look like a movement. */
const UNCERTAINTY_SHARE = 0.45;

/** Takes the frame-to-frame noise off at 100 and 200 fps and blurs a 60 ms event by less than a tenth. */
export const SMOOTH_S = 0.012;

/** A median over 1.4 s forgets what lasts less than 0.7 s (spotting study). */
export const QUICK_SPAN_S = 1.4;
