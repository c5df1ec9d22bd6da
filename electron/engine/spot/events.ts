import type { AuNumber, Side } from '../../../contract/au.ts';
import type { FaceSignals } from '../../../contract/signals.ts';
import {
  MICRO_MAX_S,
  type Caution,
  type EventAu,
  type EventKind,
  type Moment,
  type SpottedEvent,
} from '../../../contract/spot.ts';
import { medianOf, robustDeviation, smoothRows } from './bands.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { Distractors, MOUTH, mouthBusy, type Explained } from './distractors.ts';
import { withoutTurns } from './head-turns.ts';
import {
  bandOf,
  bandWithout,
  columnsOf,
  motionColumns,
  noiseOf,
  QUICK_SPAN_S,
  splitBy,
  type MotionBand,
} from './motion-band.ts';

/** Names the action units in a motion (`u, v` of every region, in IOD); intensities on the 0–5 scale. */
export type Describe = (
  motion: Float32Array,
) => readonly { readonly au: AuNumber; readonly left: number; readonly right: number }[];

/** The track that is looked at. */
export interface TrackView {
  readonly trackId: number;
  readonly describe: Describe;
  /** When the track began and ended, in seconds; infinite while it goes on. */
  readonly bordersS: readonly [number, number];
}

/**
 * Movements that last less than 0.7 s: what a median over 1.4 s forgets. In order of onset.
 *
 * Candidates that blinks, glances, speech or the head's own movement explain are dropped; those they may
 * explain carry a caution. `band` is the quick band of `stretch`, sample by sample.
 */
export function quickEvents(
  track: TrackView,
  band: MotionBand,
  stretch: readonly FaceSignals[],
): SpottedEvent[] {
  const events = quickIn(track, band, stretch);
  const busy = mouthBusy(band);
  if (!busy.some((share) => share > MOUTH_MOVES)) return events;
  // Syllables raise what a peak of the whole face must reach, and crowd round a brow that moves once: where the mouth
  // moves, the rest of the face is looked at again without it.
  const isBesideMouth = ({ apex }: SpottedEvent) =>
    busy[stretch.findIndex(({ timeUs }) => timeUs === apex.timeUs)]! > MOUTH_MOVES;
  const isNew = (event: SpottedEvent) => !events.some((known) => overlap(event, known));
  const beside = quickIn(track, bandWithout(band, MOUTH), stretch).filter(isBesideMouth).filter(isNew);
  return [...events, ...beside].sort((x, y) => x.onset.timeUs - y.onset.timeUs);
}

const quickIn = (track: TrackView, band: MotionBand, stretch: readonly FaceSignals[]): SpottedEvent[] =>
  eventsIn(track, band, stretch, {
    kind: 'quick',
    threshold: QUICK_THRESHOLD,
    standsOut: standingOut(band),
    shortestS: SHORTEST_S,
    leastScore: QUICK_LEAST_SCORE,
  });

const overlap = (x: SpottedEvent, y: SpottedEvent): boolean =>
  x.onset.timeUs < y.offset.timeUs && y.onset.timeUs < x.offset.timeUs;

/**
 * Movements of half a second to some five seconds: what a median over 10 s forgets. `stretch` should reach 5 s beyond
 * on either side. These movements are large and unhurried, so they are looked for in the landmarks' motion, which no
 * open mouth throws off, ten times a second, less what a turn of the head explains.
 */
export function slowEvents(track: TrackView, stretch: readonly FaceSignals[]): SpottedEvent[] {
  const sparse = everyTenth(stretch);
  const times = timesOf(sparse);
  const mesh = sparse.map(({ meshMotion }) => meshMotion);
  const moved = splitBy(times, columnsOf(smoothRows(times, mesh, SLOW_SMOOTH_S)), SLOW_SPAN_S).fast;
  const columns = withoutTurns(times, moved, sparse, SLOW_SMOOTH_S, SLOW_SPAN_S);
  const band = bandOf(times, columns, null, noiseOf(columns, ...MESH_NOISE_IOD));
  return eventsIn(track, band, sparse, {
    kind: 'slow',
    threshold: SLOW_THRESHOLD,
    standsOut: SLOW_THRESHOLD,
    shortestS: MICRO_MAX_S,
    leastScore: SLOW_LEAST_SCORE,
  });
}

