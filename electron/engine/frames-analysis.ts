import type { VideoFrame } from '../../contract/frame.ts';
import type { FaceFrame, FaceObservation } from '../../contract/landmarks.ts';
import type { EventRecord } from '../../contract/session.ts';
import { EventScorer, type ScoredEvent } from './event-scorer.ts';
import { FaceAnalysis, type ChosenNeutral, type FaceOutcome, type TrackEnd } from './face-analysis.ts';
import { FrameTimes } from './frame-times.ts';
import { FramesInWaiting } from './frames-in-waiting.ts';
import type { Recognizer } from './infer/index.ts';
import type { FaceTracker } from './landmarks/index.ts';
import type { SessionWriter } from './session/index.ts';
import { Stopwatch } from './stopwatch.ts';
import { TrackRecords } from './track-records.ts';

export interface FramesAnalysisOptions {
  readonly tracker: FaceTracker;
  readonly writer: SessionWriter;
  /** Null: events are found but not named. */
  readonly recognizer: Recognizer | null;
  /** What the source declares; a mean, or 0. */
  readonly declaredFps: number;
  /** Chooses the neutral of a face from its first crop; null to measure from the track's own. */
  readonly chooseNeutral: (firstLuma: Uint8Array) => ChosenNeutral | null;
  /** Live: each frame is also measured at once, and what is known of it is in the session within the second. */
  readonly isLive?: boolean;
}

/** A frame that has gone through, with what was measured on it. The frame is held until the next is asked for. */
export interface AnalysedFrame {
  readonly frame: VideoFrame;
  readonly faces: readonly AnalysedFace[];
}

export interface AnalysedFace {
  readonly face: FaceObservation;
  readonly outcome: FaceOutcome;
}

/**
 * Frames on their way through the stages, from capture to session, the same of files and live:
 *
 *   landmarks (key frames, in a worker) → align → window → au → spot → (infer) → session
 *
 * A frame is held until landmarks beyond it are known, so that its transform is filtered without lag; then it is
 * aligned, measured and let go. Landmarks (worker) and the rest (this thread) run side by side.
 *
 *     analysis.take(frame);                          // owns it from here on
 *     await analysis.awaitLandmarks();               // while some are in flight
 *     for (const { frame, faces } of analysis.process()) …
 *     await analysis.end();
 */
export class FramesAnalysis implements AsyncDisposable {
  readonly timesUs = new FrameTimes();
  readonly tracks = new TrackRecords();
  readonly stopwatch = new Stopwatch();
  /** Frames taken; each of them was analysed, given up, or still waits. */
  frames = 0;
  analysed = 0;
  givenUp = 0;
  events = 0;
  /** Frames whose landmarks have been found. */
  landmarked = 0;
  readonly #options: FramesAnalysisOptions;
  readonly #scorer: EventScorer | null;
  readonly #waiting = new FramesInWaiting<VideoFrame>();
  readonly #analyses = new Map<number, FaceAnalysis>();
  readonly #inFlight: Promise<FaceFrame>[] = [];
  readonly #unnamed: ScoredEvent[] = [];
  #sought = 0;

  constructor(options: FramesAnalysisOptions) {
    this.#options = options;
    this.#scorer = options.recognizer && new EventScorer(options.recognizer);
  }

  /** Takes the frame over. Where the tracker is not free, no landmarks are asked for, whatever is due. */
  take(frame: VideoFrame, isTrackerFree = true): void {
    this.frames++;
    this.timesUs.add(frame.timeUs);
    // First of all it waits, and so has an owner, whatever fails.
    const isKey = this.#waiting.add(frame, isTrackerFree);
    this.#options.writer.addFrame(frame.index, frame.timeUs);
    if (!isKey) return;
    this.#sought++;
    const tracking = this.#options.tracker.track(frame.image, frame.index, frame.timeUs);
    // Awaited in order; an earlier failure must not leave this one unhandled.
    tracking.catch(() => undefined);
    this.#inFlight.push(tracking);
  }

  /** Key frames whose landmarks nobody awaits yet. */
  get inFlight(): number {
    return this.#inFlight.length;
  }

  /** Key frames whose landmarks are not there yet, awaited or not. */
  get sought(): number {
    return this.#sought - this.landmarked;
  }

  /** Frames taken and not yet processed. */
  get waiting(): number {
    return this.#waiting.left.length;
  }

  /** The faces in view, by track. */
  get faces(): ReadonlyMap<number, FaceAnalysis> {
    return this.#analyses;
  }

