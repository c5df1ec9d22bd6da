/**
 * The pipeline: the one file that knows the stages and their order.
 *
 *   capture → landmarks (key frames, in a worker) → align → window → au → spot → (infer) → session
 *
 * A frame is held until landmarks beyond it are known, so that its transform is filtered without lag; then it is
 * aligned, measured and let go. Landmarks (worker) and the rest (this thread) run side by side.
 */
import { resolve } from 'node:path';
import type { AnalysisSummary, AnalyzeOptions, AnalyzeProgress } from '../../contract/analysis.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { VideoFrame } from '../../contract/frame.ts';
import type { FaceFrame } from '../../contract/landmarks.ts';
import type { ModelRecord } from '../../contract/session.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { RECIPE } from '../../contract/recipe.ts';
import { openFile, sha256OfInput, type FrameSource } from './capture/index.ts';
import { EventScorer } from './event-scorer.ts';
import { FaceAnalysis, type FaceOutcome } from './face-analysis.ts';
import { openRecognizer, type Recognizer } from './infer/index.ts';
import { FrameTimes } from './frame-times.ts';
import { FramesInWaiting } from './frames-in-waiting.ts';
import { chooseBundle, type FaceTracker } from './landmarks/index.ts';
import { findNeutralFaces, type NeutralFaces } from './neutral-faces.ts';
import { SessionWriter } from './session/index.ts';
import { Stopwatch } from './stopwatch.ts';
import { TrackerKeeper } from './tracker-keeper.ts';
import { TrackRecords } from './track-records.ts';

export type { AnalysisSummary, AnalyzeOptions, AnalyzeProgress };

export interface AnalyzeHooks {
  /** Aborting ends the analysis; nothing is left under the session's name. */
  readonly signal: AbortSignal;
  /** Called once the input is open, and then some ten times a second. */
  readonly onProgress: (progress: AnalyzeProgress) => void;
}

/**
 * Analyzes a video file (or folder of images) to a session file. The session appears under `sessionPath` when it is
 * whole, or not at all. Throws catalogue errors; rejects with the signal's reason when aborted. For several inputs,
 * `Analyzer` saves starting the landmark thread each time.
 */
export async function analyze(...call: Parameters<Analyzer['analyze']>): Promise<AnalysisSummary> {
  await using analyzer = new Analyzer();
  return await analyzer.analyze(...call);
}

/** Analyzes inputs one after the other, as `analyze` does, and keeps the landmark thread between them. */
export class Analyzer implements AsyncDisposable {
  readonly #trackers = new TrackerKeeper();