/** Activity of the quick band for every frame of a stretch, in noise units. */
export function activityOf(stretch: readonly FaceSignals[]): Float32Array {
  const times = timesOf(stretch);
  return bandOf(times, splitBy(times, motionColumns(times, stretch), QUICK_SPAN_S).fast, stretch).activity;
}

/**
 * What a peak of activity must reach: clearly more than the activity of the noise alone, whose four largest of 52
 * components are never small.
 */
function standingOut({ activity }: MotionBand): number {
  const usual = medianOf(activity);
  const spread = robustDeviation(activity.map((value) => value - usual));
  return Math.max(QUICK_THRESHOLD, usual + QUICK_SPREADS * spread);
}

interface Search {
  readonly kind: 'quick' | 'slow';
  /** Activity at which a peak counts as a movement at all, for how busy the face is. */
  readonly threshold: number;
  /** Activity that makes a movement a candidate event. */
  readonly standsOut: number;
  readonly shortestS: number;
  readonly leastScore: number;
}

function eventsIn(
  track: TrackView,
  band: MotionBand,
  stretch: readonly FaceSignals[],
  { kind, threshold, standsOut, shortestS, leastScore }: Search,
): SpottedEvent[] {
  if (stretch.length < FEWEST_FRAMES) return [];
  const candidates = findCandidates(band, threshold);
  const clear = candidates.filter(
    ({ activity, sizeIod, onsetS, offsetS }) =>
      activity >= standsOut && sizeIod >= LEAST_SIZE_IOD && offsetS - onsetS >= shortestS,
  );
  // Mostly a face is at rest, and what else moves it need not be asked.
  if (clear.length === 0) return [];
  const distractors = new Distractors(band, stretch, track.bordersS);
  return clear.flatMap((candidate): SpottedEvent[] => {
    const { activity } = candidate;
    const aus = ausOf(track.describe(candidate.motion));
    const explained = [...distractors.explain(candidate, candidates, kind), ...mouthOpening(aus, kind)];
    const unexplained = explained.reduce((rest, { share01 }) => rest * (1 - share01), 1);
    // What no action unit explains is registration that slipped, not a face that moved.
    const isMuscular = ramp(Math.max(0, ...aus.map(({ intensity }) => intensity)), ...TRACE_INTENSITY);
    const score = clarity(activity, standsOut) * unexplained * isMuscular;
    if (score < leastScore) return [];
    const cautions = new Set(explained.filter(({ share01 }) => share01 > 0.1).map(({ caution }) => caution));
    const event = toEvent(track.trackId, stretch, candidate, score, aus);
    return [{ ...event, cautions: [...cautions, ...circumstances(stretch, candidate, kind)] }];
  });
}

const timesOf = (stretch: readonly FaceSignals[]): Float64Array =>
  Float64Array.from(stretch, ({ timeUs }) => timeUs / 1e6);

function everyTenth(stretch: readonly FaceSignals[]): FaceSignals[] {
  let next = -Infinity;
  return stretch.filter(({ timeUs }) => {
    if (timeUs < next) return false;
    next = timeUs + 100_000;
    return true;
  });
}

/** A mouth that opens and closes quickly is far more often a syllable than an expression. */
const mouthOpening = (aus: readonly EventAu[], kind: Search['kind']): Explained[] =>
  kind === 'quick' && (aus[0]?.au === 25 || aus[0]?.au === 26) ? [{ caution: 'speech', share01: 0.4 }] : [];

/** 0 at the threshold's half, towards 1 for what stands far out: 1 − exp(−(a − a₀) / a₁). */
const clarity = (activity: number, threshold: number): number =>
  1 - Math.exp(-Math.max(0, activity - threshold / 2) / threshold);

function toEvent(
  trackId: number,
  stretch: readonly FaceSignals[],
  candidate: Candidate,
  score: number,
  aus: readonly EventAu[],
): Omit<SpottedEvent, 'cautions'> {
  const kind: EventKind = candidate.offsetS - candidate.onsetS <= MICRO_MAX_S ? 'micro' : 'macro';
  return {
    trackId,
    kind,
    onset: momentAt(stretch, candidate.onsetS),
    apex: momentAt(stretch, candidate.apexS),
    offset: momentAt(stretch, candidate.offsetS),
    aus,
    score: Math.round(score * 1000) / 1000,
  };
}

