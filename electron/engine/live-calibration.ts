import type { CalibrationRecord } from '../../contract/session.ts';
import { invert } from '../../contract/align.ts';
import type { ChosenNeutral, FaceAnalysis, FaceLook } from './face-analysis.ts';
import { MOST_NEUTRAL_SAMPLES, NeutralSamples } from './neutral-samples.ts';

/** What a person is to do, as a key of the interface's texts. */
export type CalibrationHint =
  'no-face' | 'come-closer' | 'look-at-camera' | 'keep-still' | 'relax-face' | 'done-partly';

export interface CalibrationState {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  readonly progress01: number;
  readonly hint: CalibrationHint | null;
}

export const NOT_CALIBRATED: CalibrationState = { state: 'none', progress01: 0, hint: null };

/** A face whose rest is known now. */
export interface CalibratedFace {
  readonly neutral: ChosenNeutral;
  readonly record: CalibrationRecord;
}

/**
 * Measures every face in view at rest: each for some seconds in which it is near enough, turned to the camera, and
 * still. Time in which it is not does not count, and says why.
 *
 *     const calibration = new LiveCalibration(3);
 *     for (each frame) for (const { neutral, record } of calibration.step(frame.timeUs, analysis.faces)) …
 */
export class LiveCalibration {
  readonly #needUs: number;
  readonly #faces = new Map<number, FaceAtRest>();
  #startUs: number | null = null;
  #state: CalibrationState = { state: 'running', progress01: 0, hint: null };

  constructor(seconds: number) {
    this.#needUs = seconds * 1e6;
  }

  get state(): CalibrationState {
    return this.#state;
  }

