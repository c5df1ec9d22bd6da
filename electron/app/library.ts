/**
 * The sessions a person has: an index in the data folder, whose sessions lie in `sessions/` or wherever they were
 * opened from. The index can be lost: what lies in `sessions/` is found again.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { At, Id } from '../../contract/channels/fields.ts';
import type { SessionSummary } from '../../contract/channels/library.ts';
import { OnsetError } from '../../contract/errors.ts';
import { partPath, recoverSession } from '../engine/session/index.ts';
import type { Library } from './context.ts';
import { readJson, writeJson } from './json-file.ts';
import type { Log } from './problem.ts';
import { randomId } from './random-id.ts';
import { readFacts, type SessionFacts, sizeOf } from './summarize.ts';
import { uploadedFile } from './uploads.ts';

const Entry = v.object({
  id: Id,
  name: v.string(),
  path: v.string(),
  madeAt: At,
  origin: v.picklist(['file', 'live', 'sample']),
  expiresAt: v.nullable(At),
});
type Entry = v.InferOutput<typeof Entry>;
const Index = v.array(Entry);

interface Read {
  /** Changes with every write to the file. */
  readonly stamp: string;
  readonly facts: SessionFacts;
}

export interface LibraryOptions {
  readonly dataDir: string;
  readonly retentionDays: () => number | null;
  readonly tell: (sessions: readonly SessionSummary[]) => void;
  readonly log: Log;
}

export class SessionLibrary implements Library {
  readonly #options: LibraryOptions;
  readonly #indexPath: string;
  readonly #sessionsDir: string;
  readonly #entries = new Map<string, Entry>();
  readonly #read = new Map<string, Read>();

  constructor(options: LibraryOptions) {
    this.#options = options;
    this.#indexPath = join(options.dataDir, 'library.json');
    this.#sessionsDir = join(options.dataDir, 'sessions');
    for (const entry of readJson(this.#indexPath, Index, options.log) ?? [])
      this.#entries.set(entry.id, entry);
    this.#recover();
    this.#adopt();
  }

  /** The newest first. Sessions whose file is away or damaged are left out, and come back with it. */
  list(): readonly SessionSummary[] {
    return [...this.#entries.values()]
      .map((entry) => this.#summary(entry))
      .filter((summary) => summary !== null)
      .toSorted((one, other) => (one.madeAt < other.madeAt ? 1 : -1));
  }

  has(session: string): boolean {
    return this.#entries.has(session);
  }

  pathOf(session: string): string {
    return this.#entryOf(session).path;
  }

  /** The video or sound a session was made from; null where it is not there. */
  mediaOf(session: string): string | null {
    const path = this.#facts(this.#entryOf(session))?.mediaPath ?? null;
    return path !== null && existsSync(path) && statSync(path).isFile() ? path : null;
  }

  /** The session that was made of the built-in clip; null before. */
  sample(): string | null {
    return this.list().find(({ origin, isFinished }) => origin === 'sample' && isFinished)?.id ?? null;
  }

  reserve(
    name: string,
    origin: SessionSummary['origin'],
  ): { readonly session: string; readonly path: string } {
    const session = randomId();
    const path = join(this.#sessionsDir, `${session}.onset`);
    const days = this.#options.retentionDays();
    const now = Date.now();
    this.#change(() => {
      this.#entries.set(session, {
        ...{ id: session, name, path, origin },
        madeAt: new Date(now).toISOString(),
        expiresAt: days === null ? null : new Date(now + days * DAY_MS).toISOString(),
      });
    });
    return { session, path };
  }

  /** Throws what `Session.open` throws of a file that is none. */
  open(givenPath: string): string {
    const path = resolve(givenPath);
    const known = [...this.#entries.values()].find((entry) => entry.path === path);
    if (known) {
      this.refresh(known.id);
      return known.id;
    }
    // Damage deeper inside shows when it is read, which is now.
    readFacts(path);
    const id = randomId();
    const madeAt = statSync(path).mtime.toISOString();
    const name = basename(path, extname(path));
    this.#change(() => {
      this.#entries.set(id, { id, name, path, madeAt, origin: 'file', expiresAt: null });
    });
    this.#tell();
    return id;
  }