/** The frame nearest to an instant, with that frame's own time: time and frame number always agree. */
function momentAt(stretch: readonly FaceSignals[], timeS: number): Moment {
  let best = stretch[0]!;
  for (const signals of stretch) {
    if (Math.abs(signals.timeUs / 1e6 - timeS) < Math.abs(best.timeUs / 1e6 - timeS)) best = signals;
  }
  return { timeUs: best.timeUs, frameIndex: best.frameIndex };
}

function ausOf(described: ReturnType<Describe>): EventAu[] {
  const strongest = Math.max(...described.map(({ left, right }) => Math.max(left, right)), 0);
  return described
    .map(({ au, left, right }): EventAu => {
      const intensity = Math.max(left, right);
      const lesser = Math.min(left, right);
      const side: Side = lesser > 0.5 * intensity ? 'both' : left > right ? 'left' : 'right';
      return { au, side, p: round(intensity / (intensity + AU_HALF)), intensity: round(intensity) };
    })
    .filter(({ intensity }) => intensity > AU_SHARE * strongest);
}

const round = (value: number): number => Math.round(value * 100) / 100;

const ramp = (value: number, from: number, to: number): number =>
  Math.min(Math.max((value - from) / (to - from), 0), 1);

/** Cautions that come from how the face was seen rather than from what it did. */
function circumstances(
  stretch: readonly FaceSignals[],
  { onsetS, offsetS, apex }: Candidate,
  kind: Search['kind'],
): Caution[] {
  const inside = stretch.filter(({ timeUs }) => timeUs / 1e6 >= onsetS && timeUs / 1e6 <= offsetS);
  const cautions: Caution[] = [];
  // Slow movements are looked at ten times a second on purpose.
  if (kind === 'quick' && inside.length < FEWEST_INSIDE) cautions.push('low-frame-rate');
  if (stretch[apex]!.iodPx < SMALL_FACE_PX) cautions.push('face-too-small');
  return cautions;
}

/** Share of the 0.6 to 1.2 s around: 30 to 60 ms of motion, less than the shortest syllable's. */
const MOUTH_MOVES = 0.05;
const SLOW_SPAN_S = 10;
/** A tenth of a second: one sample of the ten a second. */
const SLOW_SMOOTH_S = 0.1;
/** In noise units; the study found anything from 3 to 9 to do. */
const QUICK_THRESHOLD = 3.2;
/** Noise rarely lies four deviations off, and when it does it is no bump of the right length. */
const QUICK_SPREADS = 4;
const SLOW_THRESHOLD = 6;
/**
 * Landmarks of a face at rest wander by 0.4 to 0.8 % over seconds; a face that is never at rest has no noise to read.
 */
const MESH_NOISE_IOD = [0.004, 0.008] as const;
/** Below these lie false events of made and real clips and no true one (docs/spotting.md). */
const QUICK_LEAST_SCORE = 0.38;
const SLOW_LEAST_SCORE = 0.46;
/** Half a percent of IOD, as a region's mean; the skin's point that moves most moves about twice as far. */
const LEAST_SIZE_IOD = 0.005;
/** The shortest micro-expression described lasts 40 ms; shorter is a glitch of one frame. */
const SHORTEST_S = 0.06;
/** Half a second at 30 fps: less is no basis for noise. */
const FEWEST_FRAMES = 15;
/** An event seen in fewer than six frames has hardly a measured shape: its borders are a guess. */
const FEWEST_INSIDE = 6;
/** Below this, one percent of the distance between the eyes is less than 0.4 px in the frame. */
const SMALL_FACE_PX = 40;
/** Of 109 true events of two makers none had an AU below 0.17; events that were none had 0.02 to 0.14. */
const TRACE_INTENSITY = [0.08, 0.16] as const;
/** An AU at this intensity (a trace, FACS A) is as likely as not to be what moved. */
const AU_HALF = 0.3;
const AU_SHARE = 0.25;