  async analyze(
    input: string,
    sessionPath: string,
    options: AnalyzeOptions,
    hooks: AnalyzeHooks,
  ): Promise<AnalysisSummary> {
    const startedMs = performance.now();
    const bundle = chooseBundle(options.bundle);
    // Its thread loads the networks while the input is opened and the session begun.
    const taking = this.#trackers.take(bundle, options.faces);
    // Awaited below; where the input cannot be opened, that is what is told.
    taking.catch(() => undefined);
    await using source = await openFile(input, options.fps === null ? {} : { fps: options.fps });
    using writer = SessionWriter.create(sessionPath);
    const { frames: totalFrames } = source.info;
    hooks.onProgress({ frames: 0, totalFrames, mediaS: 0, realtimeFactor: 0, leftS: null });
    try {
      const tracker = await taking;
      const neutrals = options.neutral
        ? await findNeutralFaces(input, options.neutral, options, tracker, hooks.signal)
        : null;
      await using recognizer = options.model === null ? null : await openRecognizer(options.model, options);
      const hashing = sha256OfInput(input);
      // Awaited at the end; a failure before that must not count as unhandled.
      hashing.catch(() => undefined);
      const run = new Run(source, tracker, writer, recognizer, neutrals, hooks, startedMs);
      await run.read();
      hooks.signal.throwIfAborted();
      const { timesUs, frames, tracks, events, stopwatch } = run;
      if (frames === 0)
        throw new OnsetError('input-undecodable', { path: input, reason: 'no frame could be decoded' });
      const { widthPx, heightPx } = source.info;
      writer.setInput({
        // Whole, so that the session finds its video from any folder it is opened in.
        path: resolve(input),
        sha256: await hashing,
        widthPx,
        heightPx,
        frames,
        fps: timesUs.fps(),
        durationS: timesUs.durationS(),
        isVariableRate: timesUs.isVariable(),
      });
      writer.setProvenance({
        onset: ONSET_VERSION,
        recipe: RECIPE.id,
        bundle,
        model: recognizer && modelRecord(recognizer),
        settings: { ...options },
      });
      for (const record of tracks.records()) writer.addTrack(record);
      const wallS = (performance.now() - startedMs) / 1000;
      const realtimeFactor = timesUs.durationS() / wallS;
      writer.setTiming({ wallS, realtimeFactor, stagesMsPerFrame: stopwatch.perFrame(frames) });
      writer.finish();
      const warnings = [...source.stats.warnings, ...(recognizer?.providerNotes ?? [])];
      return { frames, tracks: tracks.count, events, wallS, realtimeFactor, warnings };
    } catch (error) {
      writer.discard();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#trackers[Symbol.asyncDispose]();
  }
}

const modelRecord = ({ card, provider }: Recognizer): ModelRecord => ({
  name: card.network,
  sha256: card.sha256,
  provider,
  trainedOn: card.trainedOn,
});

/** One reading of a source, from its first frame to its last. */
class Run {
  readonly timesUs = new FrameTimes();
  readonly tracks = new TrackRecords();
  readonly stopwatch = new Stopwatch();
  frames = 0;
  events = 0;
  readonly #source: FrameSource;
  readonly #tracker: FaceTracker;
  readonly #writer: SessionWriter;
  readonly #scorer: EventScorer | null;
  readonly #neutrals: NeutralFaces | null;
  readonly #hooks: AnalyzeHooks;
  readonly #startedMs: number;
  readonly #waiting = new FramesInWaiting<VideoFrame>();
  readonly #analyses = new Map<number, FaceAnalysis>();
  readonly #inFlight: Promise<FaceFrame>[] = [];
  #nextProgressMs = 0;

  constructor(
    source: FrameSource,
    tracker: FaceTracker,
    writer: SessionWriter,
    recognizer: Recognizer | null,
    neutrals: NeutralFaces | null,
    hooks: AnalyzeHooks,
    startedMs: number,
  ) {
    this.#source = source;
    this.#tracker = tracker;
    this.#writer = writer;
    this.#scorer = recognizer && new EventScorer(recognizer);
    this.#neutrals = neutrals;
    this.#hooks = hooks;
    this.#startedMs = startedMs;
  }

