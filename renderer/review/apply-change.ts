/** A change the engine told, put into the rows that are shown. */
import type { EventRow, NoteRow, SessionChange, TrackRow } from '../../contract/channels/review.ts';

export interface Rows {
  /** By onset. */
  readonly events: readonly EventRow[];
  readonly notes: readonly NoteRow[];
  readonly tracks: readonly TrackRow[];
}

export function applyChange(rows: Rows, change: SessionChange): Rows {
  return {
    events: merge(rows.events, change.events, change.removedEvents, byOnset),
    notes: merge(rows.notes, change.notes, change.removedNotes, byTime),
    tracks: merge(rows.tracks, change.tracks, [], byAppearance),
  };
}

export const byOnset = (a: EventRow, b: EventRow): number => a.onset.timeUs - b.onset.timeUs || a.id - b.id;

const byTime = (a: NoteRow, b: NoteRow): number => a.at.localeCompare(b.at) || a.id - b.id;

const byAppearance = (a: TrackRow, b: TrackRow): number => a.fromUs - b.fromUs || a.id - b.id;

function merge<Row extends { readonly id: number }>(
  rows: readonly Row[],
  changed: readonly Row[],
  removed: readonly number[],
  order: (a: Row, b: Row) => number,
): readonly Row[] {
  if (changed.length === 0 && removed.length === 0) return rows;
  const gone = new Set([...removed, ...changed.map(({ id }) => id)]);
  return [...rows.filter(({ id }) => !gone.has(id)), ...changed].sort(order);
}
