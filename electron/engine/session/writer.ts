import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Alignment } from '../../../contract/align.ts';
import { AU_NUMBERS, type FaceMeasurement } from '../../../contract/au.ts';
import type { FaceObservation } from '../../../contract/landmarks.ts';
import type {
  CalibrationRecord,
  ConsentRecord,
  EventRecord,
  InputRecord,
  NoteRecord,
  Provenance,
  RecordingRecord,
  TimingRecord,
  TrackRecord,
  WindowRecord,
} from '../../../contract/session.ts';
import { DiskReserve } from './disk-reserve.ts';
import { INSERT, type InsertName, insertEvent } from './inserts.ts';
import { lockOutput } from './output-lock.ts';
import { ALL_FRAMES, Overview } from './overview.ts';
import { points68 } from './points68.ts';
import { RecentTimes } from './recent-times.ts';
import { SCHEMA } from './schema.ts';
import { writeFailure } from './sqlite-failure.ts';

/** A crash, of the program or of the machine, loses no more than a second: this, and what a busy thread adds to it. */
const COMMIT_EVERY_MS = 500;

/** Rows after which the clock is looked at; 64 rows take well under 20 ms to write. */
const ROWS_PER_LOOK = 64;

/**
 * Writes one session. Until `finish()`, everything is in `PATH.part` beside it, which any `Session.open`
 * can read; the final name only ever holds a whole session.
 *
 *     using writer = SessionWriter.create('clip.onset');
 *     writer.addFrame(0, 0);
 *     writer.addFace(0, observation, { alignment, measurement });
 *     writer.finish();
 *
 * Frames come in order; faces and measurements in any order, each pair of frame and track once. All
 * methods throw `output-unwritable` where the disk refuses, and then nothing is left of the session, or, with
 * `keepOnFailure`, what had been committed: a recording cannot be made again.
 */
export class SessionWriter implements Disposable {
  /** Where the session will be. */
  readonly path: string;
  readonly #partPath: string;
  readonly #keepOnFailure: boolean;
  readonly #lock: Disposable;
  readonly #reserve: DiskReserve | null;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<InsertName, StatementSync>();
  readonly #timer: NodeJS.Timeout;
  readonly #overview = new Overview();
  readonly #times = new RecentTimes();
  #state: 'open' | 'closed' = 'open';
  #failure: { readonly error: unknown } | null = null;
  #isInTransaction = false;
  #committedAtMs = 0;
  #rowsSinceLook = 0;
  #lastFrame = -1;
  #lastTimeUs = -Infinity;

  /** Throws `output-busy` where another run writes the same session, `output-unwritable` where nothing can be. */
  static create(
    path: string,
    { keepOnFailure = false }: { readonly keepOnFailure?: boolean } = {},
  ): SessionWriter {
    let lock: Disposable | undefined;
    try {
      lock = lockOutput(path);
      return new SessionWriter(path, lock, keepOnFailure);
    } catch (error) {
      lock?.[Symbol.dispose]();
      throw writeFailure(error, path);
    }
  }

