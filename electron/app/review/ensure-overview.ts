import { OnsetError } from '../../../contract/errors.ts';
import { ALL_FRAMES, Overview } from '../../engine/session/index.ts';
import { inOurOrder } from './overlays.ts';
import type { OpenSession } from './open-sessions.ts';

/** Rows read before others get a turn: some 10 ms. */
const ROWS_AT_ONCE = 4000;

/** Being made now, by the session's file: several windows and strips ask at once. */
const making = new Map<string, Promise<boolean>>();

/**
 * Makes the overview of a session that has none (one of version 1, or left by a crash) and keeps it in its file. False
 * where that cannot be: still being written, or on a disk that takes nothing.
 */
export async function ensureOverview(open: OpenSession): Promise<boolean> {
  if (open.reader.hasOverview) return true;
  if (!open.reader.isFinished) return false;
  let made = making.get(open.path);
  if (!made) {
    made = make(open).finally(() => making.delete(open.path));
    making.set(open.path, made);
  }
  return await made;
}

async function make(open: OpenSession): Promise<boolean> {
  const { reader } = open;
  const { auNumbers } = reader;
  const overview = new Overview();
  const turns = new Turns();
  for (const { timeUs } of reader.frames()) {
    overview.addSeen(ALL_FRAMES, timeUs);
    await turns.next();
  }
  for (const { id } of reader.tracks()) {
    for (const timeUs of reader.sightings(id)) {
      overview.addSeen(id, timeUs);
      await turns.next();
    }
    for (const { timeUs, activity, au } of reader.measurements(id)) {
      overview.addMeasured(id, timeUs, activity, inOurOrder(au, auNumbers));
      await turns.next();
    }
  }
  try {
    open.change((session) => session.addOverview(overview));
    return true;
  } catch (error) {
    // A file that may only be read: its curves are read from the measurements each time.
    if (
      error instanceof OnsetError &&
      (error.code === 'output-unwritable' || error.code === 'input-unreadable')
    )
      return false;
    throw error;
  }
}

class Turns {
  #rows = 0;

  next(): Promise<void> | null {
    if (++this.#rows % ROWS_AT_ONCE !== 0) return null;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
