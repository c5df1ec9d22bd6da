import type { SQLOutputValue } from 'node:sqlite';
import type { Alignment } from '../../../contract/align.ts';
import { AU_NUMBERS, type FaceMeasurement } from '../../../contract/au.ts';
import type {
  ActRecord,
  ConsentRecord,
  EventRecord,
  FaceRecord,
  NoteRecord,
  TrackRecord,
  VerdictRecord,
  WindowRecord,
} from '../../../contract/session.ts';
import type { Moment, Recognition } from '../../../contract/spot.ts';

export type Row = Record<string, SQLOutputValue>;

export const toMoment = (row: Row): Moment => ({
  timeUs: number(row, 'time_us'),
  frameIndex: number(row, 'frame'),
});

export const toTrack = (row: Row): TrackRecord => ({
  id: number(row, 'track'),
  fromUs: number(row, 'from_us'),
  toUs: number(row, 'to_us'),
  frames: number(row, 'frames'),
  coverage: number(row, 'coverage'),
});

export function toFace(row: Row): FaceRecord {
  return {
    frameIndex: number(row, 'frame'),
    timeUs: number(row, 'time_us'),
    trackId: number(row, 'track'),
    confidence01: number(row, 'confidence'),
    box: {
      x: number(row, 'box_x'),
      y: number(row, 'box_y'),
      width: number(row, 'box_width'),
      height: number(row, 'box_height'),
    },
    pose: {
      pitchRad: number(row, 'pitch_rad'),
      yawRad: number(row, 'yaw_rad'),
      rollRad: number(row, 'roll_rad'),
      translationMm: [number(row, 'x_mm'), number(row, 'y_mm'), number(row, 'z_mm')],
    },
    points68Px: floats(row, 'points68'),
    measurement: row['au'] === null ? null : toMeasurement(row),
    alignment: toAlignment(row),
  };
}

export const toWindow = (row: Row): WindowRecord => ({
  trackId: number(row, 'track'),
  fromUs: number(row, 'from_us'),
  toUs: number(row, 'to_us'),
  aus: json(row, 'aus', isShares, 'a map of shares') as WindowRecord['aus'],
  emotions: json(row, 'emotions', isShares, 'a map of shares') as WindowRecord['emotions'],
  // The column is new in version 3.
  nodes:
    row['nodes'] === undefined
      ? null
      : (json(row, 'nodes', isShares, 'a map of numbers') as WindowRecord['nodes']),
});

export function toEvent(row: Row): EventRecord {
  return {
    id: number(row, 'id'),
    trackId: number(row, 'track'),
    kind: text(row, 'kind') === 'micro' ? 'micro' : 'macro',
    onset: moment(row, 'onset')!,
    apex: moment(row, 'apex')!,
    offset: moment(row, 'offset')!,
    aus: (json(row, 'aus', isEventAus, 'a list of action units') ?? []) as EventRecord['aus'],
    score: number(row, 'score'),
    cautions: (json(row, 'cautions', isTexts, 'a list of words') ?? []) as EventRecord['cautions'],
    recognition: toRecognition(row),
    // The column is new in version 2.
    ...(typeof row['act'] === 'number' ? { isAdded: true as const } : {}),
  };
}

export const toVerdict = (row: Row): VerdictRecord => ({
  id: number(row, 'id'),
  eventId: number(row, 'event'),
  reviewer: text(row, 'reviewer'),
  // The table's CHECK admits no other word.
  verdict: text(row, 'verdict') as VerdictRecord['verdict'],
  onset: moment(row, 'onset'),
  apex: moment(row, 'apex'),
  offset: moment(row, 'offset'),
  label: textOrNull(row, 'label'),
  at: text(row, 'at'),
});

export const toNote = (row: Row): NoteRecord => ({
  id: number(row, 'id'),
  eventId: numberOrNull(row, 'event'),
  timeUs: numberOrNull(row, 'time_us'),
  author: text(row, 'author'),
  text: text(row, 'text'),
  at: text(row, 'at'),
});

