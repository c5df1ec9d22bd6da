import type { FaceSignals } from '../../../contract/signals.ts';
import { REGIONS } from '../../../contract/signals.ts';
import type { Caution } from '../../../contract/spot.ts';
import { rollingMedian } from './bands.ts';
import type { Candidate } from './candidates.ts';
import type { MotionBand } from './motion-band.ts';

/**
 * What else moves a face: blinks, glances, speech, the head, the start and end of longer movements. For every candidate,
 * how much of it each of them may explain, from 0 (none) to 1 (all).
 */
export interface Explained {
  readonly caution: Caution;
  readonly share01: number;
}

interface Means {
  readonly mesh: Float32Array;
  readonly motion: Float32Array;
  readonly uncertainty: Float32Array;
}

export class Distractors {
  readonly #band: MotionBand;
  readonly #stretch: readonly FaceSignals[];
  readonly #startS: number;
  readonly #endS: number;
  /** Change of the less changed eye (a blink closes both), and of the more changed one, without their slow part. */
  readonly #bothEyes: Float32Array;
  readonly #anyEye: Float32Array;
  readonly #lids: Float32Array;
  readonly #headSpeed: Float32Array;
  /** Residual of the registration over its usual value. */
  readonly #misfit: Float32Array;
  readonly #mouthBusy: Float32Array;

