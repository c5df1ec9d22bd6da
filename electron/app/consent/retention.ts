import type { Receipt } from '../../../contract/channels/consent.ts';
import type { AppContext } from '../context.ts';
import { type Log, problemOf } from '../problem.ts';
import { deleteSession } from './delete-session.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Deletes the sessions whose time has run out, each with a receipt. One that is in use waits for the next time. */
export async function deleteExpired(context: AppContext, log: Log, nowMs = Date.now()): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const { id, name, expiresAt } of context.library.list()) {
    if (expiresAt === null || Date.parse(expiresAt) > nowMs) continue;
    try {
      receipts.push(await deleteSession(context, id, { reason: 'retention', participant: null }, log));
    } catch (error) {
      // The other sessions have their time too.
      const { message, remedy } = problemOf(error, `the deletion of ${name}`, log);
      log(`The time of ${name} has run out, and it could not be deleted: ${message} ${remedy}`);
    }
  }
  return receipts;
}

/** Deletes what has expired now and every hour, until it is disposed. */
export function watchRetention(context: AppContext, log: Log): Disposable {
  void deleteExpired(context, log);
  const timer = setInterval(() => void deleteExpired(context, log), HOUR_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
