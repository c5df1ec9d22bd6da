import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SessionSummary } from '../../contract/channels/library.ts';
import { OnsetError } from '../../contract/errors.ts';
import { Session } from '../engine/session/index.ts';

/** What a session's file says of itself; the rest of its summary is the library's. */
const SessionFacts = v.object({
  ...v.omit(SessionSummary, [
    'id',
    'name',
    'madeAt',
    'origin',
    'hasMedia',
    'wasRecorded',
    'expiresAt',
    'sizeBytes',
  ]).entries,
  mediaPath: v.nullable(v.string()),
});
export type SessionFacts = v.InferOutput<typeof SessionFacts>;

/**
 * Reads the events once, one at a time. Throws what `Session.open` throws, and `session-damaged` for a file that has
 * the form of a session and holds something else: it may come from anywhere.
 */
export function readFacts(path: string): SessionFacts {
  try {
    return v.parse(SessionFacts, read(path));
  } catch (error) {
    if (error instanceof OnsetError) throw error;
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    throw new OnsetError('session-damaged', { path, reason }, error);
  }
}

function read(path: string): v.InferInput<typeof SessionFacts> {
  using session = Session.open(path);
  const { input } = session;
  const decided = new Set<number>();
  for (const { eventId } of session.verdicts()) decided.add(eventId);
  let [micro, macro, unreviewed] = [0, 0, 0];
  for (const { id, kind } of session.events()) {
    if (kind === 'micro') micro++;
    else macro++;
    if (!decided.has(id)) unreviewed++;
  }
  const participants = new Set<string>();
  for (const { participant } of session.consents()) participants.add(participant);
  const span = input ?? spanOf(session);
  return {
    durationS: span.durationS,
    fps: span.fps,
    widthPx: input?.widthPx ?? 0,
    heightPx: input?.heightPx ?? 0,
    tracks: [...session.tracks()].length,
    micro,
    macro,
    unreviewed,
    isFinished: session.isFinished,
    participants: [...participants],
    // What is watched live has a path once it is recorded.
    mediaPath: input === null || input.path === '' ? null : input.path,
  };
}

/** Where a crash came before the input was described: from the first and the last frame. */
function spanOf(session: Session): { readonly durationS: number; readonly fps: number } {
  const first = session.frameAt(0);
  const last = session.frameAt(Number.MAX_SAFE_INTEGER);
  if (first === null || last === null || last.timeUs === first.timeUs) return { durationS: 0, fps: 0 };
  const durationS = (last.timeUs - first.timeUs) / 1e6;
  return { durationS, fps: (last.frameIndex - first.frameIndex) / durationS };
}

/** Bytes of a file, or of all files in a folder; 0 where there is nothing. */
export function sizeOf(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
