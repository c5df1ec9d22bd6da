/** What the Live view asks, answered with frames, curves and events that are drawn beforehand. */
import { LIVE_OFF, type LiveFrame, type LiveState } from '../../contract/channels/live.ts';
import { MadeEngine, type Answers } from './made-engine.ts';

export { BUILT_PAGE } from './made-engine.ts';

export interface MadeLive {
  readonly fps: number;
  /** The frame with this number. */
  readonly frame: (index: number) => LiveFrame;
  /** Milliseconds between events; null: none. */
  readonly eventEveryMs: number | null;
}

const SESSION = 'madesession';
/** As the door does it: one picture is drawn while the next travels. */
const UNDER_WAY = 2;
const TELL_EVERY_MS = 250;

export class MadeLiveEngine extends MadeEngine {
  /** Frames that the page says it has drawn. */
  readonly shown: number[] = [];
  readonly #live: MadeLive;
  readonly #timers: NodeJS.Timeout[] = [];
  #startedAtMs: number | null = null;
  #index = 0;
  #sent: number[] = [];
  #skipped = 0;
  #events = 0;
  #recordsSinceMs: number | null = null;
  #names = new Map<number, string>();
  #waiting: LiveFrame[] = [];
  #change: Partial<LiveState> = {};

  private constructor(live: MadeLive) {
    super();
    this.#live = live;
  }

  static async start(live: MadeLive): Promise<MadeLiveEngine> {
    const engine = new MadeLiveEngine(live);
    await engine.listen();
    return engine;
  }

  get state(): LiveState {
    const startedAtMs = this.#startedAtMs;
    if (startedAtMs === null) return LIVE_OFF;
    const seconds = (Date.now() - startedAtMs) / 1000;
    const { frameWidthPx: widthPx, frameHeightPx: heightPx, faces } = this.#live.frame(0);
    return {
      ...LIVE_OFF,
      state: 'running',
      source: { name: 'Made camera', widthPx, heightPx, fps: this.#live.fps },
      runningS: seconds,
      captured: this.#index,
      analysed: this.#index,
      previewsSkipped: this.#skipped,
      measuredFps: this.#live.fps,
      landmarksHz: 30,
      latencyMs: { median: 14, p95: 31 },
      cpu01: 0.4,
      memoryBytes: 412e6,
      adequacy: this.#live.fps >= 100 ? 'good' : 'fair',
      isRecording: this.#recordsSinceMs !== null,
      recordedS: this.#recordsSinceMs === null ? 0 : (Date.now() - this.#recordsSinceMs) / 1000,
      replayS: Math.min(seconds, 20),
      faces: faces.map(({ track }) => ({
        track,
        name: this.#names.get(track) ?? `Person ${String(track)}`,
        isSeen: true,
        isCalibrated: false,
      })),
      events: this.#events,
      session: SESSION,
      ...this.#change,
    };
  }

  /** From now on the state says this besides, whatever happens. */
  change(change: Partial<LiveState>): void {
    this.#change = change;
    this.tell('live.state', this.state);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    await super[Symbol.asyncDispose]();
  }

  protected override onPage(): void {
    // What was under way to a page that is gone will not be acknowledged.
    this.#sent = [];
  }

  protected override readonly answers: Answers = {
    'live.sources': () => ({
      cameras: [{ id: 'made', name: 'Made camera', modes: [MODE(640, 480, 100), MODE(1280, 720, 30)] }],
      reason: null,
    }),
    'live.state': () => this.state,
    'live.start': () => {
      this.#begin();
      return { session: SESSION };
    },
    'live.stop': () => {
      const last = { ...this.state, state: 'off' as const };
      this.#stop();
      this.tell('live.state', last);
      return { session: SESSION };
    },
    'live.record': ({ on }: { on: boolean }) => {
      this.#recordsSinceMs = on ? Date.now() : null;
      this.tell('live.state', this.state);
      return {};
    },
    'live.keepReplay': () => ({ file: 'replay-1.mp4', seconds: this.state.replayS }),
    'live.mark': () => ({ moment: this.#live.frame(this.#index).moment }),
    'live.nameFace': ({ track, name }: { track: number; name: string }) => {
      this.#names.set(track, name);
      return {};
    },
    'live.shown': ({ frame }: { frame: number }) => {
      this.shown.push(frame);
      this.#sent = this.#sent.filter((sent) => sent > frame);
      return {};
    },
  };

  #begin(): void {
    this.#startedAtMs = Date.now();
    this.#timers.push(
      setInterval(() => this.#send(), 4),
      setInterval(() => this.tell('live.state', this.state), TELL_EVERY_MS),
    );
    const { eventEveryMs } = this.#live;
    if (eventEveryMs !== null) this.#timers.push(setInterval(() => this.#tellEvent(), eventEveryMs));
    this.tell('live.state', this.state);
  }

  #stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#startedAtMs = null;
  }

  #send(): void {
    const due = ((Date.now() - (this.#startedAtMs ?? 0)) / 1000) * this.#live.fps;
    for (; this.#index < due; this.#index++) {
      const frame = this.#live.frame(this.#index);
      this.#waiting.push(frame);
      if (this.#sent.length >= UNDER_WAY) {
        this.#skipped++;
        continue;
      }
      this.#sent.push(frame.moment.frameIndex);
      this.tell('live.frame', frame);
    }
    if (this.#waiting.length < 3) return;
    for (const [face, { track }] of this.#waiting[0]!.faces.entries()) {
      this.tell('live.curves', {
        track,
        timesUs: Float64Array.from(this.#waiting, ({ moment }) => moment.timeUs),
        aus: Float32Array.from(this.#waiting.flatMap(({ faces }) => [...faces[face]!.aus!])),
        activity: Float32Array.from(this.#waiting, ({ faces }) => faces[face]!.activity ?? NaN),
      });
    }
    this.#waiting = [];
  }

  #tellEvent(): void {
    const id = ++this.#events;
    const { faces } = this.#live.frame(this.#index);
    const { track } = faces[id % faces.length]!;
    const at = (before: number): LiveFrame['moment'] =>
      this.#live.frame(Math.max(0, this.#index - before)).moment;
    const moments = { onset: at(40), apex: at(30), offset: at(20) };
    this.tell('live.event', {
      ...moments,
      ...{ id, track, kind: id % 4 === 0 ? 'macro' : 'micro', origin: 'found', found: moments },
      aus: [{ au: 12, side: 'left', p: 0.8, intensity: 3 }],
      ...{ score: 0.7, cautions: [], label: id % 2 === 0 ? 'positive' : null, probabilities: null },
      ...{ review: 'unreviewed', decisions: [] },
    });
  }
}

const MODE = (widthPx: number, heightPx: number, fps: number): object => ({
  widthPx,
  heightPx,
  fps,
  format: 'mjpeg',
});
