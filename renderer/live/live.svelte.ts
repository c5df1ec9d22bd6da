/**
 * A live session as the page knows it. What changes a few times a second is reactive; frames, which come up to a
 * hundred times a second, only pass through to those who draw them.
 */
import type { Problem } from '../../contract/channels/fields.ts';
import { LIVE_OFF, type LiveCurves, type LiveFrame, type LiveState } from '../../contract/channels/live.ts';
import type { EventRow } from '../../contract/channels/review.ts';
import type * as bridge from '../bridge.ts';
import type { Asks } from '../bridge.ts';
import { Listeners } from './listeners.ts';
import { allAgreedToRecording } from './recording-consent.ts';

export type Engine = Pick<typeof bridge, 'call' | 'on'>;
export type StartRequest = Asks<'live.start'>;
export type Consent = NonNullable<StartRequest['consent']>;

/** What the list shows: all of it is in the session. */
export type Entry =
  | { readonly kind: 'event'; readonly key: string; readonly timeUs: number; readonly event: EventRow }
  | { readonly kind: 'mark'; readonly key: string; readonly timeUs: number; readonly label: string };

/** More than a person scrolls back while something is happening. */
export const ENTRIES_SHOWN = 100;
/** As many as the ring of the strips can still show. */
const EVENTS_DRAWN = 400;

export class LiveSession {
  state: LiveState = $state.raw(LIVE_OFF);
  /** False until the engine has said how things stand; indicators must not claim anything before. */
  isKnown = $state(false);
  isStarting = $state(false);
  /** False where somebody filmed agreed to be analysed only. */
  mayRecord = $state(true);
  /** Latest first. */
  entries: readonly Entry[] = $state.raw([]);
  /** What the latest request was refused with. */
  problem: Problem | null = $state.raw(null);
  /** The last state of a session that has ended here, with its id. */
  ended: { readonly session: string; readonly state: LiveState } | null = $state.raw(null);
  /** Not reactive: strips read them when they draw. */
  drawnEvents: EventRow[] = [];
  drawnMarks: { timeUs: number; label: string }[] = [];

