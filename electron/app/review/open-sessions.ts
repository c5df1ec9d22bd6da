import { existsSync } from 'node:fs';
import { OnsetError } from '../../../contract/errors.ts';
import { Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import { SessionMedia } from '../../engine/session-media.ts';

/** Sessions whose videos are held open at once; the one not used for longest is closed. */
const MOST_OPEN = 3;

/** The sessions under review, by id. */
export class OpenSessions {
  static readonly #ofContext = new WeakMap<AppContext, OpenSessions>();
  readonly #context: AppContext;
  /** In the order of their last use. */
  readonly #open = new Map<string, OpenSession>();

  static of(context: AppContext): OpenSessions {
    let sessions = OpenSessions.#ofContext.get(context);
    if (!sessions) OpenSessions.#ofContext.set(context, (sessions = new OpenSessions(context)));
    return sessions;
  }

  private constructor(context: AppContext) {
    this.#context = context;
  }

  /** Opens it if it is not open: the engine may have been restarted since the page opened it. */
  get(session: string): OpenSession {
    const path = this.#context.library.pathOf(session);
    const open = this.#open.get(session) ?? new OpenSession(session, path, this.#context);
    this.#open.delete(session);
    this.#open.set(session, open);
    for (const oldest of [...this.#open.keys()].slice(0, -MOST_OPEN)) void this.close(oldest);
    return open;
  }

  /** Does `work` with the session open; a page that leaves meanwhile closes it only afterwards. */
  async during<Result>(session: string, work: (open: OpenSession) => Promise<Result>): Promise<Result> {
    return await this.get(session).during(work);
  }

  /** As it is on the disk now, though it was open. */
  async reopen(session: string): Promise<OpenSession> {
    await this.close(session);
    return this.get(session);
  }

  async close(session: string): Promise<void> {
    const open = this.#open.get(session);
    this.#open.delete(session);
    await open?.[Symbol.asyncDispose]();
  }
}

/** A session that a page looks at: its file, open for reading, and its video, open once a picture was asked for. */
export class OpenSession implements AsyncDisposable {
  readonly id: string;
  readonly path: string;
  readonly reader: Session;
  readonly media: SessionMedia;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(id: string, path: string, context: AppContext) {
    this.id = id;
    this.path = path;
    this.reader = Session.open(path);
    this.media = new SessionMedia(this.reader, context.library.mediaDir(id));
  }

  /** Does `work` before this is closed. */
  async during<Result>(work: (open: OpenSession) => Promise<Result>): Promise<Result> {
    const working = work(this);
    this.#underWay.add(working);
    try {
      return await working;
    } finally {
      this.#underWay.delete(working);
    }
  }

  /** Opens the file for one short change, so that other windows and programs are not kept out. */
  change<Result>(write: (session: Session) => Result): Result {
    // A recording that runs here holds the file's lock on this very thread: waiting for it would wait for ever.
    if (!this.reader.isFinished && existsSync(`${this.path.replace(/\.part$/, '')}.lock`))
      throw new OnsetError('output-busy', { path: this.path });
    using writer = Session.open(this.path, { write: true });
    return write(writer);
  }

  timesOf(from: number, to: number): Float64Array<ArrayBuffer> {
    const times = this.reader.timesOf(from, to);
    if (times.length === 0) throw new OnsetError('session-lacks', { what: `frames ${from} to ${to}` });
    return times;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.media[Symbol.asyncDispose]();
    this.reader[Symbol.dispose]();
  }
}