export const toAct = (row: Row): ActRecord => ({
  id: number(row, 'id'),
  // The table's CHECK admits no other word.
  kind: text(row, 'kind') as ActRecord['kind'],
  person: text(row, 'person'),
  at: text(row, 'at'),
  target: numberOrNull(row, 'target'),
});

export const toConsent = (row: Row): ConsentRecord => ({
  id: number(row, 'id'),
  participant: text(row, 'participant'),
  at: text(row, 'at'),
  textVersion: text(row, 'text_version'),
  scope: text(row, 'scope'),
  expiresAt: textOrNull(row, 'expires_at'),
});

export const toMeasurement = (row: Row): FaceMeasurement => ({
  frameIndex: number(row, 'frame'),
  timeUs: number(row, 'time_us'),
  trackId: number(row, 'track'),
  au: floats(row, 'au'),
  activity: numberOrNan(row, 'activity'),
  lidOpening: [numberOrNan(row, 'lid_left'), numberOrNan(row, 'lid_right')],
});

function toAlignment(row: Row): Alignment | null {
  if (row['align_a'] === null) return null;
  return {
    trackId: number(row, 'track'),
    cropToFrame: {
      a: number(row, 'align_a'),
      b: number(row, 'align_b'),
      tx: number(row, 'align_tx'),
      ty: number(row, 'align_ty'),
    },
    iodFramePx: number(row, 'iod_px'),
    residualPx: number(row, 'residual_px'),
  };
}

function toRecognition(row: Row): Recognition | null {
  const shares = json(row, 'probabilities', isShares, 'a map of shares');
  const probabilities = shares as Recognition['probabilities'] | null;
  return probabilities && { emotion: textOrNull(row, 'emotion'), probabilities };
}

function moment(row: Row, name: 'onset' | 'apex' | 'offset'): Moment | null {
  const timeUs = numberOrNull(row, `${name}_us`);
  return timeUs === null ? null : { timeUs, frameIndex: number(row, `${name}_frame`) };
}

function floats(row: Row, column: string): Float32Array {
  const bytes = row[column];
  if (!(bytes instanceof Uint8Array) || bytes.byteLength % 4 !== 0) throw misfit(column, 'a list of floats');
  // A copy: the blob may lie at any byte of memory, a Float32Array only at every fourth.
  return new Float32Array(bytes.slice().buffer);
}

// Our own tables are STRICT, so a column holds its declared type or, where it may, null. A forged file's need not be.
function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw misfit(column, 'a number');
  return value;
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw misfit(column, 'a text');
  return value;
}

const numberOrNull = (row: Row, column: string): number | null =>
  row[column] === null ? null : number(row, column);
/** SQLite keeps NaN as null. */
const numberOrNan = (row: Row, column: string): number => numberOrNull(row, column) ?? NaN;
const textOrNull = (row: Row, column: string): string | null =>
  row[column] === null ? null : text(row, column);

/** JSON of a column, checked as far as a reader relies on its shape. */
function json(row: Row, column: string, is: (value: unknown) => boolean, what: string): unknown {
  const written = textOrNull(row, column);
  if (written === null) return null;
  const value: unknown = JSON.parse(written);
  if (!is(value)) throw misfit(column, what);
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isShares = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((share) => typeof share === 'number');
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isEventAus = (value: unknown): boolean => Array.isArray(value) && value.every(isEventAu);
const isEventAu = (value: unknown): boolean =>
  isObject(value) &&
  (AU_NUMBERS as readonly unknown[]).includes(value['au']) &&
  ['left', 'right', 'both'].includes(String(value['side'])) &&
  typeof value['p'] === 'number' &&
  typeof value['intensity'] === 'number';

const misfit = (column: string, what: string): TypeError => new TypeError(`${column} is not ${what}`);
