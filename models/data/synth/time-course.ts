/**
 * How an expression rises and falls. Every ramp goes from 0 to 1 on [0, 1] and is exactly 0 and 1 outside, so an
 * event's onset and offset are the ends of its support: the last instant at exactly zero before it, and the first
 * after it.
 */
export const RAMPS = ['cosine', 'minimum-jerk', 'decay'] as const;
export type Ramp = (typeof RAMPS)[number];

export interface Course {
  readonly onsetS: number;
  /** Middle of the plateau, where the movement is at its peak. */
  readonly apexS: number;
  readonly offsetS: number;
  /** Time held at the peak, centred on the apex; 0 for none. */
  readonly plateauS: number;
  readonly rise: Ramp;
  readonly fall: Ramp;
}

/** Share of the peak at time `timeS`, 0–1. */
export function courseAt(course: Course, timeS: number): number {
  if (timeS <= course.onsetS || timeS >= course.offsetS) return 0;
  const riseEndS = course.apexS - course.plateauS / 2;
  const fallStartS = course.apexS + course.plateauS / 2;
  if (timeS < riseEndS) return ramp(course.rise, (timeS - course.onsetS) / (riseEndS - course.onsetS));
  if (timeS <= fallStartS) return 1;
  // A fall read backwards in time would start slowly; read as 1 − ramp it leaves the peak as the ramp leaves zero.
  return 1 - ramp(course.fall, (timeS - fallStartS) / (course.offsetS - fallStartS));
}

export function ramp(kind: Ramp, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  switch (kind) {
    case 'cosine':
      return (1 - Math.cos(Math.PI * x)) / 2;
    case 'minimum-jerk':
      return minimumJerk(x);
    case 'decay':
      // Fast at first, then a long tail, as a relaxing muscle: minimum jerk in warped time. The exponent keeps
      // the start's acceleration finite (the product behaves as x^1.95).
      return minimumJerk(x ** 0.65);
    default:
      return kind satisfies never;
  }
}

/** The first and last instants at which the course exceeds `share` of its peak, found by bisection. */
export function spanAbove(course: Course, share: number): { fromS: number; toS: number } {
  return {
    fromS: bisect(course.onsetS, course.apexS, (t) => courseAt(course, t) > share),
    toS: bisect(course.offsetS, course.apexS, (t) => courseAt(course, t) > share),
  };
}

/** Flash and Hogan 1985: the smoothest reach between two rests. */
const minimumJerk = (x: number): number => x * x * x * (10 + x * (6 * x - 15));

function bisect(outsideS: number, insideS: number, isInside: (timeS: number) => boolean): number {
  let [outside, inside] = [outsideS, insideS];
  // Forty halvings of at most a few seconds end below a picosecond.
  for (let step = 0; step < 40; step++) {
    const middle = (outside + inside) / 2;
    if (isInside(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
