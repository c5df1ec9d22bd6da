import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventRecord } from '../../../contract/session.ts';

const places = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** How each kind of row enters a session; values in the order of the columns in `schema.ts`. */
export const INSERT = {
  record: 'INSERT OR REPLACE INTO records VALUES (?, ?)',
  frame: 'INSERT INTO frames VALUES (?, ?)',
  track: `INSERT INTO tracks VALUES (${places(5)})`,
  face: `INSERT INTO faces VALUES (${places(20)})`,
  measurement: `INSERT INTO measurements VALUES (${places(6)})`,
  window: `INSERT INTO windows VALUES (NULL, ${places(5)})`,
  event: `INSERT INTO events VALUES (NULL, ${places(13)})`,
  verdict: `INSERT INTO verdicts VALUES (NULL, ${places(11)})`,
  note: `INSERT INTO notes VALUES (NULL, ${places(5)})`,
  consent: `INSERT INTO consents VALUES (NULL, ${places(5)})`,
} as const;

export type InsertName = keyof typeof INSERT;

export function insertEvent(statement: StatementSync, event: Omit<EventRecord, 'id'>): number {
  const moments = [event.onset, event.apex, event.offset].flatMap(
    ({ timeUs, frameIndex }): SQLInputValue[] => [Math.round(timeUs), frameIndex],
  );
  const { lastInsertRowid } = statement.run(
    ...[event.trackId, event.kind, ...moments, event.score],
    ...[JSON.stringify(event.aus), JSON.stringify(event.cautions)],
    event.recognition?.emotion ?? null,
    event.recognition && JSON.stringify(event.recognition.probabilities),
  );
  return Number(lastInsertRowid);
}