  constructor(band: MotionBand, stretch: readonly FaceSignals[], [startS, endS]: readonly [number, number]) {
    this.#startS = startS;
    this.#endS = endS;
    this.#band = band;
    this.#stretch = stretch;
    const { times } = band;
    const fast = (column: Float32Array) => {
      const slow = rollingMedian(times, column, EYE_SPAN_S);
      return column.map((value, i) => value - slow[i]!);
    };
    this.#bothEyes = fast(
      Float32Array.from(stretch, ({ eyeChange: [right, left] }) => Math.min(right, left)),
    );
    this.#anyEye = fast(Float32Array.from(stretch, ({ eyeChange: [right, left] }) => Math.max(right, left)));
    const opening = Float32Array.from(stretch, ({ lidOpening: [right, left] }) => (right + left) / 2);
    const open = rollingMedian(times, opening, LID_SPAN_S);
    this.#lids = opening.map((value, i) => 1 - value / Math.max(open[i]!, 1e-3));
    this.#headSpeed = headSpeed(times, stretch);
    const residuals = Float32Array.from(stretch, ({ residual }) => residual);
    const usual = [...residuals].sort((x, y) => x - y)[residuals.length >> 1] ?? 1;
    this.#misfit = residuals.map((residual) => residual / Math.max(usual, 0.5));
    this.#mouthBusy = mouthBusy(band);
  }

  /** All that may explain a candidate, the strongest first. Speech and edges of longer movements are quick. */
  explain(candidate: Candidate, all: readonly Candidate[], band: 'quick' | 'slow'): Explained[] {
    const standing = band === 'slow' ? 0.5 : 1;
    const share = (components: ReadonlySet<number>) => shareOf(candidate.z, components);
    const [lower, mouth] = [share(LOWER_FACE), share(MOUTH)];
    const found: Explained[] = [
      { caution: 'blink', share01: this.#blink(candidate, lower) },
      { caution: 'gaze', share01: this.#gaze(candidate, lower) },
      { caution: 'speech', share01: band === 'quick' ? this.#speech(candidate, mouth, all) : 0 },
      // A slow movement is many times larger: the head's own and a track's border leave more of it standing.
      { caution: 'head-movement', share01: this.#head(candidate) * standing },
      { caution: 'longer-movement', share01: band === 'quick' ? this.#edge(candidate, mouth, all) : 0 },
      { caution: 'border-of-track', share01: this.#border(candidate) * (band === 'slow' ? 0.75 : 1) },
    ];
    return found.filter(({ share01 }) => share01 > 0).sort((x, y) => y.share01 - x.share01);
  }

  /**
   * Closing lids change both eyes' pictures by about their whole contrast and drag brows and upper cheeks along.
   * What moves below the nose root is not a blink's doing.
   */
  #blink(candidate: Candidate, lowerShare: number): number {
    const eyes = this.#peak(this.#bothEyes, candidate);
    const lids = this.#peak(this.#lids, candidate);
    const closing = Math.max(ramp(eyes, 0.3, 0.6), ramp(lids, 0.25, 0.45));
    return closing * (1 - ramp(lowerShare, 0.45, 0.75));
  }

  /** A glance changes the eyes' pictures less than a blink does, with the lids open. */
  #gaze(candidate: Candidate, lowerShare: number): number {
    const eyes = this.#peak(this.#anyEye, candidate);
    return ramp(eyes, 0.3, 0.6) * (1 - ramp(lowerShare, 0.3, 0.6));
  }

  /** Speech moves the mouth again and again; an expression moves it once. */
  #speech(candidate: Candidate, mouthShare: number, all: readonly Candidate[]): number {
    const busy = ramp(this.#mouthBusy[candidate.apex]!, 0.3, 0.5);
    return Math.max(busy, crowding(candidate, all)) * ramp(mouthShare, 0.5, 0.8);
  }

  /**
   * A head that moves fast shows another side of everything, and for a while after it the neutral does not fit:
   * nothing small can be trusted then.
   */
  #head(candidate: Candidate): number {
    const moving = ramp(this.#peak(this.#headSpeed, candidate), HEAD_SLOW, HEAD_FAST);
    return Math.max(moving, ramp(this.#peak(this.#misfit, candidate), 2, 3));
  }

  /**
   * The start or end of a longer movement: the face does not return to what it was. Landmarks say so, a little before
   * and a little after, and registration where it could follow (landmarks as a whole wander when the head turns by a
   * degree); a movement half as large as what stays is part of it. So is one of several in a row that are not the
   * mouth's alone.
   */
  #edge(candidate: Candidate, mouthShare: number, all: readonly Candidate[]): number {
    const { onsetS, offsetS, motion } = candidate;
    const before = this.#around(onsetS - EDGE_S, onsetS);
    const after = this.#around(offsetS, offsetS + EDGE_S);
    if (!before || !after) return 0;
    const size = Math.max(...motion.map(Math.abs));
    const stays = Math.max(
      ...before.mesh.map((_, c) => {
        if (this.#band.hidden.has(c)) return 0;
        const byMesh = Math.abs(after.mesh[c]! - before.mesh[c]!);
        const isFollowed = Math.max(before.uncertainty[c >> 1]!, after.uncertainty[c >> 1]!) < FOLLOWED_IOD;
        return isFollowed ? Math.min(byMesh, Math.abs(after.motion[c]! - before.motion[c]!)) : byMesh;
      }),
    );
    const edge = ramp(stays, EDGE_IOD, 2 * EDGE_IOD) * ramp(stays / size, 0.5, 1);
    return Math.max(edge, crowding(candidate, all) * (1 - ramp(mouthShare, 0.5, 0.8)));
  }

  /** What is under way when a track begins or ends has no onset or no offset to be seen. */
  #border({ onsetS, offsetS }: Candidate): number {
    const isCut = onsetS - this.#startS < BORDER_S || this.#endS - offsetS < BORDER_S;
    return isCut ? 0.6 : 0;
  }

  /** Means of the signals from `fromS` to `toS`; null where the stretch does not reach. */
  #around(fromS: number, toS: number): Means | null {
    const inside = this.#stretch.filter(({ timeUs }) => timeUs / 1e6 >= fromS && timeUs / 1e6 <= toS);
    const first = inside[0];
    if (!first) return null;
    const mean = (read: (signals: FaceSignals) => Float32Array) =>
      read(first).map((_, c) => inside.reduce((sum, signals) => sum + read(signals)[c]!, 0) / inside.length);
    return {
      mesh: mean(({ meshMotion }) => meshMotion),
      motion: mean(({ motion }) => motion),
      uncertainty: mean(({ uncertainty }) => uncertainty),
    };
  }

  #peak(column: Float32Array, { onsetS, offsetS }: Candidate): number {
    const { times } = this.#band;
    let peak = 0;
    for (let i = 0; i < times.length; i++) {
      if (times[i]! >= onsetS - MARGIN_S && times[i]! <= offsetS + MARGIN_S)
        peak = Math.max(peak, column[i]!);
    }
    return peak;
  }
}

/** How many other movements are near: one or two may be expressions and blinks, four are not expressions one by one. */
function crowding({ apexS }: Candidate, all: readonly Candidate[]): number {
  const near = all.filter((other) => other.apexS !== apexS && Math.abs(other.apexS - apexS) < CROWD_S).length;
  return ramp(near, 2, 4);
}

/** Share of a movement's energy, in units of deviation, that lies in the given components. */
function shareOf(z: Float32Array, components: ReadonlySet<number>): number {
  let inside = 0;
  let all = 0;
  z.forEach((value, c) => {
    all += value ** 2;
    if (components.has(c)) inside += value ** 2;
  });
  return all > 0 ? inside / all : 0;
}

/** Distance per second the head covers: shift in IOD, turn in radians, both about as visible; smoothed by the difference's span. */
function headSpeed(times: Float64Array, stretch: readonly FaceSignals[]): Float32Array {
  let from = 0;
  let to = 0;
  return Float32Array.from(times, (time) => {
    while (time - times[from]! > HEAD_SPAN_S) from++;
    while (to + 1 < times.length && times[to + 1]! - time <= HEAD_SPAN_S) to++;
    const [p, q] = [stretch[from]!.head, stretch[to]!.head];
    const span = times[to]! - times[from]!;
    if (span <= 0) return 0;
    const moved = Math.hypot(q.x - p.x, q.y - p.y, q.rollRad - p.rollRad, q.logScale - p.logScale);
    const turned = Math.hypot(q.yawRad - p.yawRad, q.pitchRad - p.pitchRad);
    return (moved + turned) / span;
  });
}

/**
 * How steadily the mouth is on the move around each sample: the largest share of moving time in the second before,
 * after, or around it. Whoever begins to speak goes on; whoever stops has just spoken.
 */
export function mouthBusy({ times, columns, deviations }: MotionBand): Float32Array {
  const moved = new Float64Array(times.length + 1);
  times.forEach((_, i) => {
    let square = 0;
    for (const c of MOUTH) square += (columns[c]![i]! / deviations[c]![i]!) ** 2;
    moved[i + 1] = moved[i]! + (Math.sqrt(square / MOUTH.size) > MOUTH_MOVING ? 1 : 0);
  });
  const share = (from: number, to: number) => (moved[to]! - moved[from]!) / Math.max(1, to - from);
  let behind = 0;
  let halfBehind = 0;
  let halfAhead = 0;
  let ahead = 0;
  return Float32Array.from(times, (time, i) => {
    while (time - times[behind]! > BUSY_SPAN_S) behind++;
    while (time - times[halfBehind]! > BUSY_SPAN_S / 2) halfBehind++;
    while (halfAhead < times.length && times[halfAhead]! - time <= BUSY_SPAN_S / 2) halfAhead++;
    while (ahead < times.length && times[ahead]! - time <= BUSY_SPAN_S) ahead++;
    return Math.max(share(behind, i), share(halfBehind, halfAhead), share(i, ahead));
  });
}

const ramp = (value: number, from: number, to: number): number =>
  Math.min(Math.max((value - from) / (to - from), 0), 1);

const componentsOf = (names: readonly string[]): ReadonlySet<number> =>
  new Set(REGIONS.flatMap(({ name }, i) => (names.includes(name) ? [2 * i, 2 * i + 1] : [])));

export const MOUTH = componentsOf([
  'upper-lip',
  'lip-corner',
  'lower-lip',
  'philtrum',
  'mid-lower-lip',
  'chin',
]);
const LOWER_FACE = new Set([...MOUTH, ...componentsOf(['nose-wing', 'nasolabial', 'cheek'])]);

/** A blink lasts 0.1 to 0.4 s: a median over 1.4 s forgets it. Lids rest open for seconds. */
const EYE_SPAN_S = 1.4;
const LID_SPAN_S = 4;
/** Lids start before the brows follow, and open after. */
const MARGIN_S = 0.04;
/** What begins within a tenth of a second of the track's own beginning was under way before. */
const BORDER_S = 0.1;
const HEAD_SPAN_S = 0.1;
/** Drifting at rest stays below 0.2 IOD/s; a turn of 20° in half a second is 0.7 rad/s. */
const HEAD_SLOW = 0.25;
const HEAD_FAST = 0.5;
/** Landmarks settle within 0.1 s; they wander by 1 % of IOD. */
const EDGE_S = 0.25;
const EDGE_IOD = 0.015;
/** A region registered better than this is followed through what landmarks only suspect. */
const FOLLOWED_IOD = 0.01;
const CROWD_S = 0.9;
const BUSY_SPAN_S = 1.2;
const MOUTH_MOVING = 3;
