import type { Receipt } from '../../../contract/channels/consent.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { AppContext } from '../context.ts';
import type { Log } from '../problem.ts';
import { deleteSession } from './delete-session.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Deletes the sessions whose time has run out, each with a receipt. One that is in use waits for the next time. */
export function deleteExpired(context: AppContext, log: Log, nowMs = Date.now()): Receipt[] {
  const receipts: Receipt[] = [];
  for (const { id, name, expiresAt } of context.library.list()) {
    if (expiresAt === null || Date.parse(expiresAt) > nowMs) continue;
    try {
      receipts.push(deleteSession(context, id, 'retention', null));
    } catch (error) {
      if (!(error instanceof OnsetError)) throw error;
      log(`The time of ${name} has run out, and it could not be deleted: ${(error as OnsetError).line}`);
    }
  }
  return receipts;
}

/** Deletes what has expired now and every hour, until it is disposed. */
export function watchRetention(context: AppContext, log: Log): Disposable {
  deleteExpired(context, log);
  const timer = setInterval(() => {
    deleteExpired(context, log);
  }, HOUR_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
