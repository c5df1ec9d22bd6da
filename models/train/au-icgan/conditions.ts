/** What is asked of a generator: intensities of action units over the frames of a clip. */
import type { ClipEntry, ClipIndex, ClipShape } from '../../data/clips/index.ts';
import type { Random } from '../../data/synth/random.ts';

/** Intensity where a unit is known to move and nobody knows how much: the middle of the scale. */
const ANNOTATED = 0.5;
/**
 * Displacement, in % of the distance between the eyes, that is the scale's end: what strong everyday expressions have.
 */
const FULL_PCT_IOD = 10;

/** When a movement begins, is at its height and is over, in frames of the clip (fractions too). */
export interface Course {
  readonly onset: number;
  readonly apex: number;
  readonly offset: number;
}

/** Of the clip's action units at the apex, 0 to 1; from the displacement where clips were drawn and it is known. */
export const intensityOf = ({ peakPctIod }: Pick<ClipEntry, 'peakPctIod'>): number =>
  peakPctIod > 0 ? Math.min(1, peakPctIod / FULL_PCT_IOD) : ANNOTATED;

/** Where nothing else is said a clip begins with its onset and ends with its offset. */
function courseOf(entry: ClipEntry, { frames }: Pick<ClipShape, 'frames'>): Course {
  const last = frames - 1;
  return entry.course ?? { onset: 0, apex: entry.apexFrame ?? last / 2, offset: last };
}

/** Linear from 0 at the onset to 1 at the apex to 0 at the offset; 0 outside. */
export function rampAt({ onset, apex, offset }: Course, frame: number): number {
  if (frame <= onset || frame >= offset) return frame === apex ? 1 : 0;
  return frame <= apex ? (frame - onset) / (apex - onset) : (offset - frame) / (offset - apex);
}

/** What one clip asks for: the units' intensities at the apex, in the order of the network's units, and when. */
export interface Condition {
  readonly units: Float32Array;
  readonly course: Course;
  /** Index of the class; −1: none. */
  readonly emotion: number;
}

/** Labels of a network, which a store may have in another order, or lack. */
export interface Labels {
  readonly aus: readonly number[];
  readonly emotions: readonly string[];
}

/** What a clip of a store shows; its units must be known. A class that the network does not have is none. */
export function conditionOf(entry: ClipEntry, store: ClipIndex, { aus, emotions }: Labels): Condition {
  const shown = entry.aus ?? [];
  const strength = intensityOf(entry);
  return {
    units: Float32Array.from(aus, (au) => (shown.includes(au) ? strength : 0)),
    course: courseOf(entry, store),
    emotion: emotions.indexOf(store.emotions[entry.emotion]!),
  };
}

/** One or two units of any strength, at their height somewhere in the middle; nobody says what that expresses. */
export function drawCondition(
  random: Random,
  { frames }: Pick<ClipShape, 'frames'>,
  units: number,
): Condition {
  const intensities = new Float32Array(units);
  for (let left = random.chance(0.5) ? 1 : 2; left > 0; left--)
    intensities[random.below(units)] = random.range(0, 1);
  const last = frames - 1;
  return {
    units: intensities,
    course: { onset: 0, apex: random.range(0.3, 0.7) * last, offset: last },
    emotion: -1,
  };
}

/** Adds up to ± `amount` to each unit (GANimation does): small unasked movements are asked for as well. */
export const shaken = ({ units, ...rest }: Condition, random: Random, amount: number): Condition => ({
  ...rest,
  units: units.map((value) => value + random.range(-amount, amount)),
});

/** Intensities at frames `at` of a clip, [at.length, units] row-major. */
export function unfold({ units, course }: Condition, at: readonly number[], out: Float32Array): void {
  for (const [k, frame] of at.entries()) {
    const ramp = rampAt(course, frame);
    for (let unit = 0; unit < units.length; unit++) out[k * units.length + unit] = ramp * units[unit]!;
  }
}