  private constructor(path: string, lock: Disposable, keepOnFailure: boolean) {
    this.path = path;
    this.#keepOnFailure = keepOnFailure;
    this.#partPath = partPath(path);
    this.#lock = lock;
    removeDatabase(this.#partPath);
    this.#reserve = keepOnFailure ? new DiskReserve(this.#partPath + RESERVE_SUFFIX) : null;
    this.#database = new DatabaseSync(this.#partPath, { timeout: 5000 });
    try {
      // FULL: each commit reaches the disk. At two commits a second that costs nothing and bounds the loss.
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      this.#database.exec(SCHEMA);
      this.#record('auNumbers', AU_NUMBERS);
      this.#commit();
    } catch (error) {
      this.#database.close();
      removeDatabase(this.#partPath);
      throw error;
    }
    this.#timer = setInterval(() => this.#commitFromTimer(), COMMIT_EVERY_MS).unref();
  }

  /** False after `finish`, `discard`, and a failure. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  setInput(input: InputRecord): void {
    this.#guarded(() => this.#record('input', input));
  }

  setProvenance(provenance: Provenance): void {
    this.#guarded(() => this.#record('provenance', provenance));
  }

  setTiming(timing: TimingRecord): void {
    this.#guarded(() => this.#record('timing', timing));
  }

  setRecordings(recordings: readonly RecordingRecord[]): void {
    this.#guarded(() => this.#record('recordings', recordings));
  }

  setCalibrations(calibrations: readonly CalibrationRecord[]): void {
    this.#guarded(() => this.#record('calibrations', calibrations));
  }

  /** A frame of the source, with or without a face. The index rises from call to call, the time never falls. */
  addFrame(frameIndex: number, timeUs: number): void {
    if (frameIndex <= this.#lastFrame || timeUs < this.#lastTimeUs)
      throw new Error(
        `internal: frame ${frameIndex} at ${timeUs} µs after ${this.#lastFrame} at ${this.#lastTimeUs} µs`,
      );
    this.#lastFrame = frameIndex;
    this.#lastTimeUs = timeUs;
    this.#times.add(frameIndex, Math.round(timeUs));
    this.#overview.addSeen(ALL_FRAMES, timeUs);
    this.#insert('frame', frameIndex, Math.round(timeUs));
  }

  /** A face in a frame; the mesh is kept as the 68 points that other programs know. */
  addFace(
    frameIndex: number,
    face: FaceObservation,
    more: { readonly alignment?: Alignment | null; readonly measurement?: FaceMeasurement | null } = {},
  ): void {
    const { box, pose } = face;
    const [xMm, yMm, zMm] = pose.translationMm;
    const { a = null, b = null, tx = null, ty = null } = more.alignment?.cropToFrame ?? {};
    this.#insert(
      'face',
      ...[frameIndex, face.trackId, face.confidence01],
      ...[box.x, box.y, box.width, box.height],
      ...[pose.pitchRad, pose.yawRad, pose.rollRad, xMm, yMm, zMm],
      blob(points68(face.mesh)),
      ...[a, b, tx, ty, more.alignment?.iodFramePx ?? null, more.alignment?.residualPx ?? null],
    );
    const timeUs = this.#timeOf(frameIndex);
    if (timeUs !== null) this.#overview.addSeen(face.trackId, timeUs);
    if (more.measurement) this.addMeasurement(more.measurement);
  }

  /** For what is measured later than the face is found; otherwise hand it to `addFace`. */
  addMeasurement(measurement: FaceMeasurement): void {
    const { frameIndex, timeUs, trackId, au, activity, lidOpening } = measurement;
    if (au.length !== 2 * AU_NUMBERS.length)
      throw new Error(`internal: ${au.length} AU intensities for ${AU_NUMBERS.length} AUs`);
    this.#insert('measurement', frameIndex, trackId, blob(au), activity, lidOpening[0], lidOpening[1]);
    this.#overview.addMeasured(trackId, timeUs, activity, au);
  }

  /** What can be said of a frame before its future is known; `addMeasurement` replaces it. */
  addProvisional({ frameIndex, trackId, au, activity, lidOpening }: FaceMeasurement): void {
    this.#insert('measurement', frameIndex, trackId, blob(au), activity, lidOpening[0], lidOpening[1]);
  }

  /** Once, or again and again while the track goes on. */
  addTrack({ id, fromUs, toUs, frames, coverage }: TrackRecord): void {
    this.#insert('track', id, Math.round(fromUs), Math.round(toUs), frames, coverage);
  }

  addWindow({ trackId, fromUs, toUs, aus, emotions, nodes }: WindowRecord): void {
    this.#insert(
      'window',
      ...[trackId, Math.round(fromUs), Math.round(toUs)],
      aus && JSON.stringify(aus),
      emotions && JSON.stringify(emotions),
      nodes && JSON.stringify(nodes),
    );
  }

  /** Returns the event's id in this session. */
  addEvent(event: Omit<EventRecord, 'id'>): number {
    return this.#guarded(() => insertEvent(this.#statement('event'), event));
  }

  addNote({ eventId, timeUs, author, text, at }: Omit<NoteRecord, 'id'>): void {
    this.#insert('note', eventId, timeUs, author, text, at, this.#act('note', author, at));
  }

  nameTrack(trackId: number, name: string, person: string, at: string): void {
    this.#insert('trackName', trackId, name, this.#act('name', person, at));
  }

  addConsent(consent: Omit<ConsentRecord, 'id'>): void {
    const { participant, at, textVersion, scope, expiresAt } = consent;
    this.#insert('consent', participant, at, textVersion, scope, expiresAt);
  }

  /** Makes the session whole under its final name. After this the writer is closed. */
  finish(): void {
    this.#guarded(() => {
      this.#overview.write(this.#database);
      this.#record('finished', true);
      this.#commit();
      // Out of WAL: the finished session is one file, which read-only folders and other programs can open.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
      this.#database.close();
      publish(this.#partPath, this.path);
    });
    this.#close();
  }

