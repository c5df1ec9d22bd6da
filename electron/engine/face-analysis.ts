import { invert, type Alignment } from '../../contract/align.ts';
import type { FaceMeasurement } from '../../contract/au.ts';
import type { VideoFrame } from '../../contract/frame.ts';
import type { FaceObservation } from '../../contract/landmarks.ts';
import { CROP_PLANES, RECIPE } from '../../contract/recipe.ts';
import type { FaceSignals } from '../../contract/signals.ts';
import type { SpottedEvent } from '../../contract/spot.ts';
import { Aligner } from './align/index.ts';
import {
  auFrame,
  auIntensities,
  describeMotion,
  FaceMeter,
  restOf,
  type Baseline,
  type GivenRest,
  type NeutralFace,
  type Rest,
} from './au/index.ts';
import { activityOf, PresentActivity, Spotter } from './spot/index.ts';
import type { Stopwatch } from './stopwatch.ts';
import { CropRing, RollingNeutral } from './window/index.ts';

/** What comes out of one frame of one face; measurements and events come when enough of what follows is known. */
export interface FaceOutcome {
  readonly alignment: Alignment | null;
  /** This frame as well as its past can tell; null unless asked for, and where the face was not measured. */
  readonly present: FaceMeasurement | null;
  readonly measurements: readonly FaceMeasurement[];
  readonly events: readonly SpottedEvent[];
}

/** What a track gives out at its end. */
export type TrackEnd = Pick<FaceOutcome, 'measurements' | 'events'>;

/** A face at rest that the person pointed to. */
export type ChosenNeutral = NeutralFace & GivenRest;

/** One frame of a face as it was measured; `luma` is the crop's, valid during the call. */
export interface FaceLook {
  readonly timeUs: number;
  readonly luma: Uint8Array;
  readonly face: FaceObservation;
  readonly alignment: Alignment;
  readonly signals: FaceSignals;
}

export interface FaceAnalysisOptions {
  readonly trackId: number;
  /** Crops kept for windows of the recent past, and how near in time to each other at most. */
  readonly ringSlots: number;
  readonly ringEveryUs?: number;
  /** Whether the ring's crops are in colour (recognizers ask for it) or hold luma alone, and zeros before it. */
  readonly needsColour: boolean;
  /** Whether the neutral is kept in colour too (some recognizers ask for it) or in luma alone. */
  readonly needsColourNeutral: boolean;
  /** Chooses the neutral the person set from this face's first crop; null to measure from the track's own. */
  readonly chooseNeutral: (firstLuma: Uint8Array) => ChosenNeutral | null;
  /** Whether every frame is also measured at once, from its past alone: live, where the future is not there yet. */
  readonly needsPresent?: boolean;
}

/**
 * One face on its way through the stages: align → window → au → spot.
 *
 *     analysis.observe(timeUs, mesh);                  // key frames, ahead of
 *     const outcome = analysis.analyze(frame, face);   // every frame that shows the face
 *     const last = analysis.end();
 */
export class FaceAnalysis implements Disposable {
  readonly trackId: number;
  readonly ring: CropRing;
  /** The latest neutral crop: R, G, B, luma planes, or luma alone; null before the first frame. */
  neutral: Uint8Array | null = null;
  /** Sees every measured frame. */
  watcher: ((look: FaceLook) => void) | null = null;
  readonly #options: FaceAnalysisOptions;
  readonly #aligner: Aligner;
  readonly #rolling: RollingNeutral;
  #meter: FaceMeter;
  #spotter: Spotter;
  readonly #stopwatch: Stopwatch;
  #baseline: Baseline = 'running';
  #signals: FaceSignals[] = [];
  /** How many of `#signals` have been turned into measurements. */
  #measured = 0;
  #rest: Rest | null = null;
  #restFromUs = -Infinity;
  #presentActivity = new PresentActivity();

  constructor(options: FaceAnalysisOptions, stopwatch: Stopwatch) {
    this.trackId = options.trackId;
    this.#options = options;
    this.#stopwatch = stopwatch;
    this.#aligner = new Aligner(options.trackId, RECIPE);
    this.#meter = new FaceMeter(RECIPE);
    this.#spotter = new Spotter(options.trackId, describeMotion);
    this.#rolling = new RollingNeutral(options.needsColourNeutral ? CROP_PLANES : 1, PLANE_BYTES);
    this.ring = CropRing.create(options.ringSlots);
  }

  /** Where landmarks found the face; times rise and run ahead of `analyze`. */
  observe(timeUs: number, face: FaceObservation): void {
    this.#aligner.observe(timeUs, face.mesh);
  }

