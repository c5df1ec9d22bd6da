import { existsSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { FaceMeasurement } from '../../../contract/au.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type {
  ActRecord,
  CalibrationRecord,
  ConsentRecord,
  EventRecord,
  FaceRecord,
  InputRecord,
  NoteRecord,
  Provenance,
  RecordingRecord,
  SessionReader,
  TimeRange,
  TimingRecord,
  TrackRecord,
  VerdictRecord,
  WindowRecord,
} from '../../../contract/session.ts';
import type { Moment } from '../../../contract/spot.ts';
import { INSERT, insertEvent } from './inserts.ts';
import {
  type Row,
  toAct,
  toConsent,
  toEvent,
  toFace,
  toMeasurement,
  toMoment,
  toNote,
  toTrack,
  toVerdict,
  toWindow,
} from './rows.ts';
import { actRows, type ActRows, nextUndoAndRedo } from './acts.ts';
import { CELL_US, CHUNK_BYTES, CHUNK_CELLS, type Overview } from './overview.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema.ts';
import { malformed, readFailure, writeFailure } from './sqlite-failure.ts';

/**
 * A session that is there. Reading streams: a sequence holds one row at a time, and is used up before the
 * session is closed.
 *
 *     using session = Session.open('clip.onset');
 *     for (const event of session.events()) console.log(event.apex.timeUs);
 */
export class Session implements SessionReader, Disposable {
  readonly path: string;
  readonly #database: DatabaseSync;

  /**
   * Opens a finished session, or the `.part` a crash left. `write` allows verdicts, notes, consents and events, and
   * brings a session of an older version to this one's.
   *
   * Throws `input-not-found`, `session-foreign`, `session-newer`, `session-damaged`, `input-unreadable`, and with
   * `write` also `output-unwritable`.
   */
  static open(path: string, { write = false }: { readonly write?: boolean } = {}): Session {
    if (!existsSync(path)) throw new OnsetError('input-not-found', { path });
    if (!statSync(path).isFile()) throw new OnsetError('session-foreign', { path });
    let database: DatabaseSync | undefined;
    try {
      // A journal is a reviewer's decision that a crash interrupted; only a writer may take it back.
      const isInterrupted = existsSync(`${path}-journal`);
      database = new DatabaseSync(path, { readOnly: !write && !isInterrupted, timeout: 5000 });
      refuseStrangers(database, path);
      if (write) migrate(database, path);
      return new Session(path, database);
    } catch (error) {
      database?.close();
      throw error instanceof OnsetError ? error : readFailure(error, path);
    }
  }

