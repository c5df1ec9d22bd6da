import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import { BLENDSHAPE_AUS, type FaceSignals } from '../../../contract/signals.ts';
import { AuSolver } from './solver.ts';

/**
 * Where a face's zero lies: `running` takes the median over the stretch (a face rests more than it moves); a rest that
 * the person chose takes the motion's own zero, which is that rest, and its lids' opening.
 */
export type Baseline = 'running' | GivenRest;

export interface GivenRest {
  /** As `FaceSignals.lidOpening`. */
  readonly lidOpening: readonly [right: number, left: number];
}

/** What a frame's signals amount to. */
export interface AuFrame {
  /** Intensities, 0–5: `AU_NUMBERS` of the person's left, then of the right. */
  readonly au: Float32Array;
  /** Lid opening over its rest, person's left and right: 1 as open as at rest, about 0.25 closed. */
  readonly lidOpening: readonly [left: number, right: number];
}

/** Where everything lies while the face rests, as measured. */
export interface Rest {
  /** As in `FaceSignals`. */
  readonly motion: Float32Array;
  readonly meshMotion: Float32Array;
  readonly lidOpening: readonly [right: number, left: number];
  /** Null where the bundle scores no blendshapes. */
  readonly blendshapes: Float32Array | null;
}

/**
 * The rest within a stretch of at least one frame. It should hold some ten seconds around what is of interest, or
 * before it, so that its median is the face at rest.
 */
export function restOf(stretch: readonly FaceSignals[], baseline: Baseline): Rest {
  const scored = stretch.flatMap(({ blendshapes }) => (blendshapes ? [blendshapes] : []));
  const blendshapes = scored.length > 0 ? medians(scored) : null;
  if (baseline !== 'running') {
    const zero = new Float32Array(stretch[0]!.motion.length);
    return { motion: zero, meshMotion: zero, lidOpening: baseline.lidOpening, blendshapes };
  }
  return {
    motion: medians(stretch.map(({ motion }) => motion)),
    meshMotion: medians(stretch.map(({ meshMotion }) => meshMotion)),
    lidOpening: lidRest(stretch),
    blendshapes,
  };
}

/**
 * AU intensities, 0–5, of the frames `from` … `to` − 1 of a stretch (all of it if left out). The stretch should hold
 * some ten seconds around what is of interest, so that its median is the face at rest.
 *
 * Brows, nose, cheeks, mouth and chin come from motion in the crop, explained by the dictionary of AUs; the lids
 * (5, 7, 45) from their opening. Where the bundle scores blendshapes, a clear one (0.2 above its own median)
 * may raise an intensity, since very large movements leave the reach of registration.
 */
export function auIntensities(
  stretch: readonly FaceSignals[],
  baseline: Baseline,
  from = 0,
  to = stretch.length,
): AuFrame[] {
  if (stretch.length === 0) return [];
  const rest = restOf(stretch, baseline);
  return stretch.slice(from, to).map((signals) => auFrame(signals, rest));
}

/** The same for one frame, from a rest that is known. */
export function auFrame(signals: FaceSignals, rest: Rest): AuFrame {
  const [rightRest, leftRest] = rest.lidOpening;
  const relative = Float32Array.from(rest.motion, (still, i) => {
    const fine = signals.motion[i]! - still;
    const coarse = signals.meshMotion[i]! - rest.meshMotion[i]!;
    return Math.abs(fine - coarse) < LOST_IOD ? fine : coarse;
  });
  const values = new Float32Array(2 * AU_NUMBERS.length);
  const shares = solver.solve(relative);
  solver.columns.forEach(({ au, side }, i) => {
    for (const each of SIDES) if (side === each || side === 'both') values[slot(au, each)] = 5 * shares[i]!;
  });
  const right = signals.lidOpening[0] / Math.max(rightRest, LEAST_OPEN);
  const left = signals.lidOpening[1] / Math.max(leftRest, LEAST_OPEN);
  writeLids(values, 'right', right);
  writeLids(values, 'left', left);
  if (rest.blendshapes && signals.blendshapes)
    raiseByBlendshapes(values, signals.blendshapes, rest.blendshapes);
  return { au: values.map((value) => Math.min(5, value)), lidOpening: [left, right] };
}

/** Solving leaves nothing behind, so one serves all faces. */
const solver = new AuSolver();

/** How far open the lids are at rest: blinks and glances down only ever narrow them, so rest lies above the median. */
const lidRest = (stretch: readonly FaceSignals[]): GivenRest['lidOpening'] => {
  const ofSide = (side: 0 | 1) => {
    const openings = new Float64Array(stretch.length);
    for (let i = 0; i < stretch.length; i++) openings[i] = stretch[i]!.lidOpening[side];
    return percentile(openings, 0.75);
  };
  return [ofSide(0), ofSide(1)];
};

/** Eyes that never open have no rest (a closed one measures some 0.05): then the least that is open. */
const LEAST_OPEN = 0.1;

const SIDES = ['left', 'right'] as const;

const slot = (au: AuNumber, side: 'left' | 'right'): number =>
  AU_NUMBERS.indexOf(au) + (side === 'left' ? 0 : AU_NUMBERS.length);

/**
 * `opening`: relative to rest, 1 at rest. Wider than 8 % above rest (the scatter of landmarks) is AU 5, with the
 * maximum at 50 % above; narrower is AU 7 down to half open, and AU 45 from there to closed (0.25, as closed lids
 * still measure a quarter of the open gap on the mesh).
 */
function writeLids(values: Float32Array, side: 'left' | 'right', opening: number): void {
  const share = (from: number, to: number) => Math.min(Math.max((opening - from) / (to - from), 0), 1);
  values[slot(5, side)] = 5 * share(1.08, 1.5);
  values[slot(45, side)] = 5 * share(0.6, 0.25);
  values[slot(7, side)] = opening > 0.6 ? 5 * share(0.92, 0.5) : 0;
}

function raiseByBlendshapes(values: Float32Array, scores: Float32Array, rest: Float32Array): void {
  BLENDSHAPE_AUS.forEach(({ au }, i) => {
    SIDES.forEach((side, half) => {
      const at = i + half * BLENDSHAPE_AUS.length;
      const raised = scores[at]! - rest[at]!;
      if (raised > CLEAR_SCORE) values[slot(au, side)] = Math.max(values[slot(au, side)]!, 5 * raised);
    });
  });
}

/** Where registration and landmarks differ by more than landmarks ever err (2 to 3 % of IOD), registration is lost. */
const LOST_IOD = 0.03;

/** Blendshape scores of a still face scatter by some hundredths; 0.2 is beyond that on every clip at hand. */
const CLEAR_SCORE = 0.2;

/** The median of each component over time; of at most `MOST` rows, evenly chosen, which is as good and much faster. */
function medians(rows: readonly Float32Array[]): Float32Array {
  const step = Math.max(1, Math.floor(rows.length / MOST));
  const chosen = rows.filter((_, i) => i % step === 0);
  const column = new Float32Array(chosen.length);
  return rows[0]!.map((_, c) => {
    for (let i = 0; i < chosen.length; i++) column[i] = chosen[i]![c]!;
    return percentile(column, 0.5);
  });
}

const MOST = 600;

/** Sorts `values`. Typed arrays sort themselves by number, without a call for every comparison. */
function percentile(values: Float32Array | Float64Array, share: number): number {
  values.sort();
  return values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}
