import type { SQLOutputValue } from 'node:sqlite';
import type { Alignment } from '../../../contract/align.ts';
import type { FaceMeasurement } from '../../../contract/au.ts';
import type {
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
    measurement: toMeasurement(row),
    alignment: toAlignment(row),
  };
}

export const toWindow = (row: Row): WindowRecord => ({
  trackId: number(row, 'track'),
  fromUs: number(row, 'from_us'),
  toUs: number(row, 'to_us'),
  aus: json(row, 'aus') as WindowRecord['aus'],
  emotions: json(row, 'emotions') as WindowRecord['emotions'],
});

export function toEvent(row: Row): EventRecord {
  return {
    id: number(row, 'id'),
    trackId: number(row, 'track'),
    kind: text(row, 'kind') === 'micro' ? 'micro' : 'macro',
    onset: moment(row, 'onset')!,
    apex: moment(row, 'apex')!,
    offset: moment(row, 'offset')!,
    aus: json(row, 'aus') as EventRecord['aus'],
    score: number(row, 'score'),
    cautions: json(row, 'cautions') as EventRecord['cautions'],
    recognition: toRecognition(row),
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

export const toConsent = (row: Row): ConsentRecord => ({
  id: number(row, 'id'),
  participant: text(row, 'participant'),
  at: text(row, 'at'),
  textVersion: text(row, 'text_version'),
  scope: text(row, 'scope'),
  expiresAt: textOrNull(row, 'expires_at'),
});

function toMeasurement(row: Row): FaceMeasurement | null {
  if (row['au'] === null) return null;
  return {
    frameIndex: number(row, 'frame'),
    timeUs: number(row, 'time_us'),
    trackId: number(row, 'track'),
    au: floats(row, 'au'),
    activity: numberOrNan(row, 'activity'),
    lidOpening: [numberOrNan(row, 'lid_left'), numberOrNan(row, 'lid_right')],
  };
}

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
  const probabilities = json(row, 'probabilities') as Recognition['probabilities'] | null;
  return probabilities && { emotion: textOrNull(row, 'emotion'), probabilities };
}

function moment(row: Row, name: 'onset' | 'apex' | 'offset'): Moment | null {
  const timeUs = numberOrNull(row, `${name}_us`);
  return timeUs === null ? null : { timeUs, frameIndex: number(row, `${name}_frame`) };
}

function floats(row: Row, column: string): Float32Array {
  const bytes = row[column];
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`internal: ${column} is not a blob`);
  // A copy: the blob may lie at any byte of memory, a Float32Array only at every fourth.
  return new Float32Array(bytes.slice().buffer);
}

// The tables are STRICT: a column holds its declared type or, where it may, null.
const number = (row: Row, column: string): number => row[column] as number;
const numberOrNull = (row: Row, column: string): number | null => row[column] as number | null;
/** SQLite keeps NaN as null. */
const numberOrNan = (row: Row, column: string): number => numberOrNull(row, column) ?? NaN;
const text = (row: Row, column: string): string => row[column] as string;
const textOrNull = (row: Row, column: string): string | null => row[column] as string | null;
/** Written by our own writer; the schema version stands for the shape. */
const json = (row: Row, column: string): unknown => {
  const value = textOrNull(row, column);
  return value === null ? null : JSON.parse(value);
};