  private constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
  }

  get isFinished(): boolean {
    return this.#record('finished') === true;
  }

  get input(): InputRecord | null {
    return this.#record('input') as InputRecord | null;
  }

  get provenance(): Provenance | null {
    return this.#record('provenance') as Provenance | null;
  }

  get timing(): TimingRecord | null {
    return this.#record('timing') as TimingRecord | null;
  }

  get recordings(): readonly RecordingRecord[] {
    return (this.#record('recordings') ?? []) as RecordingRecord[];
  }

  get calibrations(): readonly CalibrationRecord[] {
    return (this.#record('calibrations') ?? []) as CalibrationRecord[];
  }

  get auNumbers(): readonly number[] {
    return (this.#record('auNumbers') ?? []) as number[];
  }

  frames(range: TimeRange = {}): IterableIterator<Moment> {
    const sql = 'SELECT frame, time_us FROM frames WHERE time_us BETWEEN ? AND ? ORDER BY time_us, frame';
    return this.#stream(sql, bounds(range), toMoment);
  }

  faces(select: TimeRange & { readonly trackId?: number } = {}): IterableIterator<FaceRecord> {
    // The outer loop runs over the frames in their order; the unary + keeps SQLite from sorting by time instead.
    const sql = `
      SELECT faces.*, frames.time_us, measurements.au, activity, lid_left, lid_right
      FROM faces
      JOIN frames ON frames.frame = faces.frame
      LEFT JOIN measurements ON measurements.frame = faces.frame AND measurements.track = faces.track
      WHERE faces.frame BETWEEN ${FIRST_FRAME} AND ${LAST_FRAME}
        AND (? IS NULL OR faces.track = ?)
      ORDER BY faces.frame, faces.track`;
    const trackId = select.trackId ?? null;
    return this.#stream(sql, [...bounds(select), trackId, trackId], toFace);
  }

  tracks(): IterableIterator<TrackRecord> {
    return this.#stream('SELECT * FROM tracks ORDER BY track', [], toTrack);
  }

  events(): IterableIterator<EventRecord> {
    return this.#stream(`SELECT * FROM events WHERE ${this.#stands} ORDER BY onset_us, id`, [], toEvent);
  }

  event(id: number): EventRecord | null {
    const [event] = this.#stream(`SELECT * FROM events WHERE id = ? AND ${this.#stands}`, [id], toEvent);
    return event ?? null;
  }

  /** What was measured of one track, without the places of its points: a third of what `faces` reads. */
  measurements(trackId: number, range: TimeRange = {}): IterableIterator<FaceMeasurement> {
    const sql = `
      SELECT measurements.*, frames.time_us FROM measurements JOIN frames ON frames.frame = measurements.frame
      WHERE measurements.frame BETWEEN ${FIRST_FRAME} AND ${LAST_FRAME} AND track = ?
      ORDER BY measurements.frame`;
    return this.#stream(sql, [...bounds(range), trackId], toMeasurement);
  }

  /** The times of the frames that show a track's face. */
  sightings(trackId: number, range: TimeRange = {}): IterableIterator<number> {
    const sql = `
      SELECT time_us FROM faces JOIN frames ON frames.frame = faces.frame
      WHERE faces.frame BETWEEN ${FIRST_FRAME} AND ${LAST_FRAME} AND track = ? ORDER BY faces.frame`;
    return this.#stream(sql, [...bounds(range), trackId], (row) => toMoment({ ...row, frame: 0 }).timeUs);
  }

  windows(trackId?: number): IterableIterator<WindowRecord> {
    const sql = 'SELECT * FROM windows WHERE (? IS NULL OR track = ?) ORDER BY from_us, id';
    return this.#stream(sql, [trackId ?? null, trackId ?? null], toWindow);
  }

  verdicts(eventId?: number): IterableIterator<VerdictRecord> {
    const sql = `SELECT * FROM verdicts WHERE (? IS NULL OR event = ?) AND ${this.#stands} ORDER BY id`;
    return this.#stream(sql, [eventId ?? null, eventId ?? null], toVerdict);
  }

  notes(): IterableIterator<NoteRecord> {
    return this.#stream(`SELECT * FROM notes WHERE ${this.#stands} ORDER BY id`, [], toNote);
  }

  trackNames(): ReadonlyMap<number, string> {
    if (!this.#hasLog) return new Map();
    const sql = `SELECT track, name FROM track_names WHERE ${this.#stands} ORDER BY id`;
    return new Map(this.#stream(sql, [], (row) => [Number(row['track']), String(row['name'])]));
  }

  /** Everything people did, undone or not, in order. */
  acts(): IterableIterator<ActRecord> {
    return this.#hasLog ? this.#stream('SELECT * FROM acts ORDER BY id', [], toAct) : [].values();
  }

  /** What an act wrote, whether it stands or is undone. */
  rowsOf(actId: number): ActRows {
    return this.#guardedRead(() => actRows(this.#database, actId));
  }

  /** What undo would take back and redo restore; null where there is nothing. */
  get nextActs(): { readonly undo: ActRecord | null; readonly redo: ActRecord | null } {
    return nextUndoAndRedo(this.acts());
  }

  /** Whether `overview` has anything: sessions of version 1, and what a crash left, have none until `addOverview`. */
  get hasOverview(): boolean {
    if (!this.#hasLog) return false;
    const [count] = this.#stream('SELECT count(*) AS count FROM overview', [], (row) => Number(row['count']));
    return count! > 0;
  }

  /** The chunks of a track's overview that touch the span: the number of the first cell, and the cells. */
  overview(
    trackId: number,
    fromUs: number,
    toUs: number,
  ): IterableIterator<{ readonly firstCell: number; readonly cells: Float32Array }> {
    if (!this.#hasLog) return [].values();
    const chunkOf = (timeUs: number): number => Math.floor(timeUs / CELL_US / CHUNK_CELLS);
    const sql = 'SELECT chunk, cells FROM overview WHERE track = ? AND chunk BETWEEN ? AND ? ORDER BY chunk';
    return this.#stream(sql, [trackId, chunkOf(fromUs), chunkOf(toUs)], toOverviewChunk);
  }

  consents(): IterableIterator<ConsentRecord> {
    return this.#stream('SELECT * FROM consents ORDER BY at, id', [], toConsent);
  }

  frameAt(timeUs: number): Moment | null {
    const [before] = this.#stream(
      'SELECT frame, time_us FROM frames WHERE time_us <= ? ORDER BY time_us DESC, frame LIMIT 1',
      [Math.floor(timeUs)],
      toMoment,
    );
    const [after] = this.#stream(
      'SELECT frame, time_us FROM frames WHERE time_us > ? ORDER BY time_us, frame LIMIT 1',
      [Math.floor(timeUs)],
      toMoment,
    );
    if (!before || !after) return before ?? after ?? null;
    return timeUs - before.timeUs <= after.timeUs - timeUs ? before : after;
  }

  countFrames(): number {
    const [count] = this.#stream('SELECT count(*) AS count FROM frames', [], (row) => Number(row['count']));
    return count!;
  }

  /** The times of the frames numbered `from` to `to`, both included; fewer where numbers are missing. */
  timesOf(from: number, to: number): Float64Array<ArrayBuffer> {
    const sql = 'SELECT frame, time_us FROM frames WHERE frame BETWEEN ? AND ? ORDER BY frame';
    return Float64Array.from(this.#stream(sql, [from, to], toMoment), ({ timeUs }) => timeUs);
  }

  timeOf(frameIndex: number): number | null {
    const sql = 'SELECT frame, time_us FROM frames WHERE frame = ?';
    const [moment] = this.#stream(sql, [frameIndex], toMoment);
    return moment?.timeUs ?? null;
  }

  /** Returns the verdict's id. Earlier verdicts on the event stay, as its history. */
  addVerdict(verdict: Omit<VerdictRecord, 'id'>): number {
    const { reviewer, at } = verdict;
    return this.#act('decide', reviewer, at, (act) => this.#insertVerdict(verdict, act));
  }

  addNote({ eventId, timeUs, author, text, at }: Omit<NoteRecord, 'id'>): number {
    return this.#act('note', author, at, (act) =>
      this.#insert(INSERT.note, [eventId, timeUs, author, text, at, act]),
    );
  }

  /** An event that a person saw and the program did not, with that person's verdict. Returns the event's id. */
  addEvent(
    event: Omit<EventRecord, 'id' | 'isAdded'>,
    verdict: Omit<VerdictRecord, 'id' | 'eventId'>,
  ): number {
    return this.#act('add', verdict.reviewer, verdict.at, (act) => {
      const eventId = insertEvent(this.#database.prepare(INSERT.event), event, act);
      this.#insertVerdict({ ...verdict, eventId }, act);
      return eventId;
    });
  }

  nameTrack(trackId: number, name: string, person: string, at: string): void {
    this.#act('name', person, at, (act) => this.#insert(INSERT.trackName, [trackId, name, act]));
  }

  /** Takes back the latest act that stands, whoever did it. Returns that act; null where there is none. */
  undo(person: string, at: string): ActRecord | null {
    return this.#moveThrough('undo', person, at);
  }

  /** Restores what was taken back last, unless something was done since. */
  redo(person: string, at: string): ActRecord | null {
    return this.#moveThrough('redo', person, at);
  }

  addConsent(consent: Omit<ConsentRecord, 'id'>): number {
    const { participant, at, textVersion, scope, expiresAt } = consent;
    return this.#inTransaction(() =>
      this.#insert(INSERT.consent, [participant, at, textVersion, scope, expiresAt]),
    );
  }

  /** Keeps an overview (see `hasOverview`) that was made elsewhere, from `faces()`. */
  addOverview(overview: Overview): void {
    this.#inTransaction(() => overview.write(this.#database));
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Whether the session is of a version that knows acts. Asked each time: another window may have written meanwhile. */
  get #hasLog(): boolean {
    return this.#guardedRead(() => pragma(this.#database, 'user_version') >= 2);
  }

  /** SQL that holds for rows whose act is not undone. */
  get #stands(): string {
    return this.#hasLog ? '(act IS NULL OR act NOT IN (SELECT act FROM undone_acts))' : 'TRUE';
  }

  #act<Result>(
    kind: ActRecord['kind'],
    person: string,
    at: string,
    write: (act: number) => Result,
    target: number | null = null,
  ): Result {
    return this.#inTransaction(() => write(this.#insert(INSERT.act, [kind, person, at, target])));
  }

  #moveThrough(direction: 'undo' | 'redo', person: string, at: string): ActRecord | null {
    return this.#inTransaction(() => {
      const act = this.nextActs[direction];
      if (act) this.#insert(INSERT.act, [direction, person, at, act.id]);
      return act;
    });
  }

  #insertVerdict(verdict: Omit<VerdictRecord, 'id'>, act: number): number {
    const { eventId, reviewer, onset, apex, offset, label, at } = verdict;
    const moments = [onset, apex, offset].flatMap((moment) =>
      moment ? [Math.round(moment.timeUs), moment.frameIndex] : [null, null],
    );
    return this.#insert(INSERT.verdict, [eventId, reviewer, verdict.verdict, ...moments, label, at, act]);
  }

  #insert(sql: string, values: SQLInputValue[]): number {
    return Number(this.#database.prepare(sql).run(...values).lastInsertRowid);
  }

  /** All of `write` or nothing, and no reader sees half of it. */
  #inTransaction<Result>(write: () => Result): Result {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = write();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw writeFailure(error, this.path);
    }
  }

  #guardedRead<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw readFailure(error, this.path);
    }
  }

  *#stream<Item>(sql: string, values: SQLInputValue[], read: (row: Row) => Item): IterableIterator<Item> {
    const rows = this.#guardedRead(() => this.#database.prepare(sql).iterate(...values));
    try {
      for (;;) {
        const { done, value } = this.#guardedRead(() => rows.next());
        if (done) return;
        yield this.#converted(value, read);
      }
    } finally {
      // A statement left in the middle would keep its lock on the file, and writers out.
      rows.return?.();
    }
  }

  #converted<Item>(row: Row, read: (row: Row) => Item): Item {
    try {
      return read(row);
    } catch (error) {
      throw malformed(error, this.path);
    }
  }

  #record(name: string): unknown {
    const [value] = this.#stream('SELECT json FROM records WHERE name = ?', [name], (row): unknown =>
      JSON.parse(String(row['json'])),
    );
    return value ?? null;
  }
}

