import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventRecord } from '../../../contract/session.ts';

const places = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** How each kind of row enters a session; values in the order of the columns in `schema.ts`. */
export const INSERT = {
  record: 'INSERT OR REPLACE INTO records VALUES (?, ?)',
  frame: 'INSERT INTO frames VALUES (?, ?)',
  track: `INSERT OR REPLACE INTO tracks VALUES (${places(5)})`,
  face: `INSERT INTO faces VALUES (${places(20)})`,
  measurement: `INSERT OR REPLACE INTO measurements VALUES (${places(6)})`,
  window: `INSERT INTO windows VALUES (NULL, ${places(6)})`,
  event: `INSERT INTO events VALUES (NULL, ${places(14)})`,
  verdict: `INSERT INTO verdicts VALUES (NULL, ${places(12)})`,
  note: `INSERT INTO notes VALUES (NULL, ${places(6)})`,
  act: `INSERT INTO acts VALUES (NULL, ${places(4)})`,
  trackName: `INSERT INTO track_names VALUES (NULL, ${places(3)})`,
  overview: `INSERT OR REPLACE INTO overview VALUES (${places(3)})`,
  consent: `INSERT INTO consents VALUES (NULL, ${places(5)})`,
} as const;

export type InsertName = keyof typeof INSERT;

/** `act`: of the person who added it; null for what the program found. */
export function insertEvent(
  statement: StatementSync,
  event: Omit<EventRecord, 'id'>,
  act: number | null = null,
): number {
  const moments = [event.onset, event.apex, event.offset].flatMap(
    ({ timeUs, frameIndex }): SQLInputValue[] => [Math.round(timeUs), frameIndex],
  );
  const { lastInsertRowid } = statement.run(
    ...[event.trackId, event.kind, ...moments, event.score],
    ...[JSON.stringify(event.aus), JSON.stringify(event.cautions)],
    event.recognition?.emotion ?? null,
    event.recognition && JSON.stringify(event.recognition.probabilities),
    act,
  );
  return Number(lastInsertRowid);
}
