/** Answers what a page asks of a camera or stream that is watched, and tells it what is seen. One source at a time. */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Handlers, Takes } from '../../../contract/channels/index.ts';
import { allowsRecording } from '../../../contract/consent-scope.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reviewedEvent } from '../../../contract/reviewed-events.ts';
import { LiveSession } from '../../engine/live.ts';
import { partPath } from '../../engine/session/index.ts';
import { expectRecordingAgreed } from '../consent/index.ts';
import type { AppContext } from '../context.ts';
import { eventRow } from '../review/rows.ts';
import { CurveBatches } from './curve-batches.ts';
import { Load } from './load.ts';
import { liveState, problemIn, type Phase } from './live-state.ts';
import { cameraMessages, nameOfSource, openLiveSource } from './sources.ts';

type Start = Takes<'live.start'>;

/** Told four times a second: counters that change faster cannot be read. */
const TELL_EVERY_MS = 250;

export function liveHandlers(context: AppContext): Handlers<'live.'> {
  return new Live(context).handlers;
}

class Live {
  readonly #context: AppContext;
  readonly #load = new Load();
  #phase: Phase = { state: 'off', source: null, session: null, problem: null };
  #live: LiveSession | null = null;
  #agreed: Start['consent'] = null;
  #opening: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  readonly handlers: Handlers<'live.'> = {
    'live.sources': cameraMessages,
    'live.start': (start) => this.#start(start),
    'live.stop': () => this.#stop(),
    'live.calibrate': ({ seconds }) =>
      this.#asked((live) => {
        live.calibrate(seconds);
        return {};
      }),
    'live.nameFace': ({ track, name }) =>
      this.#asked((live) => {
        live.nameFace(track, name, this.#person);
        return {};
      }),
    'live.record': ({ on }) =>
      this.#asked(async (live) => {
        if (on) this.#expectRecordingAgreed();
        await live.record(on);
        return {};
      }),
    'live.keepReplay': () =>
      this.#asked(async (live) => {
        this.#expectRecordingAgreed();
        const { path, fromUs, toUs } = await live.keepReplay();
        return { file: basename(path), seconds: ((toUs ?? fromUs) - fromUs) / 1e6 };
      }),
    'live.mark': ({ label }) => this.#asked((live) => ({ moment: { ...live.mark(label, this.#person) } })),
    'live.state': () => Promise.resolve(this.#state()),
    'live.shown': ({ frame }) => {
      // A page may be one picture behind the end.
      this.#live?.shown(frame);
      return Promise.resolve({});
    },
  };

  constructor(context: AppContext) {
    this.#context = context;
  }

  get #person(): string {
    return this.#context.settings().rater ?? 'live';
  }

  #expectRecordingAgreed(): void {
    const { session } = this.#phase;
    if (session !== null)
      expectRecordingAgreed(partPath(this.#context.library.pathOf(session)), this.#agreed);
  }

  async #start(start: Start): Promise<{ session: string }> {
    const { state, source } = this.#phase;
    if (state !== 'off' && state !== 'lost')
      throw new OnsetError('live-busy', { source: source ?? 'A source' });
    this.#agreed = start.consent;
    const name = nameOfSource(start.source);
    const { library } = this.#context;
    const { session, path } = library.reserve(name, 'live');
    const media = library.mediaDir(session);
    this.#enter({ state: 'opening', source: name, session, problem: null });
    const opening = this.#open(start, session, path, media);
    this.#opening = opening.catch(() => undefined);
    await opening;
    return { session };
  }

  async #open(start: Start, session: string, sessionPath: string, media: string): Promise<void> {
    const { library } = this.#context;
    const at = new Date().toISOString();
    const curves = new CurveBatches((batch) => {
      this.#context.emit('live.curves', batch);
    });
    try {
      this.#live = await LiveSession.open(
        {
          open: () => openLiveSource(start.source),
          sessionPath,
          faces: start.faces,
          model: start.model === 'shipped' ? this.#context.recognizer() : null,
          provider: 'auto',
          bundle: 'auto',
          replayS: start.consent === null || allowsRecording(start.consent.scope) ? start.replayS : 0,
          recordingPath: (kind, n, ending) => join(media, `${kind}-${n}.${ending}`),
          consents: start.consent ? [{ ...start.consent, at }] : [],
        },
        {
          onMeasured: (frame) => {
            this.#context.measured(frame);
            curves.take(frame);
          },
          onPicture: (frame, { bytes }) => {
            this.#context.emit('live.frame', { ...frame, jpeg: bytes });
          },
          onEvent: (event) => {
            this.#context.emit('live.event', eventRow(reviewedEvent(event, [])));
          },
          onEnd: (problem) => {
            this.#ended(problem);
          },
        },
      );
    } catch (error) {
      this.#enter({ ...this.#phase, state: 'off', session: null, problem: problemIn(error) });
      // Nothing was written, so nothing of it is kept.
      rmSync(media, { recursive: true, force: true });
      library.remove(session);
      throw error;
    }
    library.keepNoLonger(session, start.consent?.expiresAt ?? null);
    // It may have ended while it began.
    if (this.#phase.state === 'opening') this.#enter({ ...this.#phase, state: 'running' });
  }

  async #stop(): Promise<{ session: string | null }> {
    await this.#opening;
    const { session, state } = this.#phase;
    const live = this.#live;
    if (!live) return { session: state === 'lost' ? session : null };
    this.#enter({ ...this.#phase, state: 'stopping' });
    await live.stop();
    return { session: this.#phase.session };
  }

  /** The session is whole, or as whole as the disk allowed; one that never got to its second frame is not kept. */
  #ended(problem: Error | null): void {
    const last = this.#live?.readout() ?? null;
    this.#live = null;
    const session =
      last !== null && last.analysed < 2 ? this.#forget(this.#phase.session) : this.#phase.session;
    this.#enter(
      { ...this.#phase, state: problem ? 'lost' : 'off', session, problem: problem && problemIn(problem) },
      last,
    );
    if (session !== null) this.#context.library.refresh(session);
  }

  #forget(session: string | null): null {
    if (session === null) return null;
    const { library } = this.#context;
    const path = library.pathOf(session);
    for (const left of [path, partPath(path), library.mediaDir(session)])
      rmSync(left, { recursive: true, force: true });
    library.remove(session);
    return null;
  }

  #enter(phase: Phase, last: ReturnType<LiveSession['readout']> | null = null): void {
    this.#phase = phase;
    this.#context.emit('live.state', liveState(phase, this.#live?.readout() ?? last, this.#load.now()));
    const ticks = phase.state === 'opening' || phase.state === 'running' || phase.state === 'stopping';
    if (ticks)
      this.#timer ??= setInterval(() => this.#context.emit('live.state', this.#state()), TELL_EVERY_MS);
    else if (this.#timer) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  #state(): ReturnType<typeof liveState> {
    return liveState(this.#phase, this.#live?.readout() ?? null, this.#load.now());
  }

  /** Throws `live-off` where nothing is watched. */
  async #asked<Answer>(ask: (live: LiveSession) => Answer | Promise<Answer>): Promise<Answer> {
    if (!this.#live) throw new OnsetError('live-off', {});
    return await ask(this.#live);
  }
}