  /** After each frame: watches the faces in view. Returns those that are done since the last call. */
  step(timeUs: number, inView: ReadonlyMap<number, FaceAnalysis>): CalibratedFace[] {
    if (this.#state.state !== 'running') return [];
    this.#startUs ??= timeUs;
    for (const [trackId, analysis] of inView) this.#watch(trackId, analysis);
    for (const trackId of [...this.#faces.keys()]) if (!inView.has(trackId)) this.#faces.delete(trackId);
    const fresh = [...this.#faces.values()].flatMap((face) => face.takeDone() ?? []);
    this.#conclude(timeUs);
    if (this.state.state !== 'running') for (const analysis of inView.values()) analysis.watcher = null;
    return fresh;
  }

  #watch(trackId: number, analysis: FaceAnalysis): void {
    if (this.#faces.has(trackId)) return;
    const face = new FaceAtRest(trackId, this.#needUs);
    this.#faces.set(trackId, face);
    analysis.watcher = (look) => {
      face.see(look);
    };
  }

  #conclude(timeUs: number): void {
    const faces = [...this.#faces.values()];
    const undone = faces.filter(({ isDone }) => !isDone);
    const progress01 = faces.reduce((sum, face) => sum + face.progress01, 0) / Math.max(faces.length, 1);
    const hint = faces.length === 0 ? 'no-face' : (undone.find((face) => face.hint)?.hint ?? null);
    const isLate = timeUs - this.#startUs! > MOST_TIMES * this.#needUs + EXTRA_US;
    if (faces.length > 0 && undone.length === 0) this.#state = { state: 'done', progress01: 1, hint: null };
    else if (!isLate) this.#state = { state: 'running', progress01, hint };
    else if (undone.length < faces.length)
      this.#state = { state: 'done', progress01: 1, hint: 'done-partly' };
    else this.#state = { state: 'failed', progress01, hint };
  }
}

class FaceAtRest {
  readonly #trackId: number;
  readonly #needUs: number;
  readonly #samples = new NeutralSamples();
  #recent: FaceLook['signals'][] = [];
  #fromUs = 0;
  #toUs = 0;
  #goodUs = 0;
  #lastUs: number | null = null;
  #nextSampleUs = -Infinity;
  #isTaken = false;
  hint: CalibrationHint | null = null;

  constructor(trackId: number, needUs: number) {
    this.#trackId = trackId;
    this.#needUs = needUs;
  }

  get progress01(): number {
    return Math.min(1, this.#goodUs / this.#needUs);
  }

  get isDone(): boolean {
    return this.#goodUs >= this.#needUs && this.#samples.count > 0;
  }

  see(look: FaceLook): void {
    if (this.isDone) return;
    const { timeUs } = look;
    const passedUs = Math.min(timeUs - (this.#lastUs ?? timeUs), LONGEST_STEP_US);
    this.#lastUs = timeUs;
    this.#recent = [...this.#recent.filter((past) => past.timeUs >= timeUs - STILL_US), look.signals];
    this.hint = this.#objection(look);
    if (this.hint) return;
    this.#goodUs += passedUs;
    if (timeUs < this.#nextSampleUs || this.#samples.count >= MOST_NEUTRAL_SAMPLES) return;
    // Evenly over the seconds asked for, so that the median is of all of them.
    this.#nextSampleUs = timeUs + Math.max(100_000, this.#needUs / MOST_NEUTRAL_SAMPLES);
    if (this.#samples.count === 0) this.#fromUs = timeUs;
    this.#toUs = timeUs;
    this.#samples.add(look.luma.slice(), look.face.mesh, invert(look.alignment.cropToFrame));
  }

  /** Once, when it is done. */
  takeDone(): CalibratedFace | null {
    const neutral = this.isDone && !this.#isTaken ? this.#samples.neutral() : null;
    if (!neutral) return null;
    this.#isTaken = true;
    const { lidOpening } = neutral;
    const record = {
      trackId: this.#trackId,
      fromUs: this.#fromUs,
      toUs: this.#toUs,
      samples: this.#samples.count,
      lidOpening,
    };
    return { neutral, record };
  }

  #objection({ face, alignment }: FaceLook): CalibrationHint | null {
    if (alignment.iodFramePx < LEAST_IOD_PX) return 'come-closer';
    const { yawRad, pitchRad } = face.pose;
    if (
      face.confidence01 < LEAST_CONFIDENCE ||
      Math.abs(yawRad) > MOST_YAW_RAD ||
      Math.abs(pitchRad) > MOST_PITCH_RAD
    )
      return 'look-at-camera';
    if (this.#range(({ head }) => head.x) > STILL_IOD || this.#range(({ head }) => head.y) > STILL_IOD)
      return 'keep-still';
    if (
      this.#range(({ head }) => head.yawRad) > STILL_RAD ||
      this.#range(({ head }) => head.rollRad) > STILL_RAD
    )
      return 'keep-still';
    const first = this.#recent[0]!.motion;
    const moves = this.#recent.some(({ motion }) =>
      motion.some((value, i) => Math.abs(value - first[i]!) > RELAXED_IOD),
    );
    return moves ? 'relax-face' : null;
  }

  #range(read: (signals: FaceLook['signals']) => number): number {
    const values = this.#recent.map(read);
    return Math.max(...values) - Math.min(...values);
  }
}

/** Below this the spotter itself calls a face too small. */
const LEAST_IOD_PX = 40;
/** A face turned by 20° hides part of its far cheek; cameras above or below the screen cost some of the pitch. */
const MOST_YAW_RAD = 0.35;
const MOST_PITCH_RAD = 0.45;
const LEAST_CONFIDENCE = 0.5;

/** Within half a second: breathing and pulse move a resting head by less than a tenth of the distance of the eyes. */
const STILL_US = 500_000;
const STILL_IOD = 0.12;
const STILL_RAD = 0.1;
/** A movement of 5 % of the distance of the eyes is seen by eye; registration's own errors stay well below. */
const RELAXED_IOD = 0.05;

/** A stall of the source does not count as rest. */
const LONGEST_STEP_US = 100_000;

/** A person who is told what to do gets it right in this time, or needs another try. */
const MOST_TIMES = 3;
const EXTRA_US = 5_000_000;