  /** A session that a page has sent is kept among ours. Throws `upload-unknown`, and what `open` throws. */
  openUpload(upload: string): string {
    const file = uploadedFile(this.#options.dataDir, upload);
    try {
      readFacts(file);
      const { session, path } = this.reserve(basename(file, extname(file)), 'file');
      renameSync(file, path);
      this.refresh(session);
      return session;
    } finally {
      rmSync(dirname(file), { recursive: true, force: true });
    }
  }

  rename(session: string, name: string): void {
    const entry = this.#entryOf(session);
    this.#change(() => {
      this.#entries.set(session, { ...entry, name });
    });
    this.#tell();
  }

  refresh(session: string): void {
    this.#entryOf(session);
    this.#read.delete(session);
    this.#tell();
  }

  remove(session: string): void {
    this.#entryOf(session);
    this.#change(() => this.#entries.delete(session));
    this.#read.delete(session);
    this.#tell();
  }

  mediaDir(session: string): string {
    return this.#folderOf('media', session);
  }

  exportsDir(session: string): string {
    return this.#folderOf('exports', session);
  }

  setExpiry(session: string, expiresAt: string | null): void {
    const entry = this.#entryOf(session);
    this.#change(() => {
      this.#entries.set(session, { ...entry, expiresAt });
    });
    this.#tell();
  }

  keepNoLonger(session: string, expiresAt: string | null): void {
    if (expiresAt === null) return;
    const present = this.#entryOf(session).expiresAt;
    if (present === null || Date.parse(expiresAt) < Date.parse(present)) this.setExpiry(session, expiresAt);
  }

  #folderOf(kind: 'media' | 'exports', session: string): string {
    const folder = join(this.#options.dataDir, kind, this.#entryOf(session).id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** What a crash left half-written gets its name; what was reserved and never written is dropped. */
  #recover(): void {
    for (const { id, path } of [...this.#entries.values()]) {
      if (existsSync(path) || !path.startsWith(this.#sessionsDir)) continue;
      if (!this.#recoverOne(path)) this.#entries.delete(id);
    }
  }

  /** False where nothing was left. A session that another engine is writing is none of ours. */
  #recoverOne(path: string): boolean {
    if (!existsSync(partPath(path))) return false;
    try {
      return recoverSession(path);
    } catch (error) {
      if (!(error instanceof OnsetError)) throw error;
      this.#options.log(`${path} is left as it is: ${error.line}`);
      return true;
    }
  }

  /** Sessions in our folder that the index does not know, because it was lost or another engine made them. */
  #adopt(): void {
    const known = new Set([...this.#entries.values()].map(({ path }) => path));
    for (const file of readdirSync(this.#sessionsDir)) {
      const [, id] = /^([a-z0-9]{8,32})\.onset(?:\.part)?$/.exec(file) ?? [];
      if (id === undefined) continue;
      const path = join(this.#sessionsDir, `${id}.onset`);
      if (known.has(path) || (!existsSync(path) && !this.#recoverOne(path)) || !existsSync(path)) continue;
      known.add(path);
      const facts = this.#tryFacts(path);
      const source = facts?.mediaPath ?? null;
      const name = source === null ? `Session ${id.slice(0, 6)}` : basename(source, extname(source));
      const madeAt = statSync(path).mtime.toISOString();
      this.#entries.set(id, { id, name, path, madeAt, origin: 'file', expiresAt: null });
    }
  }

  /**
   * Several engines may share the folder (a window and `onset serve`): what another one has added since is kept, and
   * what this one knows of the same session stands.
   */
  #change(change: () => void): void {
    const before = new Set(this.#entries.keys());
    change();
    const gone = new Set([...before].filter((id) => !this.#entries.has(id)));
    for (const entry of readJson(this.#indexPath, Index, this.#options.log) ?? [])
      if (!this.#entries.has(entry.id) && !gone.has(entry.id)) this.#entries.set(entry.id, entry);
    writeJson(this.#indexPath, [...this.#entries.values()]);
  }

  #summary(entry: Entry): SessionSummary | null {
    const facts = this.#facts(entry);
    if (facts === null) return null;
    const { id, name, madeAt, origin, expiresAt, path } = entry;
    const { mediaPath, ...said } = facts;
    return {
      ...{ id, name, madeAt, origin, expiresAt },
      ...said,
      hasMedia: mediaPath !== null && existsSync(mediaPath),
      wasRecorded: mediaPath !== null || origin !== 'live',
      sizeBytes: sizeOf(path) + sizeOf(join(this.#options.dataDir, 'media', id)),
    };
  }

  /** Null where the file is away or damaged. Read again only when it has changed. */
  #facts({ id, path }: Entry): SessionFacts | null {
    const stamp = stampOf(path);
    if (stamp === null) return null;
    const read = this.#read.get(id);
    if (read?.stamp === stamp) return read.facts;
    const facts = this.#tryFacts(path);
    if (facts !== null) this.#read.set(id, { stamp, facts });
    return facts;
  }

  #tryFacts(path: string): SessionFacts | null {
    try {
      return readFacts(path);
    } catch (error) {
      if (!(error instanceof OnsetError)) throw error;
      this.#options.log(`not listed: ${error.line}`);
      return null;
    }
  }

  #entryOf(session: string): Entry {
    const entry = this.#entries.get(session);
    if (entry === undefined) throw new OnsetError('session-unknown', { session });
    return entry;
  }

  #tell(): void {
    this.#options.tell(this.list());
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.mtimeMs} ${found.size}`;
}