  /** Waits for the landmarks of the oldest key frame in flight. */
  async awaitLandmarks(): Promise<void> {
    const found = await this.stopwatch.timeAsync('landmarks', () => this.#inFlight.shift()!);
    this.landmarked++;
    this.#waiting.found(found);
    for (const face of found.faces) this.#analysisOf(face.trackId).observe(found.timeUs, face);
  }

  /** Throws away the frame that has waited longest: others come faster than they can be looked at. */
  giveUpOldest(): void {
    this.#giveUp(this.#waiting.giveUpOldest());
  }

  /** Throws away all that was taken before `timeUs`: it is too late to be of use. */
  giveUpBefore(timeUs: number): void {
    while (this.#giveUp(this.#waiting.giveUpOldest(timeUs)));
  }

  /** Analyses the frames that are ready; all that are left when no more landmarks will come. */
  *process(isEnd = false): Generator<AnalysedFrame, void, undefined> {
    for (const { frame: each, faces } of this.#waiting.ready(isEnd)) {
      using frame = each;
      const analysed = faces.map((face) => ({ face, outcome: this.#analyse(frame, face) }));
      this.analysed++;
      for (const trackId of this.#waiting.forgetBefore(frame.timeUs - FORGET_US)) this.#end(trackId);
      yield { frame, faces: analysed };
    }
  }

  /** Writes the events that have been named since the last call, and returns them with their ids. */
  storeScored(): EventRecord[] {
    const { writer } = this.#options;
    return (this.#scorer?.scored() ?? this.#unnamed.splice(0)).map(({ event, window }) => {
      this.events++;
      const id = writer.addEvent(event);
      if (window) writer.addWindow(window);
      return { id, ...event };
    });
  }

  /** Measures a face from this rest on. */
  setRest(trackId: number, rest: ChosenNeutral): void {
    const analysis = this.#analyses.get(trackId);
    if (analysis) this.#store(analysis, analysis.setRest(rest));
  }

  /** Ends every track, once all frames are processed; `storeScored` gives the last events. */
  async end(): Promise<void> {
    for (const trackId of [...this.#analyses.keys()]) this.#end(trackId);
    await this.stopwatch.timeAsync('recognize', async () => this.#scorer?.settled());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#inFlight);
    for (const frame of this.#waiting.left) frame[Symbol.dispose]();
    for (const analysis of this.#analyses.values()) analysis[Symbol.dispose]();
  }

  #giveUp(frame: VideoFrame | undefined): boolean {
    if (!frame) return false;
    frame[Symbol.dispose]();
    this.givenUp++;
    return true;
  }

  #analyse(frame: VideoFrame, face: FaceObservation): FaceOutcome {
    const { writer } = this.#options;
    const analysis = this.#analysisOf(face.trackId);
    const outcome = analysis.analyze(frame, face);
    this.tracks.add(face.trackId, frame);
    this.stopwatch.time('store', () => {
      writer.addFace(frame.index, face, { alignment: outcome.alignment });
      if (outcome.present) writer.addProvisional(outcome.present);
    });
    this.#store(analysis, outcome);
    return outcome;
  }

  #store(analysis: FaceAnalysis, { measurements, events }: TrackEnd): void {
    for (const measurement of measurements) this.#options.writer.addMeasurement(measurement);
    for (const event of events) {
      if (this.#scorer) this.#scorer.take(event, analysis);
      else this.#unnamed.push({ event: { ...event, recognition: null }, window: null });
    }
  }

  #analysisOf(trackId: number): FaceAnalysis {
    let analysis = this.#analyses.get(trackId);
    if (!analysis) {
      // What the container declares is a mean, or nothing at all; the frames so far tell of a faster stretch.
      const { declaredFps, chooseNeutral, isLive = false } = this.#options;
      const fps = Math.min(Math.max(declaredFps, this.timesUs.fastestFps(), 30), MOST_RING_FPS);
      const ringSlots = this.#scorer ? Math.ceil(RING_S * fps) : 2;
      analysis = new FaceAnalysis(
        {
          trackId,
          ringSlots,
          ringEveryUs: this.#scorer ? (0.9 * RING_S * 1e6) / ringSlots : 0,
          needsColour: this.#scorer !== null,
          needsColourNeutral: this.#scorer?.needsNeutral ?? false,
          chooseNeutral,
          needsPresent: isLive,
        },
        this.stopwatch,
      );
      this.#analyses.set(trackId, analysis);
    }
    return analysis;
  }

  #end(trackId: number): void {
    const analysis = this.#analyses.get(trackId);
    if (!analysis) return;
    this.#store(analysis, analysis.end());
    analysis[Symbol.dispose]();
    this.#analyses.delete(trackId);
  }
}

/** Key frames kept behind the frame in hand; a track unseen for longer than the tracker's patience has ended. */
const FORGET_US = 2_000_000;

/**
 * A micro-expression is given out at the latest 1.8 s after its offset, half a second after its apex, and its window
 * reaches a quarter of a second back from there. Where frames come faster than was known when the ring was made, or
 * faster than any window needs, some are left out of it (a tenth of slack lets timestamps jitter), so that its span
 * holds.
 */
const RING_S = 3;
const MOST_RING_FPS = 120;
