/**
 * The pipeline of files: it opens what is to be analysed, and puts the session together.
 *
 *   capture → landmarks (key frames, in a worker) → align → window → au → spot → (infer) → session
 *
 * What happens to frames between capture and session is in frames-analysis.ts, which live.ts shares.
 */
import { resolve } from 'node:path';
import type { AnalysisSummary, AnalyzeOptions, AnalyzeProgress } from '../../contract/analysis.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { SourceInfo } from '../../contract/frame.ts';
import type { LandmarkBundle } from '../../contract/landmarks.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { RECIPE } from '../../contract/recipe.ts';
import { openFile, sha256OfInput, type FrameSource } from './capture/index.ts';
import { FramesAnalysis } from './frames-analysis.ts';
import { openRecognizer, type Recognizer } from './infer/index.ts';
import { chooseBundle } from './landmarks/index.ts';
import { modelRecord } from './live-description.ts';
import { findNeutralFaces } from './neutral-faces.ts';
import { SessionWriter } from './session/index.ts';
import { TrackerKeeper } from './tracker-keeper.ts';

export type { AnalysisSummary, AnalyzeOptions, AnalyzeProgress };

export interface AnalyzeHooks {
  /** Aborting ends the analysis; nothing is left under the session's name. */
  readonly signal: AbortSignal;
  /** Called once the input is open, and then some ten times a second. */
  readonly onProgress: (progress: AnalyzeProgress) => void;
  /** Awaited before each frame, where something more urgent may want the processors; rejects as the signal does. */
  readonly turn?: () => Promise<void>;
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
      // While the networks are loaded. Awaited at the end; a failure before that must not count as unhandled.
      const hashing = sha256OfInput(input);
      hashing.catch(() => undefined);
      const tracker = await taking;
      const neutrals = options.neutral
        ? await findNeutralFaces(input, options.neutral, options, tracker, hooks.signal)
        : null;
      await using recognizer = options.model === null ? null : await openRecognizer(options.model, options);
      await using analysis = new FramesAnalysis({
        tracker,
        writer,
        recognizer,
        declaredFps: source.info.fps,
        chooseNeutral: (luma) => neutrals?.nearest(luma) ?? null,
      });
      // From the beginning and every second, so that a crash leaves a session that knows its video.
      const describe = (sha256: string): void => {
        describeFile(writer, analysis, {
          input,
          source,
          bundle,
          recognizer,
          sha256,
          settings: { ...options },
        });
      };
      describe('');
      await read(source, analysis, hooks, startedMs, () => {
        describe('');
      });
      hooks.signal.throwIfAborted();
      const { timesUs, frames, tracks, events, stopwatch } = analysis;
      if (frames === 0)
        throw new OnsetError('input-undecodable', { path: input, reason: 'no frame could be decoded' });
      describe(await hashing);
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

interface FileDescription {
  readonly input: string;
  readonly source: FrameSource;
  readonly bundle: LandmarkBundle;
  readonly recognizer: Recognizer | null;
  /** Empty while the file is still being read. */
  readonly sha256: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Writes what was analysed with what, and how far it has come. */
function describeFile(
  writer: SessionWriter,
  { timesUs, frames, tracks }: FramesAnalysis,
  { input, source, bundle, recognizer, sha256, settings }: FileDescription,
): void {
  const { widthPx, heightPx } = source.info;
  writer.setInput({
    // Whole, so that the session finds its video from any folder it is opened in.
    path: resolve(input),
    ...{ sha256, widthPx, heightPx, frames },
    fps: timesUs.fps(),
    durationS: frames > 0 ? timesUs.durationS() : 0,
    isVariableRate: timesUs.isVariable(),
  });
  writer.setProvenance({
    onset: ONSET_VERSION,
    recipe: RECIPE.id,
    bundle,
    model: recognizer && modelRecord(recognizer),
    settings,
  });
  for (const record of tracks.records()) writer.addTrack(record);
}

/** Reads a source from its first frame to its last; `checkpoint` is called every second. */
async function read(
  source: FrameSource,
  analysis: FramesAnalysis,
  hooks: AnalyzeHooks,
  startedMs: number,
  checkpoint: () => void,
): Promise<void> {
  const progress = new Progress(source.info, hooks, startedMs);
  let checkpointMs = performance.now() + CHECKPOINT_MS;
  const frames = source.frames(hooks.signal);
  const most = mostInFlight(source.info);
  const processReady = (isEnd = false): void => {
    for (const { frame } of analysis.process(isEnd)) progress.tell(analysis.frames, frame.timeUs);
  };
  for (;;) {
    await hooks.turn?.();
    const { done, value: frame } = await analysis.stopwatch.timeAsync('decode', () => frames.next());
    if (done) break;
    analysis.take(frame);
    while (analysis.inFlight > most) await analysis.awaitLandmarks();
    processReady();
    analysis.storeScored();
    if (performance.now() < checkpointMs) continue;
    checkpointMs = performance.now() + CHECKPOINT_MS;
    checkpoint();
  }
  while (analysis.inFlight > 0) {
    await analysis.awaitLandmarks();
    // One by one, as before the end: how far a frame sees ahead must not depend on how many are in flight.
    processReady();
  }
  processReady(true);
  await analysis.end();
  analysis.storeScored();
}

class Progress {
  readonly #info: SourceInfo;
  readonly #hooks: AnalyzeHooks;
  readonly #startedMs: number;
  #nextMs = 0;

  constructor(info: SourceInfo, hooks: AnalyzeHooks, startedMs: number) {
    this.#info = info;
    this.#hooks = hooks;
    this.#startedMs = startedMs;
  }

  tell(frames: number, timeUs: number): void {
    const nowMs = performance.now();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + 100;
    const wallS = (nowMs - this.#startedMs) / 1000;
    const { frames: totalFrames, durationS } = this.#info;
    const mediaS = timeUs / 1e6;
    const share = durationS ? mediaS / durationS : totalFrames ? frames / totalFrames : null;
    this.#hooks.onProgress({
      frames,
      totalFrames,
      mediaS,
      realtimeFactor: mediaS / wallS,
      leftS: share ? Math.max(0, wallS / share - wallS) : null,
    });
  }
}

const CHECKPOINT_MS = 1000;

/**
 * Key frames that wait for their landmarks: some 50 ms of the landmark thread's work, so that it does not run dry while
 * this thread waits for a disk to take what is committed or looks over ten seconds at once. Two at least; of large
 * frames not many more, since each is held here and copied there.
 */
function mostInFlight({ widthPx, heightPx }: SourceInfo): number {
  const frameBytes = 1.5 * widthPx * heightPx;
  return Math.min(Math.max(Math.floor(IN_FLIGHT_BYTES / frameBytes), 2), 7);
}

/** Seven frames of 1080p, two of 2160p. */
const IN_FLIGHT_BYTES = 24e6;
