/**
 * Live: a camera, stream or virtual camera, watched as it happens, into a session that is being written.
 *
 *   capture → frames-analysis (landmarks, align, au, spot, infer) → session
 *      └→ recording (packets as they came)      └→ overlays, preview pictures
 *
 * Nothing waits for anything that is slow: landmarks are looked for on the newest frame whenever the worker is free,
 * frames that have waited too long are thrown away and counted, and pictures are made only as fast as they are looked at.
 */
import { statSync } from 'node:fs';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { OnsetError } from '../../contract/errors.ts';
import type { SourceInfo, VideoFrame } from '../../contract/frame.ts';
import type { Provider } from '../../contract/model.ts';
import type {
  CalibrationRecord,
  ConsentRecord,
  EventRecord,
  RecordingRecord,
} from '../../contract/session.ts';
import type { Moment } from '../../contract/spot.ts';
import { Alarm } from './alarm.ts';
import { avFrameOf, sha256OfInput, type FrameSource } from './capture/index.ts';
import type { ChosenNeutral } from './face-analysis.ts';
import { FramesAnalysis, type AnalysedFrame } from './frames-analysis.ts';
import { openRecognizer, type Recognizer } from './infer/index.ts';
import { chooseBundle, FaceTracker } from './landmarks/index.ts';
import { LiveBacklog } from './live-backlog.ts';
import { LiveCalibration, NOT_CALIBRATED, type CalibrationState } from './live-calibration.ts';
import { describeLive } from './live-description.ts';
import { LiveFaces, type LiveFace } from './live-faces.ts';
import { measuredFrame, type MeasuredFrame } from './live-frame.ts';
import { LiveLatency } from './live-latency.ts';
import { LivePictures, type OnPicture } from './live-pictures.ts';
import { LiveRate } from './live-rate.ts';
import { LoopLoad } from './loop-load.ts';
import { NeutralFaces } from './neutral-faces.ts';
import { Recorder, type RecorderOptions } from './recording/index.ts';
import { recoverSession, SessionWriter } from './session/index.ts';

export type { LiveFace, MeasuredFrame };

export interface LiveOptions {
  /** Opens what is to be watched; called once. */
  readonly open: () => Promise<FrameSource>;
  readonly sessionPath: string;
  /** The most faces followed at once. */
  readonly faces: number;
  /** Path of a recognizer; null: events are found but not named. */
  readonly model: string | null;
  readonly provider: Provider | 'auto';
  readonly bundle: 'auto' | 'mesh' | 'official';
  /** Seconds of video kept in memory. */
  readonly replayS: number;
  readonly recordingPath: RecorderOptions['pathFor'];
  /** Who agreed to be filmed; written before the first frame. */
  readonly consents: readonly Omit<ConsentRecord, 'id'>[];
}

export interface LiveHooks {
  /** Every frame, with what was measured on it. */
  readonly onMeasured: (frame: MeasuredFrame) => void;
  /** The picture of such a frame; the next comes when `shown` says that it was looked at. */
  readonly onPicture: OnPicture | null;
  readonly onEvent: (event: EventRecord) => void;
  /** It is over, and the session is whole; `problem`: what ended it, null where it was told to stop. */
  readonly onEnd: (problem: Error | null) => void;
}

/** All counts since the start: captured = analysed + dropped + waiting. */
export interface LiveReadout {
  readonly info: SourceInfo;
  readonly runningS: number;
  readonly captured: number;
  readonly analysed: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly previewsSkipped: number;
  readonly measuredFps: number;
  readonly landmarksHz: number;
  readonly latencyMs: { readonly median: number; readonly p95: number } | null;
  readonly isRecording: boolean;
  readonly recordedS: number;
  /** Pictures that neither a recording nor the replay holds, because compressing them was too slow. */
  readonly unrecorded: number;
  readonly replayS: number;
  readonly calibration: CalibrationState;
  readonly faces: readonly LiveFace[];
  readonly events: number;
  /** What went wrong without ending it: a recording that the disk refused. */
  readonly problem: Error | null;
}

/**
 * One live session, from opening the source to the finished file.
 *
 *     const live = await LiveSession.open(options, hooks);
 *     live.record(true); live.calibrate(3); live.mark('question 2', 'Anna');
 *     await live.stop();
 *
 * Whatever ends it (stop, a camera that is unplugged, a disk that is full), the session is finished as far as it came;
 * a crash leaves it readable up to its last second.
 */