function toOverviewChunk(row: Row): { firstCell: number; cells: Float32Array } {
  const { chunk, cells } = row;
  if (!(cells instanceof Uint8Array) || cells.byteLength !== CHUNK_BYTES)
    throw new TypeError('cells is not a chunk of the overview');
  return { firstCell: Number(chunk) * CHUNK_CELLS, cells: new Float32Array(cells.slice().buffer) };
}

/** The frames of a span, with the bounds of its time as parameters; an empty span has none. */
const FIRST_FRAME = `coalesce((SELECT min(frame) FROM frames WHERE time_us >= ?), ${Number.MAX_SAFE_INTEGER})`;
const LAST_FRAME = 'coalesce((SELECT max(frame) FROM frames WHERE time_us <= ?), -1)';

const bounds = ({ fromUs = -Infinity, toUs = Infinity }: TimeRange): [number, number] => [
  Math.max(Math.ceil(fromUs), Number.MIN_SAFE_INTEGER),
  Math.min(Math.floor(toUs), Number.MAX_SAFE_INTEGER),
];

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);

function refuseStrangers(database: DatabaseSync, path: string): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID)
    throw new OnsetError('session-foreign', { path });
  const version = pragma(database, 'user_version');
  if (version > SCHEMA_VERSION)
    throw new OnsetError('session-newer', { path, version, known: SCHEMA_VERSION });
}

/** All steps or none; another process that does the same at the same time is waited for. */
function migrate(database: DatabaseSync, path: string): void {
  if (pragma(database, 'user_version') === SCHEMA_VERSION) return;
  try {
    database.exec('BEGIN IMMEDIATE');
    for (let version = pragma(database, 'user_version'); version < SCHEMA_VERSION; version++) {
      const step = MIGRATIONS[version];
      if (step === undefined)
        throw new OnsetError('session-damaged', { path, reason: `it says it is of version ${version}` });
      database.exec(step);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error instanceof OnsetError ? error : writeFailure(error, path);
  }
}
