/** The engine process's inside: everything a page can ask for, on any carrier. Knows no Electron and no network. */
import type { EventName, EventPayload, Handlers } from '../../contract/channels/index.ts';
import type { PathQuestion } from '../../contract/engine-process.ts';
import { Abouts, type Carried } from './about.ts';
import { Analyses } from './analyses.ts';
import { appHandlers } from './app-handlers.ts';
import { AtWork } from './at-work.ts';
import type { DoorCarrier } from './carriers.ts';
import { consentHandlers, CONSENT_TEXT, watchRetention } from './consent/index.ts';
import type { AppContext } from './context.ts';
import { makeDataFolder } from './data-folder.ts';
import { createDoor, type Connection } from './door.ts';
import { exportHandlers } from './exports/index.ts';
import { JobQueue } from './jobs.ts';
import { SessionLibrary } from './library.ts';
import { LiveFirst } from './live-first.ts';
import { libraryHandlers } from './library-handlers.ts';
import { LiveStream, type StreamListener } from './live-stream.ts';
import { liveHandlers } from './live/index.ts';
import type { Log } from './problem.ts';
import { PicturesFirst } from './pictures-first.ts';
import { reviewHandlers } from './review/index.ts';
import { sampleClip } from './sample/index.ts';
import type { StartProcess } from '../trainer/hosted-process.ts';
import { SettingsFile } from './settings.ts';
import { Trainer } from './trainer/index.ts';
import { clearUploads } from './uploads.ts';

export interface App extends AsyncDisposable {
  readonly dataDir: string;
  readonly handlers: Handlers;
  /** Answers a page, and tells it what happens, until its carrier closes. */
  connect(carrier: DoorCarrier): Connection;
  /** Sends a program what is measured live. Returns what ends it. */
  listen(listener: StreamListener): () => void;
  /** Null where there is no such thing. */
  pathFor(question: PathQuestion): string | null;
  /** Before the machine sleeps: what is recorded comes to an end that can be read, and the camera is let go. */
  suspend(): Promise<void>;
}

/** Throws `output-unwritable` where the data folder cannot be made. */
export function createApp(given: {
  readonly dataDir: string | null;
  readonly carrier: Carried;
  readonly log: Log;
  /** Starts processes beside this one; null: forks. */
  readonly startProcess?: StartProcess | null;
  /** Hears when something begins to run that sleep would break off, and when the last of it has ended. */
  readonly onWork?: (isAtWork: boolean) => void;
}): App {
  const { carrier, log } = given;
  const dataDir = makeDataFolder(given.dataDir);
  clearUploads(dataDir);
  const settings = new SettingsFile(dataDir, log);
  const stream = new LiveStream();
  const liveFirst = new LiveFirst();
  const picturesFirst = new PicturesFirst();
  const atWork = new AtWork(given.onWork ?? (() => undefined));
  const door = createDoor(() => handlers, log);
  const emit = <Name extends EventName>(name: Name, payload: EventPayload<Name>): void => {
    door.emit(name, payload);
    atWork.heard(name, payload);
    if (name === 'live.event') stream.event(payload as EventPayload<'live.event'>);
    if (name === 'live.state') heardLive(payload as EventPayload<'live.state'>);
  };
  const heardLive = (live: EventPayload<'live.state'>): void => {
    trainer.heardLive(live);
    liveFirst.heardLive(live);
    // Live has a landmark thread of its own; the memory of another is better free.
    if (live.state === 'opening') void analyses.letGo();
  };
  const jobs = new JobQueue((job) => {
    emit('jobs.changed', job);
  }, log);
  const library = new SessionLibrary({
    dataDir,
    retentionDays: () => settings.settings.retentionDays,
    tell: (sessions) => {
      emit('library.changed', [...sessions]);
    },
    log,
  });
  const trainer = new Trainer(
    { dataDir, emit, library, jobs },
    log,
    given.startProcess == null ? {} : { startProcess: given.startProcess },
  );
  const context: AppContext = {
    ...{ dataDir, emit, library, jobs },
    recognizer: () => trainer.recognizer(),
    measured: (frame) => {
      stream.frame(frame);
    },
    settings: () => settings.settings,
  };
  const analyses = new Analyses(context, liveFirst, picturesFirst);
  const review = reviewHandlers(context);
  const handlers: Handlers = {
    ...appHandlers(context, settings, new Abouts(carrier, dataDir, CONSENT_TEXT, () => trainer.recognizer())),
    ...libraryHandlers(library, jobs, analyses, sampleClip),
    ...review,
    'review.picture': (takes) => picturesFirst.during(review['review.picture'](takes)),
    'review.face': (takes) => picturesFirst.during(review['review.face'](takes)),
    ...liveHandlers(context),
    ...exportHandlers(context, log),
    ...consentHandlers(context, log),
    ...trainer.handlers,
  };
  const retention = watchRetention(context, log);
  return {
    dataDir,
    handlers,
    connect: (page) => door.connect(page),
    listen: (listener) => stream.join(listener),
    pathFor: (question) => pathFor(question, library, jobs),
    suspend: async () => {
      await handlers['live.stop']({});
    },
    async [Symbol.asyncDispose]() {
      // From the last to the first, each also where another fails: what is recorded comes before everything else.
      await using parts = new AsyncDisposableStack();
      parts.use(analyses);
      parts.defer(() => jobs.close());
      parts.use(trainer);
      parts.defer(async () => {
        await handlers['live.stop']({});
      });
      parts.use(retention);
    },
  };
}

function pathFor(question: PathQuestion, library: SessionLibrary, jobs: JobQueue): string | null {
  if (question.of === 'file') {
    const files = jobs.find(question.job)?.files ?? [];
    return files.find(({ name }) => name === question.name)?.path ?? null;
  }
  if (!library.has(question.session)) return null;
  const path = library.mediaOf(question.session);
  return path !== null && MEDIA.test(path) ? path : null;
}

/**
 * A session file can come from anywhere and name any file of this machine as its video. Only what is called like
 * video or sound is handed to a page.
 */
const MEDIA =
  /\.(3gp|aac|aiff?|avi|flac|flv|m2ts|m4[av]|mkv|mov|mp[34]|mpe?g|mts|mxf|og[agv]|opus|ts|wav|webm|wma|wmv)$/i;