export class LiveSession {
  readonly #options: LiveOptions;
  readonly #hooks: LiveHooks;
  readonly #source: FrameSource;
  readonly #tracker: FaceTracker;
  readonly #recognizer: Recognizer | null;
  readonly #writer: SessionWriter;
  readonly #analysis: FramesAnalysis;
  readonly #recorder: Recorder;
  readonly #pictures: LivePictures | null;
  readonly #faces = new LiveFaces();
  readonly #latency = new LiveLatency();
  readonly #backlog: LiveBacklog;
  readonly #load = new LoopLoad();
  readonly #frameRate = new LiveRate();
  readonly #landmarkRate = new LiveRate();
  readonly #stopping = new AbortController();
  readonly #alarm = new Alarm();
  readonly #startedMs = performance.now();
  readonly #neutrals = new Map<number, ChosenNeutral>();
  readonly #calibrations: CalibrationRecord[] = [];
  #recordings: readonly RecordingRecord[] = [];
  #calibration: LiveCalibration | null = null;
  #newest: Moment | null = null;
  /** Seconds since the last picture, counted while this process was awake. */
  #silentS = 0;
  #isFollowing = false;
  #failure: Error | null = null;
  #problem: Error | null = null;
  #isFed = true;
  #checkpointMs = 0;
  readonly #done: Promise<void>;

  /** Throws what opening the source, the landmarks, the recognizer or the session throws; then nothing is left. */
  static async open(options: LiveOptions, hooks: LiveHooks): Promise<LiveSession> {
    const parts = new AsyncDisposableStack();
    try {
      const bundle = chooseBundle(options.bundle);
      const tracker = parts.use(FaceTracker.start({ bundle, maxFaces: options.faces }));
      const isReady = tracker.ready;
      isReady.catch(() => undefined);
      const recognizer =
        options.model === null ? null : parts.use(await openRecognizer(options.model, options));
      // Networks first: a source that is open wants to be read.
      await isReady;
      const source = parts.use(await options.open());
      const writer = parts.use(SessionWriter.create(options.sessionPath, { keepOnFailure: true }));
      return new LiveSession(options, hooks, { source, tracker, recognizer, writer }, parts.move());
    } catch (error) {
      await parts.disposeAsync();
      throw error;
    }
  }

