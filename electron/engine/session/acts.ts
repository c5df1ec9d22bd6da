import type { DatabaseSync } from 'node:sqlite';
import type { ActRecord } from '../../../contract/session.ts';

/** The rows an act wrote; null where it wrote none of the kind. */
export interface ActRows {
  readonly eventId: number | null;
  readonly noteId: number | null;
  readonly trackId: number | null;
}

export function actRows(database: DatabaseSync, actId: number): ActRows {
  const first = (sql: string): number | null => {
    const row = database.prepare(sql).get(actId);
    return row ? Number(row['id']) : null;
  };
  return {
    eventId: first('SELECT event AS id FROM verdicts WHERE act = ?'),
    noteId: first('SELECT id FROM notes WHERE act = ?'),
    trackId: first('SELECT track AS id FROM track_names WHERE act = ?'),
  };
}

/** Plays the log through: what stands is a stack, what was undone another, which anything new empties. */
export function nextUndoAndRedo(log: Iterable<ActRecord>): {
  undo: ActRecord | null;
  redo: ActRecord | null;
} {
  const standing: ActRecord[] = [];
  const undone: ActRecord[] = [];
  for (const act of log) {
    if (act.kind === 'undo') move(standing, undone);
    else if (act.kind === 'redo') move(undone, standing);
    else {
      standing.push(act);
      undone.length = 0;
    }
  }
  return { undo: standing.at(-1) ?? null, redo: undone.at(-1) ?? null };
}

function move(from: ActRecord[], to: ActRecord[]): void {
  const act = from.pop();
  if (act) to.push(act);
}
