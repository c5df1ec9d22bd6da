/** What the handlers of requests have in common. */
import type { EventName, EventPayload } from '../../contract/channels/index.ts';
import type { Job, SessionSummary } from '../../contract/channels/library.ts';
import type { Settings } from '../../contract/channels/app.ts';
import type { LiveFrame } from '../../contract/channels/live.ts';

export interface AppContext {
  /** Where sessions, recordings, uploads, exports and settings lie. */
  readonly dataDir: string;
  /** Tells every connected window. */
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
  /** Every frame measured live, whether a page is sent its picture or not: for other programs that listen. */
  readonly measured: (frame: MeasuredFrame) => void;
  readonly library: Library;
  readonly jobs: Jobs;
  readonly settings: () => Settings;
  /** The recognizer file in use: the one a person has installed, else the one that came with Onset; null: none. */
  readonly recognizer: () => string | null;
}

export type MeasuredFrame = Omit<LiveFrame, 'jpeg'>;

/** The sessions a person has, by id. */
export interface Library {
  list(): readonly SessionSummary[];
  /** Throws `session-unknown`. */
  pathOf(session: string): string;
  /** A new id and the path for a session that is to be written; it is listed once `refresh` finds it there. */
  reserve(
    name: string,
    origin: SessionSummary['origin'],
  ): { readonly session: string; readonly path: string };
  /** Reads a session's summary again and tells the windows. */
  refresh(session: string): void;
  /** Takes it from the list; files are the caller's affair. */
  remove(session: string): void;
  /** Where files that belong to a session lie (recordings, copies of uploads), all of them Onset's own. */
  mediaDir(session: string): string;
  exportsDir(session: string): string;
  setExpiry(session: string, expiresAt: string | null): void;
  /** A session is kept no longer than the shortest time that somebody in it agreed to. Null: no time was agreed. */
  keepNoLonger(session: string, expiresAt: string | null): void;
}

export interface JobHandle {
  readonly id: string;
  readonly signal: AbortSignal;
  /** Changes what is told; windows hear of it some ten times a second at most. */
  update(change: Partial<Job>): void;
}

export interface Jobs {
  list(): readonly Job[];
  /** Queues work; one job of a kind runs at a time. A rejection becomes the job's problem. Returns the id. */
  start(
    kind: Job['kind'],
    title: string,
    session: string | null,
    work: (job: JobHandle) => Promise<void>,
  ): string;
  /** Throws `job-unknown`. */
  cancel(job: string): void;
  dismiss(job: string): void;
}