  #hasLeftLoss = $state(false);
  readonly #engine: Engine;
  /** Pictures, as many as the page keeps up with. */
  readonly frames = new Listeners<LiveFrame>();
  /** What was measured on every frame. */
  readonly curves = new Listeners<LiveCurves>();
  /** Once for each. */
  readonly events = new Listeners<EventRow>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Listens to the engine until the returned function is called. A session that runs already is shown. */
  attach(): () => void {
    const ends = [
      this.#engine.on('live.state', (state) => this.#takeState(state)),
      this.#engine.on('live.event', (event) => this.#takeEvent(event)),
      this.#engine.on('live.frame', (frame) => this.frames.tell(frame)),
      this.#engine.on('live.curves', (curves) => this.curves.tell(curves)),
      this.#engine.on('app.restarted', () => {
        this.isKnown = false;
        void this.#askState();
      }),
    ];
    void this.#askState();
    return () => {
      for (const end of ends) end();
    };
  }

  /** A loss stays the engine's state until something else is opened; once it was read it need not fill the view. */
  get view(): 'unknown' | 'set-up' | 'running' | 'ended' {
    if (this.ended !== null) return 'ended';
    if (!this.isKnown) return this.problem === null ? 'unknown' : 'set-up';
    const isLeft = this.state.state === 'lost' && this.#hasLeftLoss;
    return this.state.state === 'off' || isLeft ? 'set-up' : 'running';
  }

  nameOf(track: number): string | null {
    return this.state.faces.find((face) => face.track === track)?.name ?? null;
  }

  /** Further participants' agreements are added once the session has an id. */
  async start(request: StartRequest, further: readonly Consent[]): Promise<void> {
    this.isStarting = true;
    this.#forget();
    await this.#tried(async () => {
      const { session } = await this.#engine.call('live.start', request);
      for (const consent of further) await this.#engine.call('consent.add', { session, ...consent });
      if (further.length > 0) await this.#askConsents(session);
    });
    this.isStarting = false;
  }

  async stop(): Promise<void> {
    const last = this.state;
    await this.#tried(async () => {
      const { session } = await this.#engine.call('live.stop', {});
      // The engine's last state is told before this answer and knows more. Where it hardly began there is no session.
      if (session !== null) this.ended ??= { session, state: last };
      else this.#hasLeftLoss = this.state.state === 'lost';
    });
  }

  async calibrate(seconds: number): Promise<void> {
    await this.#tried(() => this.#engine.call('live.calibrate', { seconds }));
  }

  async nameFace(track: number, name: string): Promise<void> {
    await this.#tried(() => this.#engine.call('live.nameFace', { track, name }));
  }

  async record(on: boolean): Promise<void> {
    if (on && !this.mayRecord) return;
    await this.#tried(() => this.#engine.call('live.record', { on }));
  }

  /** Null where it was refused: `problem` says why. */
  async keepReplay(): Promise<{ file: string; seconds: number } | null> {
    return this.#tried(() => this.#engine.call('live.keepReplay', {}));
  }

  /** Returns whether the moment was marked. */
  async mark(label: string): Promise<boolean> {
    const marked = await this.#tried(() => this.#engine.call('live.mark', { label }));
    if (marked === null) return false;
    const { timeUs, frameIndex } = marked.moment;
    this.#add({ kind: 'mark', key: `mark-${frameIndex}-${label}-${this.entries.length}`, timeUs, label });
    this.drawnMarks = [...this.drawnMarks.slice(-EVENTS_DRAWN), { timeUs, label }];
    return true;
  }

  /** The page has drawn this frame. Nobody waits for the answer; a connection that ended is told elsewhere. */
  shown(frame: number): void {
    this.#engine.call('live.shown', { frame }).catch((error: unknown) => {
      console.error('Onset: a frame could not be acknowledged.', error);
    });
  }

  dismissProblem(): void {
    this.problem = null;
  }

  /** Back to the choice of a source. */
  dismissEnded(): void {
    this.ended = null;
    this.#hasLeftLoss = this.state.state === 'lost';
  }

  async #askState(): Promise<void> {
    const state = await this.#tried(() => this.#engine.call('live.state', {}));
    if (state !== null) this.#takeState(state);
  }

  #takeState(state: LiveState): void {
    const before = this.state;
    // A session that another window stopped, or that the participant did, has ended here as well. What never opened, or
    // hardly began, left no session.
    const wasRunning = before.state === 'running' || before.state === 'stopping';
    if (wasRunning && state.state === 'off' && state.session !== null) {
      this.ended = { session: state.session, state: state.captured > 0 ? state : before };
    }
    if (state.state === 'opening' || state.state === 'running') {
      this.#hasLeftLoss = false;
      if (before.state !== state.state) this.ended = null;
    }
    if (state.session !== before.session) this.mayRecord = true;
    if (state.state === 'running' && (before.state !== 'running' || state.session !== before.session)) {
      void this.#askConsents(state.session);
    }
    this.state = state;
    this.isKnown = true;
  }

  async #askConsents(session: string | null): Promise<void> {
    if (session === null) return;
    const consents = await this.#tried(() => this.#engine.call('consent.list', { session }));
    if (consents !== null) this.mayRecord = allAgreedToRecording(consents);
  }

  #takeEvent(event: EventRow): void {
    const entry: Entry = { kind: 'event', key: `event-${event.id}`, timeUs: event.onset.timeUs, event };
    const isKnown = this.entries.some(({ key }) => key === entry.key);
    if (isKnown) this.entries = this.entries.map((other) => (other.key === entry.key ? entry : other));
    else this.#add(entry);
    this.drawnEvents = [...this.drawnEvents.filter(({ id }) => id !== event.id).slice(-EVENTS_DRAWN), event];
    if (!isKnown) this.events.tell(event);
  }

  #add(entry: Entry): void {
    this.entries = [entry, ...this.entries].slice(0, ENTRIES_SHOWN);
  }

  #forget(): void {
    this.entries = [];
    this.drawnEvents = [];
    this.drawnMarks = [];
    this.ended = null;
    this.problem = null;
  }

  async #tried<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.problem = asProblem(error);
      return null;
    }
  }
}

/** Requests are refused with nothing else (see `EngineClient.ask`); anything else is a fault of this page. */
function asProblem(error: unknown): Problem {
  if (error instanceof Error && 'code' in error && 'remedy' in error) {
    return { code: String(error.code), message: error.message, remedy: String(error.remedy) };
  }
  throw error;
}
