import { existsSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { OnsetError } from '../../../contract/errors.ts';
import type {
  ConsentRecord,
  EventRecord,
  FaceRecord,
  InputRecord,
  NoteRecord,
  Provenance,
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
  toConsent,
  toEvent,
  toFace,
  toMoment,
  toNote,
  toTrack,
  toVerdict,
  toWindow,
} from './rows.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';
import { readFailure, writeFailure } from './sqlite-failure.ts';

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
   * Opens a finished session, or the `.part` a crash left. `write` allows verdicts, notes, consents and events.
   *
   * Throws `input-not-found`, `session-foreign`, `session-newer`, `session-damaged` or `input-unreadable`.
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
      return new Session(path, database);
    } catch (error) {
      database?.close();
      throw readFailure(error, path);
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
      WHERE faces.frame BETWEEN
          coalesce((SELECT min(frame) FROM frames WHERE time_us >= ?), ${Number.MAX_SAFE_INTEGER})
          AND coalesce((SELECT max(frame) FROM frames WHERE time_us <= ?), -1)
        AND (? IS NULL OR faces.track = ?)
      ORDER BY faces.frame, faces.track`;
    const trackId = select.trackId ?? null;
    return this.#stream(sql, [...bounds(select), trackId, trackId], toFace);
  }

  tracks(): IterableIterator<TrackRecord> {
    return this.#stream('SELECT * FROM tracks ORDER BY track', [], toTrack);
  }

  events(): IterableIterator<EventRecord> {
    return this.#stream('SELECT * FROM events ORDER BY onset_us, id', [], toEvent);
  }

  windows(trackId?: number): IterableIterator<WindowRecord> {
    const sql = 'SELECT * FROM windows WHERE (? IS NULL OR track = ?) ORDER BY from_us, id';
    return this.#stream(sql, [trackId ?? null, trackId ?? null], toWindow);
  }

  verdicts(eventId?: number): IterableIterator<VerdictRecord> {
    const sql = 'SELECT * FROM verdicts WHERE (? IS NULL OR event = ?) ORDER BY at, id';
    return this.#stream(sql, [eventId ?? null, eventId ?? null], toVerdict);
  }

  notes(): IterableIterator<NoteRecord> {
    return this.#stream('SELECT * FROM notes ORDER BY at, id', [], toNote);
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

  timeOf(frameIndex: number): number | null {
    const sql = 'SELECT frame, time_us FROM frames WHERE frame = ?';
    const [moment] = this.#stream(sql, [frameIndex], toMoment);
    return moment?.timeUs ?? null;
  }

  /** Returns the verdict's id. Earlier verdicts on the event stay, as its history. */
  addVerdict(verdict: Omit<VerdictRecord, 'id'>): number {
    const { eventId, reviewer, onset, apex, offset, label, at } = verdict;
    const moments = [onset, apex, offset].flatMap((moment) =>
      moment ? [Math.round(moment.timeUs), moment.frameIndex] : [null, null],
    );
    return this.#write(INSERT.verdict, [eventId, reviewer, verdict.verdict, ...moments, label, at]);
  }

  addNote({ eventId, timeUs, author, text, at }: Omit<NoteRecord, 'id'>): number {
    return this.#write(INSERT.note, [eventId, timeUs, author, text, at]);
  }

  addConsent(consent: Omit<ConsentRecord, 'id'>): number {
    const { participant, at, textVersion, scope, expiresAt } = consent;
    return this.#write(INSERT.consent, [participant, at, textVersion, scope, expiresAt]);
  }

  /** For an event that a person saw and the program did not; follow it with that person's verdict. */
  addEvent(event: Omit<EventRecord, 'id'>): number {
    try {
      return insertEvent(this.#database.prepare(INSERT.event), event);
    } catch (error) {
      throw writeFailure(error, this.path);
    }
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #write(sql: string, values: SQLInputValue[]): number {
    try {
      return Number(this.#database.prepare(sql).run(...values).lastInsertRowid);
    } catch (error) {
      throw writeFailure(error, this.path);
    }
  }

  *#stream<Item>(sql: string, values: SQLInputValue[], read: (row: Row) => Item): IterableIterator<Item> {
    try {
      for (const row of this.#database.prepare(sql).iterate(...values)) yield read(row);
    } catch (error) {
      throw readFailure(error, this.path);
    }
  }

  /** Written by our own writer; the schema version stands for the shape. */
  #record(name: string): unknown {
    const [json] = this.#stream('SELECT json FROM records WHERE name = ?', [name], (row) => row['json']);
    return typeof json === 'string' ? JSON.parse(json) : null;
  }
}

const bounds = ({ fromUs = -Infinity, toUs = Infinity }: TimeRange): [number, number] => [
  Math.max(Math.ceil(fromUs), Number.MIN_SAFE_INTEGER),
  Math.min(Math.floor(toUs), Number.MAX_SAFE_INTEGER),
];

function refuseStrangers(database: DatabaseSync, path: string): void {
  const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  if (pragma('application_id') !== APPLICATION_ID) throw new OnsetError('session-foreign', { path });
  const version = pragma('user_version');
  if (version > SCHEMA_VERSION)
    throw new OnsetError('session-newer', { path, version, known: SCHEMA_VERSION });
}