  analyze(frame: VideoFrame, face: FaceObservation): FaceOutcome {
    const crop = this.ring.reserve(frame.timeUs, frame.index);
    const alignment = this.#stopwatch.time('align', () =>
      this.#aligner.align(frame.image, frame.timeUs, crop, this.#options.needsColour ? 'all' : 'luma'),
    );
    if (!alignment) return { alignment, present: null, measurements: [], events: [] };
    if (frame.timeUs - (this.ring.lastTimeUs ?? -Infinity) >= (this.#options.ringEveryUs ?? 0))
      this.ring.commit();
    const luma = crop.subarray(LUMA_AT);
    const signals = this.#stopwatch.time('motion', () => {
      this.#renewNeutral(frame.timeUs, crop, luma, face, alignment);
      return this.#meter.measure({ frameIndex: frame.index, timeUs: frame.timeUs }, luma, face, alignment);
    });
    this.#signals.push(signals);
    const events = this.#stopwatch.time('spot', () => this.#spotter.push(signals));
    const isDue = signals.timeUs - this.#signals[this.#measured]!.timeUs >= BLOCK_US + CONTEXT_US;
    const measurements = isDue ? this.#measureUpTo(signals.timeUs - CONTEXT_US) : [];
    const present = this.#options.needsPresent
      ? this.#stopwatch.time('au', () => this.#measurePresent(signals))
      : null;
    this.watcher?.({ timeUs: frame.timeUs, luma, face, alignment, signals });
    return { alignment, present, measurements, events };
  }

  /** Whether its zero is a rest that a person chose. */
  get hasGivenRest(): boolean {
    return this.#baseline !== 'running';
  }

  /**
   * From the next frame on everything is measured from this face at rest. What was measured up to now keeps its own
   * zero and is given out.
   */
  setRest(rest: ChosenNeutral): TrackEnd {
    const last = this.end();
    this.#meter[Symbol.dispose]();
    this.#meter = new FaceMeter(RECIPE);
    this.#meter.setNeutral(rest);
    this.#spotter = new Spotter(this.trackId, describeMotion);
    this.#baseline = rest;
    this.#signals = [];
    this.#measured = 0;
    this.#rest = null;
    this.#restFromUs = -Infinity;
    this.#presentActivity = new PresentActivity();
    return last;
  }

  /** The track is over: what was still waiting for its future. */
  end(): TrackEnd {
    const events = this.#stopwatch.time('spot', () => this.#spotter.end());
    return { measurements: this.#measureUpTo(Infinity), events };
  }

  [Symbol.dispose](): void {
    this.#aligner[Symbol.dispose]();
    this.#meter[Symbol.dispose]();
  }

  #renewNeutral(
    timeUs: number,
    crop: Uint8Array,
    luma: Uint8Array,
    face: FaceObservation,
    { cropToFrame }: Alignment,
  ): void {
    const renewed = this.#rolling.offer(timeUs, this.#options.needsColourNeutral ? crop : luma);
    if (!renewed) return;
    if (!this.neutral) {
      const chosen = this.#options.chooseNeutral(luma);
      if (chosen) {
        this.#meter.setNeutral(chosen);
        this.#baseline = chosen;
      }
    }
    this.neutral = renewed;
    const neutralLuma = renewed.subarray(renewed.length - PLANE_BYTES);
    const frameToCrop = invert(cropToFrame);
    this.#aligner.setNeutral(neutralLuma, face.mesh, frameToCrop);
    this.#meter.setNeutral({ luma: neutralLuma, mesh: face.mesh, frameToCrop });
  }

  #measurePresent(signals: FaceSignals): FaceMeasurement {
    const { frameIndex, timeUs } = signals;
    if (!this.#rest || timeUs >= this.#restFromUs + RENEW_REST_US) {
      this.#rest = restOf(this.#signals, this.#baseline);
      this.#restFromUs = timeUs;
    }
    const intensity = auFrame(signals, this.#rest);
    const activity = this.#presentActivity.of(signals);
    return { frameIndex, timeUs, trackId: this.trackId, ...intensity, activity };
  }

  #measureUpTo(untilUs: number): FaceMeasurement[] {
    const stretch = this.#signals;
    if (stretch.length === 0) return [];
    return this.#stopwatch.time('au', () => {
      const from = this.#measured;
      const beyond = stretch.findIndex(({ timeUs }) => timeUs > untilUs);
      const next = beyond < 0 ? stretch.length : beyond;
      const activity = activityOf(stretch);
      const intensities = auIntensities(stretch, this.#baseline, from, next);
      const rows = intensities.map((intensity, i): FaceMeasurement => {
        const { frameIndex, timeUs } = stretch[from + i]!;
        const { trackId } = this;
        return { frameIndex, timeUs, trackId, ...intensity, activity: activity[from + i]! };
      });
      const keepFrom = stretch.findIndex(({ timeUs }) => timeUs >= untilUs - CONTEXT_US);
      this.#signals = keepFrom < 0 ? [] : stretch.slice(keepFrom);
      this.#measured = keepFrom < 0 ? 0 : next - keepFrom;
      return rows;
    });
  }
}

const PLANE_BYTES = RECIPE.sizePx * RECIPE.sizePx;
const LUMA_AT = 3 * PLANE_BYTES;

/** AU intensities are relative to the median of ten seconds on either side; ten seconds are done at a time. */
const CONTEXT_US = 10_000_000;
const BLOCK_US = 10_000_000;

/** The median of ten seconds hardly moves in half of one. */
const RENEW_REST_US = 500_000;