  private constructor(options: LiveOptions, hooks: LiveHooks, parts: Parts, owned: AsyncDisposableStack) {
    const { source, tracker, recognizer, writer } = parts;
    this.#options = options;
    this.#hooks = hooks;
    this.#source = source;
    this.#tracker = tracker;
    this.#recognizer = recognizer;
    this.#writer = writer;
    this.#pictures = hooks.onPicture && new LivePictures(hooks.onPicture);
    this.#analysis = new FramesAnalysis({
      tracker,
      writer,
      recognizer,
      declaredFps: source.info.fps,
      chooseNeutral: (luma) => new NeutralFaces([...this.#neutrals.values()]).nearest(luma),
      isLive: true,
    });
    this.#backlog = new LiveBacklog(this.#analysis, this.#latency, this.#startedMs);
    this.#recorder = new Recorder({
      packets: source.packets ?? null,
      fps: source.info.fps || USUAL_FPS,
      replayS: options.replayS,
      pathFor: options.recordingPath,
      onFiles: (files) => {
        this.#recordings = files;
        this.#writeSafely(() => {
          writer.setRecordings(files);
        });
      },
      onFailure: (error) => {
        this.#problem = error;
      },
    });
    this.#done = this.#run(owned);
  }

  /** Resolves when the session is finished; never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  readout(): LiveReadout {
    const nowMs = performance.now();
    const { frames, analysed, givenUp, events } = this.#analysis;
    const lost = this.#source.stats.dropped;
    return {
      info: this.#source.info,
      runningS: (nowMs - this.#startedMs) / 1000,
      captured: frames + lost,
      analysed,
      dropped: givenUp + lost,
      waiting: frames - analysed - givenUp,
      previewsSkipped: this.#pictures?.skipped ?? 0,
      measuredFps: this.#frameRate.perSecond(nowMs),
      landmarksHz: this.#landmarkRate.perSecond(nowMs),
      latencyMs: this.#latency.of(nowMs),
      isRecording: this.#recorder.isRecording,
      recordedS: this.#recorder.recordedS,
      unrecorded: this.#recorder.dropped,
      replayS: this.#recorder.replayS,
      calibration: this.#calibration?.state ?? NOT_CALIBRATED,
      faces: this.#faces.list(this.#analysis.faces),
      events,
      problem: this.#problem,
    };
  }

  /** Recording begins at once, or ends; resolves when a file that ended is whole. */
  async record(on: boolean): Promise<void> {
    this.#problem = null;
    if (on) this.#recorder.start();
    else await this.#recorder.stop();
  }

  /** Writes the last seconds to a file of their own. Throws `replay-empty`, `output-unwritable`. */
  keepReplay(): Promise<RecordingRecord> {
    return this.#recorder.keepReplay();
  }

  /** Begins to measure every face at rest, anew where it was done before. */
  calibrate(seconds: number): void {
    for (const analysis of this.#analysis.faces.values()) analysis.watcher = null;
    this.#calibration = new LiveCalibration(seconds);
  }

  nameFace(track: number, name: string, person: string): void {
    this.#faces.name(track, name);
    this.#write(() => {
      this.#writer.nameTrack(track, name, person, new Date().toISOString());
    });
  }

  /** Notes `text` at the newest frame, and returns that. Throws `live-off` before the first. */
  mark(text: string, author: string): Moment {
    const moment = this.#newest;
    if (!moment) throw new OnsetError('live-off', {});
    this.#write(() => {
      const at = new Date().toISOString();
      this.#writer.addNote({ eventId: null, timeUs: moment.timeUs, author, text, at });
    });
    return moment;
  }

  /** The picture of this frame was looked at, and so those before it. */
  shown(frameIndex: number): void {
    this.#pictures?.shown(frameIndex);
  }

  /** Ends it; resolves when the session is whole. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  async #run(owned: AsyncDisposableStack): Promise<void> {
    const watchdog = setInterval(() => {
      this.#noticeSilence();
    }, 1000);
    const working = this.#work();
    try {
      for (const consent of this.#options.consents) this.#writer.addConsent(consent);
      this.#describe();
      for await (const frame of this.#source.frames(this.#stopping.signal)) this.#take(frame);
      if (!this.#stopping.signal.aborted) this.#fail(this.#lost('it has ended'));
    } catch (error) {
      this.#fail(error);
    }
    clearInterval(watchdog);
    this.#isFed = false;
    this.#alarm.rouse();
    await working;
    await this.#finish();
    await this.#analysis[Symbol.asyncDispose]();
    await this.#pictures?.[Symbol.asyncDispose]();
    await owned.disposeAsync();
    this.#hooks.onEnd(this.#failure);
  }

  /** Everything that happens to a frame as it comes; nothing here takes long. */
  #take(frame: VideoFrame): void {
    const nowMs = performance.now();
    const { timeUs, index: frameIndex } = frame;
    this.#silentS = 0;
    const busyMs = this.#load.busyMs(nowMs);
    this.#latency.arrived(timeUs, nowMs, busyMs > 0);
    this.#frameRate.add(nowMs);
    this.#recorder.offer(() => avFrameOf(frame), timeUs);
    const bytes = bytesOf(frame);
    this.#newest = { timeUs, frameIndex };
    this.#analysis.take(frame, this.#analysis.sought < MOST_SOUGHT);
    this.#backlog.trim(nowMs, bytes, busyMs);
    if (!this.#isFollowing && this.#analysis.inFlight > 0) void this.#follow();
  }

  /** Awaits landmarks in their order for as long as some are sought. */
  async #follow(): Promise<void> {
    this.#isFollowing = true;
    try {
      while (this.#analysis.inFlight > 0) {
        await this.#analysis.awaitLandmarks();
        this.#landmarkRate.add(performance.now());
        this.#alarm.rouse();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isFollowing = false;
      this.#alarm.rouse();
    }
  }

  /** Analyses frames as they become ready, one in each turn of the loop, so that the next ones can come in between. */
  async #work(): Promise<void> {
    while (this.#isFed || this.#isFollowing) {
      this.#alarm.reset();
      try {
        for (const analysed of this.#analysis.process()) {
          this.#measured(analysed);
          await turnOfTheLoop();
          if (this.#failure) break;
        }
        this.#tellEvents();
        this.#checkpoint();
      } catch (error) {
        this.#fail(error);
      }
      if (this.#isFed || this.#isFollowing) await this.#alarm.sleep(LONGEST_SLEEP_MS);
    }
  }

  #measured(analysed: AnalysedFrame): void {
    const nowMs = performance.now();
    const { timeUs } = analysed.frame;
    this.#backlog.measured(nowMs);
    const latencyMs = this.#latency.measured(timeUs, nowMs);
    this.#stepCalibration(timeUs);
    const measured = measuredFrame(analysed);
    this.#faces.see(measured);
    this.#hooks.onMeasured(measured);
    this.#pictures?.offer(analysed.frame, measured, nowMs, latencyMs);
  }

  #stepCalibration(timeUs: number): void {
    for (const { neutral, record } of this.#calibration?.step(timeUs, this.#analysis.faces) ?? []) {
      this.#neutrals.set(record.trackId, neutral);
      this.#analysis.setRest(record.trackId, neutral);
      this.#calibrations.push(record);
      this.#writer.setCalibrations(this.#calibrations);
    }
  }

  #tellEvents(): void {
    for (const event of this.#analysis.storeScored()) this.#hooks.onEvent(event);
  }

  /** Once a second: what else would only be known at the end, so that a crash leaves a session that says what it is. */
  #checkpoint(): void {
    const nowMs = performance.now();
    if (nowMs - this.#checkpointMs < 1000) return;
    this.#checkpointMs = nowMs;
    this.#describe();
  }

  #describe(videoSha256 = ''): void {
    const { provider, faces } = this.#options;
    describeLive(this.#writer, this.#analysis, {
      info: this.#source.info,
      bundle: this.#tracker.bundle,
      recognizer: this.#recognizer,
      videoPath: this.#recordings[0]?.path ?? '',
      videoSha256,
      settings: { provider, faces },
    });
  }

  async #finish(): Promise<void> {
    // The file first, so that the session can say how long it is.
    await this.#recorder[Symbol.asyncDispose]();
    try {
      if (this.#writer.isOpen) {
        for (const analysed of this.#analysis.process(true)) this.#measured(analysed);
        await this.#analysis.end();
        this.#tellEvents();
        this.#describe(await this.#hashRecording());
        const { stopwatch, timesUs, frames } = this.#analysis;
        const wallS = (performance.now() - this.#startedMs) / 1000;
        const stagesMsPerFrame = stopwatch.perFrame(frames);
        this.#writer.setTiming({ wallS, realtimeFactor: timesUs.durationS() / wallS, stagesMsPerFrame });
        this.#writer.finish();
        return;
      }
    } catch (error) {
      this.#fail(error);
    }
    // The disk refused: what reached it is given its name, if it allows even that.
    this.#writer[Symbol.dispose]();
    try {
      recoverSession(this.#options.sessionPath);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Of a recording that is quickly read; of a long one, its name has to do until somebody asks. */
  async #hashRecording(): Promise<string> {
    const path = this.#recordings[0]?.path;
    if (path === undefined || !statSync(path, { throwIfNoEntry: false })) return '';
    return statSync(path).size <= MOST_HASHED_BYTES ? await sha256OfInput(path) : '';
  }

  #noticeSilence(): void {
    // Not by the clock: a computer that was asleep for an hour first has to be given the time to show a picture.
    this.#silentS++;
    if (this.#silentS > MOST_SILENCE_S)
      this.#fail(this.#lost(`no picture came for ${MOST_SILENCE_S} seconds`));
  }

  #lost(reason: string): OnsetError {
    return new OnsetError('source-lost', { name: this.#source.info.name, reason });
  }

  /** The first failure counts; it ends the session. */
  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(`internal: ${String(error)}`);
    this.#stopping.abort();
    this.#alarm.rouse();
  }

  /** Writes for a caller, who hears of a failure that also ends the session. */
  #write(write: () => void): void {
    if (!this.#writer.isOpen) throw new OnsetError('live-off', {});
    try {
      write();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** Writes for nobody who waits. */
  #writeSafely(write: () => void): void {
    try {
      if (this.#writer.isOpen) write();
    } catch (error) {
      this.#fail(error);
    }
  }
}

interface Parts {
  readonly source: FrameSource;
  readonly tracker: FaceTracker;
  readonly recognizer: Recognizer | null;
  readonly writer: SessionWriter;
}

const bytesOf = ({ image }: VideoFrame): number =>
  image.planes.reduce((sum, { data }) => sum + data.length, 0);

/** For a source that does not tell its rate. */
const USUAL_FPS = 25;

/** One in the worker and one on its way: landmarks are of the newest frame there is when it is free. */
const MOST_SOUGHT = 2;

/** Cameras that are unplugged sometimes just fall silent; networks have hiccups of some seconds. */
const MOST_SILENCE_S = 10;

/** Events that were named meanwhile are told at least this often. */
const LONGEST_SLEEP_MS = 50;

/** A gigabyte is read in a second or two. */
const MOST_HASHED_BYTES = 2 ** 30;