  async read(): Promise<void> {
    const frames = this.#source.frames(this.#hooks.signal);
    try {
      for (;;) {
        const { done, value: frame } = await this.stopwatch.timeAsync('decode', () => frames.next());
        if (done) break;
        this.#take(frame);
        while (this.#inFlight.length > MOST_IN_FLIGHT) await this.#awaitLandmarks();
        this.#process();
        this.#storeScored();
      }
      while (this.#inFlight.length > 0) await this.#awaitLandmarks();
      this.#process(true);
      for (const trackId of [...this.#analyses.keys()]) this.#end(trackId);
      await this.stopwatch.timeAsync('recognize', async () => this.#scorer?.settled());
      this.#storeScored();
    } finally {
      await Promise.allSettled(this.#inFlight);
      for (const frame of this.#waiting.left) frame[Symbol.dispose]();
      for (const analysis of this.#analyses.values()) analysis[Symbol.dispose]();
    }
  }

  #take(frame: VideoFrame): void {
    this.frames++;
    this.timesUs.add(frame.timeUs);
    this.#writer.addFrame(frame.index, frame.timeUs);
    if (!this.#waiting.add(frame)) return;
    const tracking = this.#tracker.track(frame.image, frame.index, frame.timeUs);
    // Awaited in order; an earlier failure must not leave this one unhandled.
    tracking.catch(() => undefined);
    this.#inFlight.push(tracking);
  }

  async #awaitLandmarks(): Promise<void> {
    const found = await this.stopwatch.timeAsync('landmarks', () => this.#inFlight.shift()!);
    this.#waiting.found(found);
    for (const face of found.faces) this.#analysisOf(face.trackId).observe(found.timeUs, face);
  }

  /** Analyzes the frames that are ready; all that are left at the end. */
  #process(isEnd = false): void {
    for (const { frame: each, faces } of this.#waiting.ready(isEnd)) {
      using frame = each;
      for (const face of faces) {
        const analysis = this.#analysisOf(face.trackId);
        const outcome = analysis.analyze(frame, face);
        this.tracks.add(face.trackId, frame);
        this.stopwatch.time('store', () =>
          this.#writer.addFace(frame.index, face, { alignment: outcome.alignment }),
        );
        this.#store(analysis, outcome);
      }
      for (const trackId of this.#waiting.forgetBefore(frame.timeUs - FORGET_US)) this.#end(trackId);
      this.#tellProgress(frame.timeUs);
    }
  }

  #store(analysis: FaceAnalysis, { measurements, events }: Omit<FaceOutcome, 'alignment'>): void {
    for (const measurement of measurements) this.#writer.addMeasurement(measurement);
    for (const event of events) {
      this.events++;
      if (this.#scorer) this.#scorer.take(event, analysis);
      else this.#writer.addEvent({ ...event, recognition: null });
    }
  }

  #storeScored(): void {
    for (const { event, window } of this.#scorer?.scored() ?? []) {
      this.#writer.addEvent(event);
      if (window) this.#writer.addWindow(window);
    }
  }

  #analysisOf(trackId: number): FaceAnalysis {
    let analysis = this.#analyses.get(trackId);
    if (!analysis) {
      // What the container declares is a mean, or nothing at all; the frames so far tell of a faster stretch.
      const fps = Math.min(Math.max(this.#source.info.fps, this.timesUs.fastestFps(), 30), MOST_RING_FPS);
      const ringSlots = this.#scorer ? Math.ceil(RING_S * fps) : 2;
      analysis = new FaceAnalysis(
        {
          trackId,
          ringSlots,
          ringEveryUs: this.#scorer ? (0.9 * RING_S * 1e6) / ringSlots : 0,
          needsColour: this.#scorer !== null,
          needsColourNeutral: this.#scorer?.needsNeutral ?? false,
          chooseNeutral: (luma) => this.#neutrals?.nearest(luma) ?? null,
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

  #tellProgress(timeUs: number): void {
    const nowMs = performance.now();
    if (nowMs < this.#nextProgressMs) return;
    this.#nextProgressMs = nowMs + 100;
    const wallS = (nowMs - this.#startedMs) / 1000;
    const { frames: totalFrames, durationS } = this.#source.info;
    const mediaS = timeUs / 1e6;
    const share = durationS ? mediaS / durationS : totalFrames ? this.frames / totalFrames : null;
    this.#hooks.onProgress({
      frames: this.frames,
      totalFrames,
      mediaS,
      realtimeFactor: mediaS / wallS,
      leftS: share ? Math.max(0, wallS / share - wallS) : null,
    });
  }
}

/** The worker always has the next image at hand, and memory stays small. */
const MOST_IN_FLIGHT = 2;

/** Key frames kept behind the frame in hand; a track unseen for longer than the tracker's patience has ended. */
const FORGET_US = 2_000_000;

/**
 * A micro-expression is given out at the latest 1.8 s after its offset, half a second after its apex, and its window
 * reaches a quarter of a second back from there. Where frames come faster than was known when the ring was made, or
 * faster than any window needs, some are left out of it (a tenth of slack lets timestamps jitter), so that its span holds.
 */
const RING_S = 3;
const MOST_RING_FPS = 120;