  /** Closes the writer and removes what it has written. */
  discard(): void {
    if (this.#state === 'closed') return;
    if (this.#database.isOpen) this.#database.close();
    removeDatabase(this.#partPath);
    this.#close();
  }

  /** Without `finish()` before it, leaves `PATH.part` as a crash would, if a frame was written. */
  [Symbol.dispose](): void {
    if (this.#state === 'closed') return;
    if (this.#lastFrame < 0) {
      this.discard();
      return;
    }
    this.#guarded(() => {
      this.#commit();
      this.#database.close();
    });
    this.#close();
  }

  #act(kind: 'note' | 'name', person: string, at: string): number {
    return this.#guarded(() => Number(this.#statement('act').run(kind, person, at, null).lastInsertRowid));
  }

  #timeOf(frameIndex: number): number | null {
    const known = this.#times.of(frameIndex);
    if (known !== null) return known;
    // The table's own answer, for a face that comes long after its frame.
    const row = this.#database.prepare('SELECT time_us FROM frames WHERE frame = ?').get(frameIndex);
    return row ? Number(row['time_us']) : null;
  }

  #insert(name: InsertName, ...values: (number | string | Uint8Array | null)[]): void {
    this.#guarded(() => this.#statement(name).run(...values));
  }

  /** Runs one write inside the running transaction; on a failure of the disk nothing of the session is left. */
  #guarded<Result>(write: () => Result): Result {
    if (this.#state === 'closed') throw new Error(`internal: the session ${this.path} is closed`);
    try {
      if (this.#failure) throw this.#failure.error;
      this.#beginOrCommit();
      return write();
    } catch (error) {
      if (this.#keepOnFailure) this.#abandon();
      else this.discard();
      throw writeFailure(error, this.path);
    }
  }

  /** Leaves what was committed, as a crash would. */
  #abandon(): void {
    if (this.#state === 'closed') return;
    // Closing, too, needs room: it moves the log into the session's own pages.
    this.#reserve?.[Symbol.dispose]();
    if (this.#database.isOpen) this.#database.close();
    this.#close();
  }

  #beginOrCommit(): void {
    if (this.#isInTransaction && ++this.#rowsSinceLook >= ROWS_PER_LOOK) {
      this.#rowsSinceLook = 0;
      if (performance.now() - this.#committedAtMs >= COMMIT_EVERY_MS) this.#commit();
    }
    if (this.#isInTransaction) return;
    this.#database.exec('BEGIN');
    this.#isInTransaction = true;
  }

  #commit(): void {
    if (this.#isInTransaction) this.#database.exec('COMMIT');
    this.#isInTransaction = false;
    this.#committedAtMs = performance.now();
  }

  /**
   * A source that pauses must not leave its last rows uncommitted. Nobody called, so a failure waits for the next call.
   */
  #commitFromTimer(): void {
    try {
      this.#commit();
    } catch (error) {
      this.#failure = { error };
    }
  }

  #statement(name: InsertName): StatementSync {
    let statement = this.#statements.get(name);
    if (!statement) this.#statements.set(name, (statement = this.#database.prepare(INSERT[name])));
    return statement;
  }

  #record(name: string, value: unknown): void {
    this.#statement('record').run(name, JSON.stringify(value));
  }

  #close(): void {
    this.#state = 'closed';
    clearInterval(this.#timer);
    this.#reserve?.[Symbol.dispose]();
    this.#lock[Symbol.dispose]();
  }
}

/** Where the session at `path` is while it is written, and after a crash. */
export const partPath = (path: string): string => `${path}.part`;

/** Gives what a crash left of the session at `path` its final name. Returns false where nothing was left. */
export function recoverSession(path: string): boolean {
  const lock = lockOutput(path);
  try {
    const part = partPath(path);
    rmSync(part + RESERVE_SUFFIX, { force: true });
    if (!existsSync(part)) return false;
    const database = new DatabaseSync(part);
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
    } finally {
      database.close();
    }
    publish(part, path);
    return true;
  } catch (error) {
    throw writeFailure(error, path);
  } finally {
    lock[Symbol.dispose]();
  }
}

function publish(part: string, path: string): void {
  syncToDisk(part);
  // A journal that an earlier file of this name left behind would be rolled back into the new one.
  for (const suffix of ['-journal', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  renameSync(part, path);
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform !== 'win32') syncToDisk(dirname(path));
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const RESERVE_SUFFIX = '-reserve';

function removeDatabase(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm', RESERVE_SUFFIX])
    rmSync(path + suffix, { force: true });
}

const blob = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
